package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Figures are printed: what is asserted holds on a machine that is ten times overloaded. */
class RollingRestartTest {
    /** Of about a kilobyte each. */
    private static final int FEW_KEYS = 10_000;

    private static final int MANY_KEYS = 100_000;

    /** A leave that waits for a handover to be tried again and again took 15 s on a machine with nothing else to do. */
    private static final double LEAVE_LIMIT_SECONDS = Duration.ofMinutes(2).toSeconds();

    @Test
    void nodes_are_restarted_one_after_the_other_while_clients_go_on() {
        check(FEW_KEYS, RollingRestart.Signal.SERVING);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("soak")
    void the_same_with_more_data_at_either_word(RollingRestart.Signal signal) {
        check(MANY_KEYS, signal);
    }

    private static void check(int keys, RollingRestart.Signal signal) {
        try (RollingRestart restart = new RollingRestart(keys)) {
            RollingRestart.Outcome outcome = restart.run(signal);
            System.out.println("rolling restart at the word " + signal + ": " + outcome);
            assertThat(outcome.steps())
                    .hasSize(3)
                    .allSatisfy(step ->
                            assertThat(step.leaveSeconds()).as("%s", outcome).isLessThan(LEAVE_LIMIT_SECONDS));
            assertThat(outcome.missing()).as("%s", outcome).isZero();
            assertThat(outcome.errors()).as("%s", outcome).isEmpty();
        }
    }
}
