package io.kith.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class SimulatedClockPropertiesTest {

    @Property
    void a_clock_runs_between_true_time_and_its_bound(
            @ForAll @IntRange(max = 50_000) int ppm,
            @ForAll @LongRange(max = 1_000_000_000_000L) long start,
            @ForAll @LongRange(max = 100_000_000_000L) long passed) {
        VirtualTime time = new VirtualTime();
        SimulatedClock clock = new SimulatedClock(time, 17, ppm, 0);
        time.runUntil(start);
        long before = clock.nowNanos();
        time.runUntil(start + passed);
        long local = clock.nowNanos() - before;
        assertThat(local).isBetween(passed - 1, passed + passed * ppm / 1_000_000 + 1);
    }

    @Property
    void a_timer_is_due_when_its_delay_has_passed_on_the_local_clock_and_hardly_later(
            @ForAll @IntRange(max = 50_000) int ppm,
            @ForAll @LongRange(max = 1_000_000_000_000L) long start,
            @ForAll @LongRange(max = 100_000_000_000L) long delay) {
        VirtualTime time = new VirtualTime();
        SimulatedClock clock = new SimulatedClock(time, 17, ppm, 0);
        time.runUntil(start);
        long before = clock.nowNanos();
        time.runUntil(start + clock.trueNanos(delay));
        assertThat(clock.nowNanos() - before).isBetween(delay, delay + 2);
    }

    @Property
    void a_suspension_stops_the_monotonic_clock_but_not_the_wall_clock(
            @ForAll @IntRange(max = 50_000) int ppm, @ForAll @LongRange(max = 1_000_000_000L) long suspended) {
        VirtualTime time = new VirtualTime();
        SimulatedClock clock = new SimulatedClock(time, 0, ppm, 0);
        time.runUntil(1_000);
        long before = clock.nowNanos();
        clock.suspendUntil(1_000 + suspended);
        time.runUntil(1_000 + suspended);
        assertThat(clock.nowNanos()).isEqualTo(before);
        assertThat(clock.wallMillis()).isGreaterThanOrEqualTo(suspended / 1_000_000);
        time.runUntil(1_000 + suspended + 50);
        assertThat(clock.nowNanos()).isGreaterThanOrEqualTo(before + 50);
    }
}
