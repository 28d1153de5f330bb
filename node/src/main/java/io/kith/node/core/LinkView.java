package io.kith.node.core;

import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.membership.FailureDetector;
import io.kith.membership.LinkGossip;
import io.kith.membership.LinkGossiper;
import io.kith.membership.LinkReport;
import io.kith.membership.PeerGraph;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a node knows of the links between all nodes: its peer graph, fed by its failure detector and by gossip. */
final class LinkView {
    private final NodeId self;
    private final PeerGraph graph;
    private final LinkGossiper gossiper;
    private final WeakSpotWatch weakSpots;

    LinkView(
            NodeId self,
            ProtocolPort port,
            FailureDetector detector,
            Supplier<List<Long>> figures,
            Consumer<List<String>> weak) {
        this.self = self;
        this.graph = new PeerGraph(self);
        this.gossiper = new LinkGossiper(self, port, graph, detector::measuredLinks, figures);
        this.weakSpots = new WeakSpotWatch(graph, weak);
    }

    void configChanged(ClusterConfig config) {
        TreeMap<NodeId, String> zones = new TreeMap<>();
        for (Member member : config.members().values()) {
            zones.put(member.id(), member.zone());
        }
        gossiper.members(zones);
    }

    void received(LinkGossip gossip) {
        gossiper.received(gossip);
    }

    /** The weight of the way to {@code peer} over {@code relay}. */
    double weightMicros(NodeId relay, NodeId peer) {
        return graph.weightMicros(self, relay) + graph.weightMicros(relay, peer);
    }

    /** Members that reach {@code peer} directly, as far as is known, those with the lightest link first. */
    List<NodeId> reaching(NodeId peer) {
        return graph.reaching(peer);
    }

    /** Looks whether links have become thin, or are so no more. */
    void lookForWeakSpots(ClusterConfig config) {
        weakSpots.look(config.members().size());
    }

    List<LinkReport> reports() {
        return graph.reports();
    }

    void stop() {
        gossiper.stop();
    }
}
