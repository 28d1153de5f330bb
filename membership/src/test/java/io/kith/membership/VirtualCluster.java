package io.kith.membership;

import io.kith.simulation.NetworkOptions;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import io.kith.transport.Relayed;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** Failure detectors in a simulated world. Nodes are numbered from 0. */
final class VirtualCluster {
    static final MembershipTimes TIMES = MembershipTimes.defaults();
    private static final long MILLI = 1_000_000;

    /** Messages may overtake each other. */
    private static final NetworkOptions NETWORK = new NetworkOptions(MILLI / 10, MILLI, 0, 1, 0, 0, 0, 1);

    private final SimulatedWorld world;
    final List<Node> nodes = new ArrayList<>();
    long sent;

    VirtualCluster(int size, long seed) {
        world = new SimulatedWorld(seed, NETWORK);
        for (int i = 0; i < size; i++) {
            nodes.add(new Node(i));
        }
        nodes.forEach(node -> node.detector.watch(ids(), voters(), new TreeSet<>()));
    }

    static NodeId id(int index) {
        return new NodeId(index + 1, 7);
    }

    static int index(NodeId id) {
        return (int) id.high() - 1;
    }

    SortedSet<NodeId> ids() {
        SortedSet<NodeId> ids = new TreeSet<>();
        nodes.forEach(node -> ids.add(node.id));
        return ids;
    }

    SortedSet<NodeId> voters() {
        SortedSet<NodeId> voters = new TreeSet<>();
        for (int i = 0; i < Math.min(5, (nodes.size() + 1) / 2 * 2 - 1); i++) {
            voters.add(id(i));
        }
        return voters;
    }

    Node node(int index) {
        return nodes.get(index);
    }

    void cut(int from, int to) {
        world.network().cut(node(from).process, node(to).process);
    }

    void cutBoth(int a, int b) {
        cut(a, b);
        cut(b, a);
    }

    void heal() {
        world.network().mend();
    }

    /** Its process is gone, and its machine says so to whoever dials. */
    void crash(int index) {
        Node dead = node(index);
        vanish(index);
        for (Node other : nodes) {
            if (other != dead) {
                other.afterMillis(2, () -> other.detector.connectionLost(dead.id));
                other.afterMillis(4, () -> other.detector.connectionRefused(dead.id));
            }
        }
    }

    /** Its machine is gone: nobody answers for it. */
    void vanish(int index) {
        node(index).process.crash();
    }

    void at(long millis, Runnable task) {
        world.time().at(millis * MILLI, task);
    }

    /** Has each node stop for {@code millis}, again and again, at random times that far apart on average. */
    void starve(long millis, long everyMillis, long untilMillis) {
        RandomGenerator random = world.streams().of("starvation");
        for (Node node : nodes) {
            long at = 3_000 + random.nextLong(everyMillis);
            while (at < untilMillis) {
                at(at, () -> node.pauseMillis(millis));
                at += millis + random.nextLong(2 * everyMillis);
            }
        }
    }

    void runMillis(long millis) {
        world.time().runUntil(nowNanos() + millis * MILLI);
    }

    long nowNanos() {
        return world.time().nowNanos();
    }

    List<String> allEvents() {
        List<String> all = new ArrayList<>();
        nodes.forEach(node -> all.addAll(node.said));
        return all;
    }

    /** One node: its detector, its port, and what the detector told it. */
    final class Node implements ProtocolPort, NodeState, MembershipListener {
        final int index;
        final NodeId id;
        final SimulatedProcess process;
        final List<String> said = new ArrayList<>();
        final SortedMap<Integer, Long> condemnedAtMillis = new TreeMap<>();
        final SortedMap<Integer, Long> grants = new TreeMap<>();
        final SortedMap<Integer, Long> rights = new TreeMap<>();
        final SortedMap<Integer, Long> rightsSinceNanos = new TreeMap<>();
        final FailureDetector detector;
        Consumer<NodeId> onCondemned = dead -> {};
        boolean loopsMove = true;
        boolean mayRelay = true;
        /** What the peer graph would say of the way over a relay. */
        ToDoubleFunction<NodeId> weightOverMicros = relay -> 0;

        /** Whom it has asked to probe others, with how often. */
        final SortedMap<Integer, Integer> asked = new TreeMap<>();

        long extraTimerNanos;

        /** How much later what it sends goes out, at least and at most. */
        long latestNanos;

        long leastLateNanos;

        /** When it was first told that it is accused; 0 for never. */
        long accusedAtMillis;

        private final SimulatedPort port;

        Node(int index) {
            this.index = index;
            this.id = VirtualCluster.id(index);
            this.process = world.addProcess("node " + index, id, 0);
            this.port = process.addLoop(this::arrived);
            this.detector = new FailureDetector(id, this, TIMES, this, this);
        }

        void pauseMillis(long millis) {
            process.pause(millis * MILLI);
        }

        void suspendMillis(long millis) {
            process.suspend(millis * MILLI);
        }

        private void afterMillis(long millis, Runnable task) {
            port.schedule(millis * MILLI, task);
        }

        @Override
        public void send(NodeId to, Message message) {
            sent++;
            if (message instanceof ProbeRequest) {
                asked.merge(VirtualCluster.index(to), 1, Integer::sum);
            }
            if (latestNanos > 0) {
                long lateNanos = leastLateNanos + random().nextLong(latestNanos - leastLateNanos + 1);
                port.schedule(lateNanos, () -> port.send(to, message));
            } else {
                port.send(to, message);
            }
        }

        private void arrived(NodeId from, Message message) {
            boolean isAccused = message instanceof Accusation accusation
                    && accusation.accused().equals(id);
            if (isAccused && accusedAtMillis == 0) {
                accusedAtMillis = nowNanos() / MILLI;
            }
            if (!(message instanceof Relayed relayed)) {
                detector.received(from, (MembershipMessage) message);
            } else if (relayed.destination().equals(id)) {
                detector.receivedOverRelay(from, relayed.origin(), (MembershipMessage) relayed.message());
            } else if (from.equals(relayed.origin())) {
                send(relayed.destination(), relayed);
            }
        }

        @Override
        public double weightMicros(NodeId relay, NodeId peer) {
            return weightOverMicros.applyAsDouble(relay);
        }

        @Override
        public boolean mayRelay() {
            return mayRelay;
        }

        @Override
        public Cancellable schedule(long delayNanos, Runnable task) {
            return port.schedule(delayNanos + extraTimerNanos, task);
        }

        @Override
        public Clock clock() {
            return port.clock();
        }

        @Override
        public RandomGenerator random() {
            return port.random();
        }

        @Override
        public long configId() {
            return 100L + index;
        }

        @Override
        public boolean loopsMove() {
            return loopsMove;
        }

        @Override
        public void answering(NodeId peer, long sentNanos, long peerConfigId) {
            grants.put(VirtualCluster.index(peer), peerConfigId);
        }

        @Override
        public void answered(NodeId peer, long sentNanos, long peerConfigId) {
            rights.put(VirtualCluster.index(peer), peerConfigId);
            // By its own clock, which started elsewhere than the world's.
            long ageNanos = clock().nowNanos() - sentNanos;
            rightsSinceNanos.put(VirtualCluster.index(peer), nowNanos() - ageNanos);
        }

        @Override
        public void suspected(NodeId peer) {
            said.add(index + " suspects " + VirtualCluster.index(peer));
        }

        @Override
        public void cleared(NodeId peer) {
            said.add(index + " clears " + VirtualCluster.index(peer));
        }

        @Override
        public void condemned(NodeId peer) {
            said.add(index + " condemns " + VirtualCluster.index(peer));
            condemnedAtMillis.putIfAbsent(VirtualCluster.index(peer), nowNanos() / MILLI);
            onCondemned.accept(peer);
        }
    }
}
