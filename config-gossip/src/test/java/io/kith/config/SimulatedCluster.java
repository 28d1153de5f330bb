package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.simulation.NetworkOptions;
import io.kith.simulation.SimulatedPort;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
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
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Config cores in a simulated world, whose network also reorders, and loses and duplicates if told to. Every message
 * passes its codec. Every config that anybody adopts is checked against what the others adopted.
 */
final class SimulatedCluster {
    static final long MILLI = 1_000_000L;
    static final ClusterParameters PARAMETERS = new ClusterParameters("test", 16, 1_000, 10);

    private static final long HEARTBEAT = 250 * MILLI;
    private static final long MIN_DELAY = MILLI / 5;
    private static final ConfigMessageCodec CODEC = new ConfigMessageCodec();

    final RandomGenerator random;
    final ConfigRules rules;
    final List<ConfigNode> nodes = new ArrayList<>();
    final TreeMap<NodeId, ConfigNode> byId = new TreeMap<>();
    final TreeMap<Long, ClusterConfig> decided = new TreeMap<>();

    boolean removesSuspects = true;
    boolean movesPartitions = true;

    /** How long nodes made from now on take to keep a vote, at most; 0: they keep none. */
    long slowestVoteNanos;

    private final SimulatedWorld world;

    /** Stands for a heartbeat, which config learns of from the layer below. */
    private record Beat(long configId) implements Message {}

    SimulatedCluster(long seed) {
        this(seed, ConfigRules.all());
    }

    SimulatedCluster(long seed, ConfigRules rules) {
        this.world = new SimulatedWorld(seed, network(0, 0, MILLI));
        this.random = world.streams().of("test");
        this.rules = rules;
    }

    private static NetworkOptions network(double loss, double duplication, long maxDelay) {
        return new NetworkOptions(MIN_DELAY, maxDelay - MIN_DELAY, 0, 1, loss, duplication, 0, 1);
    }

    /** Makes the network better or worse from now on. */
    void disturb(double loss, double duplication, long maxDelay) {
        world.network().become(network(loss, duplication, maxDelay));
    }

    long now() {
        return world.time().nowNanos();
    }

    /** The node that creates the cluster. */
    ConfigNode create(int replicationFactor) {
        ConfigNode node = add("default", false);
        node.core.create(PARAMETERS, node.member, replicationFactor);
        node.tick();
        return node;
    }

    /** A node that asks {@code seed} for admission. */
    ConfigNode join(ConfigNode seed, String zone, boolean witness) {
        ConfigNode node = add(zone, witness);
        node.core.join(node.member);
        node.core.onSeedAnswered(seed.id);
        node.tick();
        return node;
    }

    ConfigNode join(ConfigNode seed) {
        return join(seed, "default", false);
    }

    /** A cluster of {@code count} nodes with the voters that it should have, and nothing under way. */
    static SimulatedCluster settled(long seed, int count, int replicationFactor) {
        return settled(seed, count, replicationFactor, ConfigRules.all());
    }

    static SimulatedCluster settled(long seed, int count, int replicationFactor, ConfigRules rules) {
        SimulatedCluster cluster = new SimulatedCluster(seed, rules);
        ConfigNode first = cluster.create(replicationFactor);
        for (int i = 1; i < count; i++) {
            cluster.join(first);
        }
        cluster.runUntil(10_000, () -> cluster.isSettled(count));
        return cluster;
    }

    /** Whether all live nodes hold one config, which lists just them and is as it should be. */
    boolean isSettled(int count) {
        List<ConfigNode> live =
                nodes.stream().filter(node -> !node.hasCrashed()).toList();
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

    void cut(ConfigNode a, ConfigNode b) {
        cutOneWay(a, b);
        cutOneWay(b, a);
    }

    void cutOneWay(ConfigNode from, ConfigNode to) {
        world.network().cut(from.process, to.process);
    }

    void heal() {
        world.network().mend();
    }

    boolean isCut() {
        return nodes.stream()
                .anyMatch(a -> nodes.stream().anyMatch(b -> !world.network().reaches(a.process, b.process)));
    }

    /** Runs for {@code millis} of virtual time. */
    void run(long millis) {
        world.time().runUntil(now() + millis * MILLI);
    }

    /** Runs until {@code condition} holds; fails if it does not within {@code millis} of virtual time. */
    long runUntil(long millis, BooleanSupplier condition) {
        long start = now();
        while (!condition.getAsBoolean()) {
            assertThat(now() - start)
                    .as("virtual time passed; nodes: %s", nodes)
                    .isLessThan(millis * MILLI);
            world.time().runNext(start + millis * MILLI);
        }
        return (now() - start) / MILLI;
    }

    /** A process that is in no cluster and asks for nothing: stands for a client. */
    ConfigNode stranger(NodeId id) {
        ConfigNode stranger = new ConfigNode(id, "default", false, 9_999);
        byId.put(id, stranger);
        return stranger;
    }

    private ConfigNode add(String zone, boolean witness) {
        NodeId id = NodeId.random(random);
        ConfigNode node = new ConfigNode(id, zone, witness, 7_000 + nodes.size());
        nodes.add(node);
        byId.put(id, node);
        return node;
    }

    /** One process: a core, a failure detector and as much of replication as config transitions need. */
    final class ConfigNode implements ProtocolPort, PeerHealth, ConfigListener {
        final NodeId id;
        final Member member;
        final ConfigCore core;
        final TreeMap<NodeId, Long> lastHeard = new TreeMap<>();
        final List<ConfigMessage> received = new ArrayList<>();

        /** Whether it says of itself that it is. */
        boolean awake = true;

        final SimulatedProcess process;
        private final SimulatedPort port;

        ConfigNode(NodeId id, String zone, boolean witness, int listeningPort) {
            this.id = id;
            this.process = world.addProcess(id.shortName(), id, 0);
            this.port = process.addLoop(this::receive);
            this.member = new Member(
                    id, new NodeAddress("localhost", listeningPort), zone, 100, witness, MemberState.ACTIVE, 0);
            this.core =
                    new ConfigCore(id, this, this, this, new ConfigOptions(ConfigTiming.defaults(), votes(), rules));
        }

        /** A disk that takes its time, but keeps the order. */
        private VoteStore votes() {
            if (slowestVoteNanos == 0) {
                return VoteStore.none();
            }
            long[] flushedAt = {now()};
            return new VoteStore() {
                @Override
                public void save(Vote vote, Runnable then) {
                    flushedAt[0] = Math.max(flushedAt[0], now() + random.nextLong(slowestVoteNanos));
                    schedule(flushedAt[0] - now(), then);
                }

                @Override
                public @Nullable Vote load() {
                    return null;
                }
            };
        }

        void crash() {
            process.crash();
        }

        boolean hasCrashed() {
            return process.isCrashed();
        }

        ClusterConfig config() {
            return core.config();
        }

        boolean isMember() {
            return core.config() != null && core.config().isMember(id);
        }

        private void tick() {
            port.schedule(HEARTBEAT, this::tick);
            ClusterConfig config = core.config();
            if (config == null) {
                return;
            }
            for (NodeId peer : config.members().keySet()) {
                if (!peer.equals(id)) {
                    port.send(peer, new Beat(config.configId()));
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
            want(next);
        }

        @Override
        public void send(NodeId to, Message message) {
            WireOutput out = WireOutput.onHeap(64);
            CODEC.write((ConfigMessage) message, out);
            WireInput in = WireInput.of(out.toByteArray());
            ConfigMessage copy = CODEC.read(in);
            in.expectEnd();
            assertThat(copy).isEqualTo(message);
            port.send(to, copy);
        }

        private void receive(NodeId from, Message message) {
            if (message instanceof Beat beat) {
                lastHeard.put(from, now());
                core.heard(from, beat.configId());
            } else if (message instanceof ConfigMessage.ProposeAnswer answer) {
                received.add(answer);
            } else {
                core.handle(from, (ConfigMessage) message);
            }
        }

        @Override
        public Cancellable schedule(long delayNanos, Runnable task) {
            assertThat(delayNanos).isNotNegative();
            return port.schedule(delayNanos, task);
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

        @Override
        public long silenceNanos(NodeId node) {
            return isSuspected(node) ? silence(node) : 0;
        }

        /** As for a process that ended where its machine goes on; who is to vanish is cut off instead. */
        @Override
        public boolean isRefused(NodeId node) {
            ConfigNode other = byId.get(node);
            return other != null && other.hasCrashed();
        }

        @Override
        public boolean isAwake() {
            return awake;
        }

        /** How long {@code node} was not heard; whoever was never heard counts as heard when first asked for. */
        private long silence(NodeId node) {
            return node.equals(id) ? 0 : now() - lastHeard.computeIfAbsent(node, key -> now());
        }

        @Override
        public String toString() {
            return id.shortName() + (hasCrashed() ? " (crashed)" : "") + ": " + core.config() + " "
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
    }
}
