package io.kith.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallMeterTest {
    private static final long MILLISECOND = 1_000_000;

    private final StallMeter meter = new StallMeter();

    @Test
    void the_longest_write_of_each_phase_is_kept() {
        meter.record(meter.phase(), 3 * MILLISECOND);
        meter.record(meter.phase(), 2 * MILLISECOND);
        meter.enter(DemoPhase.JOIN);
        meter.record(meter.phase(), 9 * MILLISECOND);

        assertThat(meter.longestMillis(DemoPhase.STEADY)).isEqualTo(3);
        assertThat(meter.longestMillis(DemoPhase.JOIN)).isEqualTo(9);
        assertThat(meter.longestMillis(DemoPhase.KILL)).isZero();
    }

    @Test
    void a_write_that_an_event_interrupts_counts_for_the_event_alone() {
        DemoPhase before = meter.phase();
        meter.enter(DemoPhase.KILL);
        meter.record(before, 1_300 * MILLISECOND);

        assertThat(meter.longestMillis(DemoPhase.KILL)).isEqualTo(1_300);
        assertThat(meter.longestMillis(DemoPhase.STEADY)).isZero();
    }

    @Test
    void a_write_that_outlasts_an_event_counts_for_the_event_alone() {
        meter.enter(DemoPhase.LEAVE);
        DemoPhase begunIn = meter.phase();
        meter.enter(DemoPhase.STEADY);
        meter.record(begunIn, 40 * MILLISECOND);

        assertThat(meter.longestMillis(DemoPhase.LEAVE)).isEqualTo(40);
        assertThat(meter.longestMillis(DemoPhase.STEADY)).isZero();
    }
}
