package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RollingRestartTest {
    /** Of about a kilobyte each. */
    private static final int KEYS = 20_000;

    @ParameterizedTest
    @EnumSource
    void nodes_are_restarted_one_after_the_other_while_clients_go_on(RollingRestart.Signal signal) {
        try (RollingRestart restart = new RollingRestart(KEYS)) {
            RollingRestart.Outcome outcome = restart.run(signal);
            System.out.println("rolling restart at the word " + signal + ": " + outcome);
            assertThat(outcome.missing()).as("%s", outcome).isZero();
            assertThat(outcome.errors()).as("%s", outcome).isEmpty();
        }
    }
}
