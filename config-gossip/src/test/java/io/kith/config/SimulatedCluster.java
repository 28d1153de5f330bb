package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Config cores on virtual time and a network that loses, delays, reorders and duplicates, all from one seed. Every
 * message passes its codec. Every config that anybody adopts is checked against what the others adopted.
 */
final class SimulatedCluster {
    static final long MILLI = 1_000_000L;
    static final ClusterParameters PARAMETERS = new ClusterParameters("test", 16, 1_000, 10);

    private static final long HEARTBEAT = 250 * MILLI;
    private static final ConfigMessageCodec CODEC = new ConfigMessageCodec();

    final Random random;
    final ConfigRules rules;
    final List<SimulatedNode> nodes = new ArrayList<>();
    final TreeMap<NodeId, SimulatedNode> byId = new TreeMap<>();
    final TreeMap<Long, ClusterConfig> decided = new TreeMap<>();
    final TreeSet<String> cuts = new TreeSet<>();

    double loss;
    double duplication;
    long minDelay = MILLI / 5;
    long maxDelay = MILLI;
    boolean removesSuspects = true;
    boolean movesPartitions = true;
    long messages;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long order;

    private static final class Event implements Comparable<Event> {
        final long at;
        final long order;
        final Runnable task;
        boolean off;

        Event(long at, long order, Runnable task) {
            this.at = at;
            this.order = order;
            this.task = task;
        }

        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    SimulatedCluster(long seed) {
        this(seed, ConfigRules.all());
    }

    SimulatedCluster(long seed, ConfigRules rules) {
        this.random = new Random(seed);
        this.rules = rules;
    }

    long now() {
        return now;
    }

    /** The node that creates the cluster. */
    SimulatedNode create(int replicationFactor) {
        SimulatedNode node = add("default", false);
        node.core.create(PARAMETERS, node.member, replicationFactor);
        node.tick();
        return node;
    }

    /** A node that asks {@code seed} for admission. */
    SimulatedNode join(SimulatedNode seed, String zone, boolean witness) {
        SimulatedNode node = add(zone, witness);
        node.core.join(node.member);
        node.core.onSeedAnswered(seed.id);
        node.tick();
        return node;
    }

    SimulatedNode join(SimulatedNode seed) {
        return join(seed, "default", false);
    }

    /** A cluster of {@code count} nodes with the voters that it should have, and nothing under way. */
    static SimulatedCluster settled(long seed, int count, int replicationFactor) {
        SimulatedCluster cluster = new SimulatedCluster(seed);
        SimulatedNode first = cluster.create(replicationFactor);
        for (int i = 1; i < count; i++) {
            cluster.join(first);
        }
        cluster.runUntil(10_000, () -> cluster.isSettled(count));
        return cluster;
    }

    /** Whether all live nodes hold one config, which lists just them and is as it should be. */
    boolean isSettled(int count) {
        List<SimulatedNode> live = nodes.stream().filter(node -> !node.crashed).toList();
        ClusterConfig config = live.get(0).core.config();
        if (config == null || config.members().size() != count) {
            return false;
        }
        int voters = VoterPolicy.wantedCount(config.members().values());
        return config.voters().size() == voters
                && live.stream().allMatch(node -> config.equals(node.core.config()))
                && (!movesPartitions || isPlaced(config));
    }

    /** Whether the ring has its way, save for partitions that lost all their replicas. */
    static boolean isPlaced(ClusterConfig config) {
        for (int p = 0; p < config.partitionCount(); p++) {
            PartitionReplicas replicas = config.partition(p);
            boolean placed = replicas.primary().equals(config.target(p).get(0))
                    && replicas.replicas().size() == config.target(p).size()
                    && replicas.replicas().containsAll(config.target(p));
            if (!placed && replicas.replicas().stream().anyMatch(config::isMember)) {
                return false;
            }
        }
        return true;
    }

    void cut(SimulatedNode a, SimulatedNode b) {
        cutOneWay(a, b);
        cutOneWay(b, a);
    }

    void cutOneWay(SimulatedNode from, SimulatedNode to) {
        cuts.add(from.id + ">" + to.id);
    }

    /** Runs for {@code millis} of virtual time. */
    void run(long millis) {
        long end = now + millis * MILLI;
        while (!events.isEmpty() && events.peek().at <= end) {
            step();
        }
        now = end;
    }

    /** Runs until {@code condition} holds; fails if it does not within {@code millis} of virtual time. */
    long runUntil(long millis, BooleanSupplier condition) {
        long start = now;
        while (!condition.getAsBoolean()) {
            assertThat(now - start).as("virtual time passed; nodes: %s", nodes).isLessThan(millis * MILLI);
            step();
        }
        return (now - start) / MILLI;
    }

    private void step() {
        Event event = events.remove();
        now = event.at;
        if (!event.off) {
            event.task.run();
        }
    }

    private Cancellable at(long time, Runnable task) {
        Event event = new Event(time, order++, task);
        events.add(event);
        return () -> event.off = true;
    }

    /** A process that is in no cluster and asks for nothing: stands for a client. */
    SimulatedNode stranger(NodeId id) {
        SimulatedNode stranger = new SimulatedNode(id, "default", false, 9_999);
        byId.put(id, stranger);
        return stranger;
    }

    private SimulatedNode add(String zone, boolean witness) {
        NodeId id = NodeId.random(random);
        SimulatedNode node = new SimulatedNode(id, zone, witness, 7_000 + nodes.size());
        nodes.add(node);
        byId.put(id, node);
        return node;
    }

    private void deliver(NodeId from, NodeId to, Consumer<SimulatedNode> receive) {
        SimulatedNode target = byId.get(to);
        messages++;
        if (target == null || cuts.contains(from + ">" + to)) {
            return;
        }
        int copies = random.nextDouble() < loss ? 0 : random.nextDouble() < duplication ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            long delay = minDelay + (long) (random.nextDouble() * (maxDelay - minDelay));
            at(now + delay, () -> {
                if (!target.crashed && !byId.get(from).cutOff) {
                    receive.accept(target);
                }
            });
        }
    }

    /** One process: a core, a failure detector and as much of replication as config transitions need. */
    final class SimulatedNode implements ProtocolPort, PeerHealth, Clock, ConfigCore.Listener {
        final NodeId id;
        final Member member;
        final ConfigCore core;
        final TreeMap<NodeId, Long> lastHeard = new TreeMap<>();
        final List<ConfigMessage> received = new ArrayList<>();
        boolean crashed;
        boolean cutOff;
        long adopted;

        SimulatedNode(NodeId id, String zone, boolean witness, int port) {
            this.id = id;
            this.member = new Member(id, new NodeAddress("localhost", port), zone, 100, witness, MemberState.ACTIVE, 0);
            this.core = new ConfigCore(
                    id, this, this, this, new ConfigOptions(ConfigTiming.defaults(), VoteStore.none(), rules));
        }

        void crash() {
            crashed = true;
        }

        ClusterConfig config() {
            return core.config();
        }

        boolean isMember() {
            return core.config() != null && core.config().isMember(id);
        }

        private void tick() {
            at(now + HEARTBEAT, () -> {
                if (!crashed) {
                    tick();
                }
            });
            ClusterConfig config = core.config();
            if (config == null) {
                return;
            }
            for (NodeId peer : config.members().keySet()) {
                if (!peer.equals(id)) {
                    long configId = config.configId();
                    deliver(id, peer, target -> {
                        target.lastHeard.put(id, now);
                        target.core.heard(id, configId);
                    });
                }
            }
            want(config);
        }

        /** What the layers above want of the current config. */
        private void want(ClusterConfig config) {
            if (!config.isMember(id)) {
                return;
            }
            if (removesSuspects) {
                for (NodeId peer : config.members().keySet()) {
                    if (isSuspected(peer)) {
                        core.propose(new Change.Remove(id, peer));
                    }
                }
            }
            if (movesPartitions) {
                for (int p = 0; p < config.partitionCount(); p++) {
                    if (config.partition(p).primary().equals(id)) {
                        place(config, p);
                    }
                }
            }
        }

        private void place(ClusterConfig config, int p) {
            PartitionReplicas now = config.partition(p);
            for (NodeId wanted : config.target(p)) {
                if (!now.lists(wanted)) {
                    core.propose(new Change.Promote(id, p, now.term(), wanted));
                    return;
                }
            }
            if (config.target(p).isEmpty()) {
                return;
            }
            if (!config.target(p).get(0).equals(id)) {
                core.propose(new Change.MovePrimary(
                        id, p, now.term(), config.target(p).get(0)));
                return;
            }
            for (NodeId replica : now.replicas()) {
                if (!config.target(p).contains(replica)) {
                    core.propose(new Change.Drop(id, p, now.term(), replica));
                }
            }
        }

        @Override
        public void configChanged(ClusterConfig previous, ClusterConfig next, List<Change> changes) {
            ClusterConfig known = decided.putIfAbsent(next.configId(), next);
            if (known != null) {
                assertThat(next).as("config %s", next.configId()).isEqualTo(known);
            }
            if (previous != null) {
                assertThat(next.configId()).isGreaterThan(previous.configId());
            }
            if (!changes.isEmpty() && previous != null) {
                assertThat(ConfigTransition.apply(previous, changes, rules)).isEqualTo(next);
            }
            adopted++;
            want(next);
        }

        @Override
        public void send(NodeId to, Message message) {
            WireOutput out = WireOutput.onHeap(64);
            CODEC.write((ConfigMessage) message, out);
            byte[] bytes = out.toByteArray();
            deliver(id, to, target -> {
                WireInput in = WireInput.of(bytes);
                ConfigMessage copy = CODEC.read(in);
                in.expectEnd();
                assertThat(copy).isEqualTo(message);
                target.receive(id, copy);
            });
        }

        private void receive(NodeId from, ConfigMessage message) {
            if (message instanceof ConfigMessage.ProposeAnswer) {
                received.add(message);
            } else {
                core.handle(from, message);
            }
        }

        @Override
        public Cancellable schedule(long delayNanos, Runnable task) {
            assertThat(delayNanos).isNotNegative();
            return at(now + delayNanos, () -> {
                if (!crashed) {
                    task.run();
                }
            });
        }

        @Override
        public Clock clock() {
            return this;
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public long nowNanos() {
            return now + origin();
        }

        @Override
        public long wallMillis() {
            return now / MILLI;
        }

        @Override
        public boolean hearsWell(NodeId node) {
            return silence(node) < HEARTBEAT * 3 / 2;
        }

        @Override
        public boolean isSuspected(NodeId node) {
            return silence(node) > HEARTBEAT * 5;
        }

        @Override
        public boolean heardLately(NodeId node) {
            return silence(node) < HEARTBEAT * 5 / 2;
        }

        /** How long {@code node} was not heard; whoever was never heard counts as heard when first asked for. */
        private long silence(NodeId node) {
            return node.equals(id) ? 0 : now - lastHeard.computeIfAbsent(node, key -> now);
        }

        @Override
        public String toString() {
            return id.shortName() + (crashed ? " (crashed)" : "") + ": " + core.config() + " "
                    + (core.config() == null ? "" : core.config().voters() + lists());
        }

        private String lists() {
            StringBuilder text = new StringBuilder();
            for (int p = 0; p < config().partitionCount(); p++) {
                text.append("\n p").append(p).append(' ');
                config().partition(p)
                        .replicas()
                        .forEach(n -> text.append(n.shortName()).append(' '));
                text.append("-> ");
                config().target(p).forEach(n -> text.append(n.shortName()).append(' '));
            }
            return text.toString();
        }

        /** Each clock has an origin of its own. */
        private long origin() {
            return id.low() >> 4;
        }
    }
}
