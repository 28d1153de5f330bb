package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The configuration service of real processes. */
class SettingsOfProcessesTest {
    private static final int CHANGES = 300;
    private static final int HEARTBEAT_MICROS = 1_000_000;

    @Test
    void a_change_is_known_to_every_node_and_to_idle_and_busy_clients_within_a_heartbeat() throws Exception {
        try (SettingsSpread settings = new SettingsSpread()) {
            SettingsSpread.Spread spread = settings.spread(100);
            assertThat(spread.node().getTotalCount()).isEqualTo(100);
            assertThat(spread.idle().getTotalCount()).isEqualTo(400);
            assertThat(spread.busy().getTotalCount()).isEqualTo(100);
            // To decide a change takes as many messages as to tell of it: on a busy machine both take longer.
            long limitMicros = HEARTBEAT_MICROS + 2 * spread.acknowledged().getValueAtPercentile(90);
            assertThat(spread.idle().getValueAtPercentile(90)).as("%s", spread).isLessThan(limitMicros);
            assertThat(spread.busy().getValueAtPercentile(90)).as("%s", spread).isLessThan(limitMicros);
        }
    }

    @Test
    void changes_while_nodes_crash_and_join_are_one_history_everywhere() {
        try (SettingsUnderChurn churn = new SettingsUnderChurn()) {
            SettingsUnderChurn.Outcome outcome = churn.run(CHANGES, 1);
            assertThat(outcome.changes()).isEqualTo(CHANGES);
            assertThat(outcome.histories()).as("%s", outcome).hasSize(1);
            List<String> wanted = IntStream.rangeClosed(1, CHANGES)
                    .mapToObj(Integer::toString)
                    .toList();
            assertThat(outcome.values()).isEqualTo(wanted);
        }
    }

    @Test
    void the_replication_factor_goes_up_and_down_under_load_and_nothing_is_lost() {
        try (FactorChange factor = new FactorChange()) {
            FactorChange.Outcome outcome = factor.upAndDown(5_000);
            assertThat(outcome.missing()).isZero();
            assertThat(outcome.report().violations()).isEmpty();
            assertThat(outcome.report().isRight()).as("%s", outcome).isTrue();
            assertThat(outcome.report().failures()).isEmpty();
            assertThat(outcome.stepsUp()).as("%s", outcome).isGreaterThan(5);
            // Which step it shows depends on how long the command takes to start.
            assertThat(outcome.status()).contains("partitions  1024:", "under-replicated");
        }
    }
}
