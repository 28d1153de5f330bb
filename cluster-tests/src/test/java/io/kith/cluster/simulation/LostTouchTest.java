package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.core.RelayLimits;
import io.kith.simulation.SimulatedProcess;
import io.kith.transport.NodeId;
import org.junit.jupiter.api.Test;

/** A node is cut off for so long that all it knew have left the cluster meanwhile, and others have come. */
class LostTouchTest {
    private static final long CUT_NANOS = 25_000 * CutCluster.MILLI;

    @Test
    void a_node_that_knows_nobody_any_more_asks_addresses_again_and_is_admitted() {
        CutCluster cluster = new CutCluster(7, 3, RelayLimits.defaults());
        SimulatedProcess lost = cluster.nodes.get(2);
        long cutAtNanos = cluster.world.time().nowNanos();
        cluster.cut(lost, cluster.nodes.get(0), CUT_NANOS);
        cluster.cut(lost, cluster.nodes.get(1), CUT_NANOS);
        cluster.runUntil(() -> !isMember(cluster, lost.id()), "the node that is cut off is removed");
        for (int i = 0; i < 2; i++) {
            cluster.addNode();
            SimulatedProcess newcomer = cluster.nodes.get(cluster.nodes.size() - 1);
            cluster.cut(
                    lost,
                    newcomer,
                    cutAtNanos + CUT_NANOS - cluster.world.time().nowNanos());
            cluster.runUntil(() -> isMember(cluster, newcomer.id()), "a newcomer is admitted");
        }
        for (int i = 0; i < 2; i++) {
            int index = i;
            cluster.node(index).leave();
            cluster.runUntil(() -> cluster.node(index).hasLeft(), "node " + index + " has left");
            cluster.nodes.get(index).crash();
        }
        assertThat(cluster.world.time().nowNanos()).isLessThan(cutAtNanos + CUT_NANOS);

        cluster.runUntil(() -> cluster.node(2).isAlone(), "it notices that it hears nobody");
        cluster.runUntil(() -> cluster.world.time().nowNanos() > cutAtNanos + CUT_NANOS, "the cut is mended");
        assertThat(isMember(cluster, lost.id()))
                .as("nobody that is there now knows it, and it knows none of them")
                .isFalse();

        cluster.node(2).seedAnswered(cluster.nodes.get(3).id());
        cluster.runUntil(() -> isMember(cluster, lost.id()), "it is a member again");
        assertThat(cluster.node(2).isAlone()).isFalse();
    }

    private static boolean isMember(CutCluster cluster, NodeId node) {
        return cluster.config().members().contains(node);
    }
}
