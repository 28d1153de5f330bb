package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.core.RelayLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two nodes of five that share a partition cannot reach each other, and all others reach both. What is asserted leaves
 * room; seen with relays: no operation waits longer than 0.85 s, and 93 to 95 of a hundred as usual are answered in the
 * 15 s from the cut on; without relays 3.8 s, and a replica is dropped.
 */
class PartialPartitionTest {
    private static final long CUT_MILLIS = 15_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void with_relays_all_goes_on_and_nobody_loses_a_role(long seed) {
        CutCluster cluster = new CutCluster(seed, 5, RelayLimits.defaults());
        cluster.startClients();
        cluster.runMillis(3_000);
        long configId = cluster.config().configId();
        long before = cluster.answered();
        cluster.runMillis(CUT_MILLIS);
        long answeredWhole = cluster.answered() - before;

        cluster.cutReplicasOf(0);
        before = cluster.answered();
        long waitMillis = cluster.longestWaitMillis(CUT_MILLIS);
        long answeredCut = cluster.answered() - before;

        assertThat(cluster.config().configId())
                .as("no role is lost, nobody is removed")
                .isEqualTo(configId);
        assertThat(waitMillis).isLessThan(1_500);
        assertThat(answeredCut).isGreaterThan(answeredWhole / 2);
        assertThat(cluster.contradictions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void without_relays_reads_go_on_where_nobody_writes_once_a_role_is_lost(long seed) {
        CutCluster cluster = new CutCluster(seed, 5, RelayLimits.off());
        cluster.startReaders();
        cluster.runMillis(3_000);

        cluster.cutReplicasOf(0);
        cluster.runMillis(CUT_MILLIS);

        assertThat(cluster.longestWaitMillis(CUT_MILLIS)).isLessThan(1_500);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void without_relays_writes_stop_until_a_role_is_lost(long seed) {
        CutCluster cluster = new CutCluster(seed, 5, RelayLimits.off());
        cluster.startClients();
        cluster.runMillis(3_000);
        long configId = cluster.config().configId();

        cluster.cutReplicasOf(0);
        long waitMillis = cluster.longestWaitMillis(CUT_MILLIS);

        assertThat(cluster.config().configId()).isGreaterThan(configId);
        assertThat(waitMillis).isGreaterThan(2_500);
        assertThat(cluster.contradictions()).isEmpty();
    }
}
