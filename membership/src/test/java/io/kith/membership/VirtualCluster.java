package io.kith.membership;

import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import io.kith.transport.Relayed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** Failure detectors on a virtual clock and a network that can be cut. Nodes are numbered from 0. */
final class VirtualCluster {
    static final MembershipTimes TIMES = MembershipTimes.defaults();
    private static final long MILLI = 1_000_000;

    private record Event(long atNanos, long order, Runnable task) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::order));
    private final SplittableRandom random;
    private final SortedSet<String> cuts = new TreeSet<>();
    final List<Node> nodes = new ArrayList<>();
    long nowNanos;
    long sent;
    private long order;

    VirtualCluster(int size, long seed) {
        random = new SplittableRandom(seed);
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
        cuts.add(from + ">" + to);
    }

    void cutBoth(int a, int b) {
        cut(a, b);
        cut(b, a);
    }

    void heal() {
        cuts.clear();
    }

    /** Its process is gone, and its machine says so to whoever dials. */
    void crash(int index) {
        Node dead = nodes.get(index);
        dead.crashed = true;
        for (Node other : nodes) {
            if (other != dead) {
                after(2 * MILLI, () -> other.run(() -> other.detector.connectionLost(dead.id)));
                after(4 * MILLI, () -> other.run(() -> other.detector.connectionRefused(dead.id)));
            }
        }
    }

    /** Its machine is gone: nobody answers for it. */
    void vanish(int index) {
        nodes.get(index).crashed = true;
    }

    void at(long millis, Runnable task) {
        events.add(new Event(millis * MILLI, order++, task));
    }

    private void after(long nanos, Runnable task) {
        events.add(new Event(nowNanos + nanos, order++, task));
    }

    void runMillis(long millis) {
        long end = nowNanos + millis * MILLI;
        while (!events.isEmpty() && events.peek().atNanos() <= end) {
            Event event = events.poll();
            nowNanos = event.atNanos();
            event.task().run();
        }
        nowNanos = end;
    }

    long nowMillis() {
        return nowNanos / MILLI;
    }

    List<String> allEvents() {
        List<String> all = new ArrayList<>();
        nodes.forEach(node -> all.addAll(node.said));
        return all;
    }

    /** One node: its detector, its port, and what the detector told it. */
    final class Node implements ProtocolPort, FailureDetector.Listener {
        final int index;
        final NodeId id;
        final List<String> said = new ArrayList<>();
        final SortedMap<Integer, Long> condemnedAtMillis = new TreeMap<>();
        final SortedMap<Integer, Long> grants = new TreeMap<>();
        final SortedMap<Integer, Long> rights = new TreeMap<>();
        final SortedMap<Integer, Long> rightsSinceNanos = new TreeMap<>();
        final FailureDetector detector;
        Consumer<NodeId> onCondemned = dead -> {};
        boolean crashed;
        boolean loopsMove = true;
        boolean mayRelay = true;
        /** What the peer graph would say of the way over a relay. */
        ToDoubleFunction<NodeId> weightOverMicros = relay -> 0;

        /** Whom it has asked to probe others, with how often. */
        final SortedMap<Integer, Integer> asked = new TreeMap<>();

        long pausedUntilNanos;
        long extraTimerNanos;
        private final RandomGenerator chance;

        Node(int index) {
            this.index = index;
            this.id = VirtualCluster.id(index);
            this.chance = random.split();
            this.detector = new FailureDetector(id, this, TIMES, this);
        }

        void pauseMillis(long millis) {
            pausedUntilNanos = nowNanos + millis * MILLI;
        }

        /** Runs now, or in order when the process is no longer suspended. */
        void run(Runnable task) {
            if (crashed) {
                return;
            }
            if (pausedUntilNanos > nowNanos) {
                events.add(new Event(pausedUntilNanos, order++, () -> run(task)));
            } else {
                task.run();
            }
        }

        @Override
        public void send(NodeId to, Message message) {
            sent++;
            if (message instanceof ProbeRequest) {
                asked.merge(VirtualCluster.index(to), 1, Integer::sum);
            }
            Node target = nodes.get(VirtualCluster.index(to));
            if (!cuts.contains(index + ">" + target.index)) {
                long delay = MILLI / 10 + chance.nextLong(MILLI);
                after(delay, () -> target.run(() -> target.arrived(id, message)));
            }
        }

        private void arrived(NodeId from, Message message) {
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
            boolean[] cancelled = new boolean[1];
            after(
                    delayNanos + extraTimerNanos,
                    () -> run(() -> {
                        if (!cancelled[0]) {
                            task.run();
                        }
                    }));
            return () -> cancelled[0] = true;
        }

        @Override
        public Clock clock() {
            return new Clock() {
                @Override
                public long nowNanos() {
                    return nowNanos + 1_000L * index;
                }

                @Override
                public long wallMillis() {
                    return nowNanos / MILLI;
                }
            };
        }

        @Override
        public RandomGenerator random() {
            return chance;
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
            rightsSinceNanos.put(VirtualCluster.index(peer), sentNanos - 1_000L * index);
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
            condemnedAtMillis.putIfAbsent(VirtualCluster.index(peer), nowMillis());
            onCondemned.accept(peer);
        }
    }
}
