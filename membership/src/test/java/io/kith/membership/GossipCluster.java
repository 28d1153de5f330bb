package io.kith.membership;

import io.kith.simulation.NetworkOptions;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedWorld;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Nodes in a simulated world that do nothing but gossip of their links. */
final class GossipCluster {
    private static final long MILLI = 1_000_000L;
    private static final NetworkOptions NETWORK = new NetworkOptions(MILLI, 1, 0, 1, 0, 0, 0, 0);

    final List<PeerGraph> graphs = new ArrayList<>();
    int messages;
    int largestReports;
    private final SimulatedWorld world = new SimulatedWorld(5, NETWORK);
    private final List<LinkGossiper> gossipers = new ArrayList<>();

    GossipCluster(int size) {
        SortedMap<NodeId, String> zones = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            zones.put(new NodeId(0, i), "");
        }
        for (int i = 0; i < size; i++) {
            int index = i;
            NodeId id = new NodeId(0, i);
            NodeId next = new NodeId(0, (i + 1) % size);
            TreeMap<NodeId, LinkReport.Link> links = new TreeMap<>();
            links.put(next, new LinkReport.Link(next, false, 100, 100, 0, 0));
            PeerGraph graph = new PeerGraph(id);
            graphs.add(graph);
            SimulatedPort port = world.addProcess("node " + i, id, 0)
                    .addLoop((from, message) -> gossipers.get(index).received((LinkGossip) message));
            gossipers.add(new LinkGossiper(id, port, graph, () -> links, () -> List.of()));
        }
        world.network().observe((sender, receiver, message) -> {
            messages++;
            largestReports =
                    Math.max(largestReports, ((LinkGossip) message).reports().size());
        });
        gossipers.forEach(gossiper -> gossiper.members(zones));
    }

    void runSeconds(int seconds) {
        world.time().runUntil(world.time().nowNanos() + seconds * 1_000 * MILLI);
    }
}
