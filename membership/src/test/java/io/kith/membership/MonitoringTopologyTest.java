package io.kith.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.transport.NodeId;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class MonitoringTopologyTest {

    @Property(tries = 40)
    void allWatchAllInSmallClusters(@ForAll @IntRange(min = 1, max = 16) int size, @ForAll long seed) {
        SortedSet<NodeId> nodes = nodes(size, seed);
        MonitoringTopology topology = MonitoringTopology.of(nodes);
        for (NodeId node : nodes) {
            assertThat(topology.observersOf(node)).hasSize(size - 1).doesNotContain(node);
            assertThat(topology.watchedBy(node)).isEqualTo(topology.observersOf(node));
        }
    }

    @Property(tries = 20)
    void eightWatchEachNodeInLargerOnes(@ForAll @IntRange(min = 17, max = 200) int size, @ForAll long seed) {
        SortedSet<NodeId> nodes = nodes(size, seed);
        MonitoringTopology topology = MonitoringTopology.of(nodes);
        for (NodeId node : nodes) {
            assertThat(topology.observersOf(node)).hasSize(8).doesNotContain(node);
            assertThat(nodes).containsAll(topology.observersOf(node));
            assertThat(topology.watchedBy(node)).hasSizeBetween(1, 24);
            for (NodeId watched : topology.watchedBy(node)) {
                assertThat(topology.observersOf(watched)).contains(node);
            }
        }
    }

    @Property(tries = 10)
    void aStrangerIsWatchedByNobody(@ForAll @IntRange(min = 1, max = 40) int size) {
        MonitoringTopology topology = MonitoringTopology.of(nodes(size, 1));
        assertThat(topology.observersOf(new NodeId(-1, -1))).isEmpty();
        assertThat(topology.watchedBy(new NodeId(-1, -1))).isEmpty();
    }

    private static SortedSet<NodeId> nodes(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SortedSet<NodeId> nodes = new TreeSet<>();
        while (nodes.size() < size) {
            nodes.add(NodeId.random(random));
        }
        return nodes;
    }
}
