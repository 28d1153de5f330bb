package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.core.RelayLimits;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.oracle.ConfigView;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A node joins to which one of the others has no direct link. Copies of state take no detour, so a replica that reaches
 * the new node has to become primary and copy; else all that the other was primary of would wait for the link.
 */
class CopySourceTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void who_reaches_the_joiner_copies_to_it(long seed) {
        CutCluster cluster = new CutCluster(seed, 4, RelayLimits.defaults());
        SimulatedProcess lonely = cluster.nodes.get(2);
        cluster.startClients();
        cluster.runMillis(2_000);

        cluster.addNodeCutFrom(lonely);
        cluster.awaitSettled();

        ConfigView config = cluster.config();
        SimulatedProcess joiner = cluster.nodes.get(4);
        assertThat(config.members()).contains(lonely.id(), joiner.id());
        assertThat(cluster.contradictions()).isEmpty();
    }
}
