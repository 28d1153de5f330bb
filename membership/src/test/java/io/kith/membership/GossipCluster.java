package io.kith.membership;

import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Nodes that gossip of their links, without a network between them. */
final class GossipCluster {
    final List<PeerGraph> graphs = new ArrayList<>();
    int messages;
    int largestReports;
    private final List<LinkGossiper> gossipers = new ArrayList<>();
    private final TreeMap<Long, List<Runnable>> timers = new TreeMap<>();
    private long nowNanos;

    GossipCluster(int size) {
        SortedMap<NodeId, String> zones = new TreeMap<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < size; i++) {
            zones.put(new NodeId(0, i), "");
        }
        for (int i = 0; i < size; i++) {
            NodeId id = new NodeId(0, i);
            NodeId next = new NodeId(0, (i + 1) % size);
            TreeMap<NodeId, LinkReport.Link> links = new TreeMap<>();
            links.put(next, new LinkReport.Link(next, false, 100, 100, 0, 0));
            PeerGraph graph = new PeerGraph(id);
            graphs.add(graph);
            gossipers.add(
                    new LinkGossiper(id, new Port(random.split()), graph, () -> links, () -> LinkReport.Memory.NONE));
        }
        gossipers.forEach(gossiper -> gossiper.members(zones));
    }

    void runSeconds(int seconds) {
        long end = nowNanos + seconds * 1_000_000_000L;
        while (!timers.isEmpty() && timers.firstKey() <= end) {
            var due = timers.pollFirstEntry();
            nowNanos = due.getKey();
            due.getValue().forEach(Runnable::run);
        }
        nowNanos = end;
    }

    private final class Port implements ProtocolPort {
        private final RandomGenerator random;

        Port(RandomGenerator random) {
            this.random = random;
        }

        @Override
        public void send(NodeId to, Message message) {
            LinkGossip gossip = (LinkGossip) message;
            messages++;
            largestReports = Math.max(largestReports, gossip.reports().size());
            schedule(1_000_000, () -> gossipers.get((int) to.low()).received(gossip));
        }

        @Override
        public Cancellable schedule(long delayNanos, Runnable task) {
            timers.computeIfAbsent(nowNanos + delayNanos, ignored -> new ArrayList<>())
                    .add(task);
            return () -> {};
        }

        @Override
        public Clock clock() {
            return new Clock() {
                @Override
                public long nowNanos() {
                    return nowNanos;
                }

                @Override
                public long wallMillis() {
                    return 0;
                }
            };
        }

        @Override
        public RandomGenerator random() {
            return random;
        }
    }
}
