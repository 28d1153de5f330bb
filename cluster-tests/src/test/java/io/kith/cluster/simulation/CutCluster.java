package io.kith.cluster.simulation;

import io.kith.collections.partition.CollectionView;
import io.kith.collections.partition.Completion;
import io.kith.node.core.NodeRules;
import io.kith.node.core.RelayLimits;
import io.kith.replication.log.LogEntry;
import io.kith.simulation.NetworkOptions;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import io.kith.simulation.SimulationFailure;
import io.kith.simulation.SimulationTrace;
import io.kith.simulation.oracle.ClusterOracle;
import io.kith.simulation.oracle.ConfigView;
import io.kith.simulation.oracle.Roster;
import io.kith.simulation.oracle.SettlingCheck;
import io.kith.simulation.oracle.SimulatedNode;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Production nodes and clients on a calm network, which a test cuts where it likes; the oracle looks on. */
final class CutCluster {
    static final long MILLI = 1_000_000L;
    private static final long STEP_NANOS = 20 * MILLI;
    private static final long PATIENCE_NANOS = 30_000 * MILLI;
    private static final WorkloadOptions WORKLOAD =
            new WorkloadOptions(4, 32, 50, 5 * MILLI, 100 * MILLI, 60_000 * MILLI, 16, 100, false);

    private static final WorkloadOptions READING =
            new WorkloadOptions(4, 32, 100, 5 * MILLI, 100 * MILLI, 60_000 * MILLI, 16, 100, false);

    final SimulatedWorld world;
    final Roster roster = new Roster();
    final ClusterOracle oracle = new ClusterOracle(roster);
    final LockLedger locks = new LockLedger();
    final List<SimulatedProcess> nodes = new ArrayList<>();
    final List<SimulatedClient> clients = new ArrayList<>();
    private final SystemUnderTest system;
    private final SimulatedClusterOptions options;
    private final Workload workload;

    /** A formed cluster of {@code size} nodes, with two replicas of each of 16 partitions. */
    CutCluster(long seed, int size, RelayLimits relayLimits) {
        this(seed, size, 16, relayLimits);
    }

    /** A formed cluster of {@code size} nodes, with two replicas of each partition. */
    CutCluster(long seed, int size, int partitions, RelayLimits relayLimits) {
        this(seed, size, partitions, relayLimits, NodeRules.all());
    }

    /** The same, of nodes that keep to {@code rules}. */
    CutCluster(long seed, int size, int partitions, RelayLimits relayLimits, NodeRules rules) {
        system = new ProductionSystem(rules, relayLimits);
        options = new SimulatedClusterOptions(size, size + 1, 1, partitions, 2, 2, 1_000, 10);
        workload = system.newWorkload(WORKLOAD);
        world = new SimulatedWorld(seed, NetworkOptions.calm(), null, new SimulationTrace(null));
        world.afterEachStep(oracle::check);
        for (int i = 0; i < size; i++) {
            addNode();
        }
        awaitSettled();
    }

    /** Has the wall clocks of all nodes show the latest time that any of them shows: no log is ahead of that. */
    void setClocks() {
        long nowMillis = nodes.stream()
                .mapToLong(node -> node.clock().wallMillis())
                .max()
                .orElseThrow();
        nodes.forEach(node -> node.clock().jump(nowMillis - node.clock().wallMillis()));
    }

    void addNode() {
        addNode(0);
    }

    /** Starts one more node, whose neighbour is the node {@code seed}. */
    void addNode(int seed) {
        start(world.addProcess("node " + nodes.size(), 0), seed);
    }

    /** How many partitions are not where the ring wants them. */
    int misplaced() {
        int count = 0;
        ConfigView config = config();
        for (int p = 0; p < config.partitionCount(); p++) {
            count += config.replicas(p).equals(config.target(p)) ? 0 : 1;
        }
        return count;
    }

    /** Starts one more node, to which the link of {@code other}, which is not the first node, is cut from the start. */
    void addNodeCutFrom(SimulatedProcess other) {
        SimulatedProcess process = world.addProcess("node " + nodes.size(), 0);
        cut(process, other);
        start(process, 0);
    }

    private void start(SimulatedProcess process, int seed) {
        SimulatedNode node = system.newNode(process, options, new CommitWatch() {
            @Override
            public void committed(int partition, long term, long sequence, long fingerprint) {
                oracle.committed(process, partition, term, sequence, fingerprint);
            }

            @Override
            public void applied(
                    int partition, LogEntry entry, List<Completion> outcome, Supplier<List<CollectionView>> catalog) {
                locks.applied(partition, entry, outcome);
            }
        });
        roster.add(process, node);
        if (nodes.isEmpty()) {
            node.create();
        } else {
            node.join();
            node.seedAnswered(nodes.get(seed).id());
        }
        nodes.add(process);
    }

    void awaitSettled() {
        SettlingCheck settling = new SettlingCheck(roster, oracle.chain());
        long deadlineNanos = world.time().nowNanos() + PATIENCE_NANOS;
        do {
            runMillis(20);
        } while ((config().members().size() < nodes.size() || settling.unsettled() != null)
                && world.time().nowNanos() < deadlineNanos);
        String wrong = settling.unsettled();
        if (wrong != null) {
            throw new SimulationFailure("UNSETTLED " + wrong);
        }
    }

    /** Starts one client, which has one operation under way at a time. */
    SimulatedClient startClient(SimulatedProcess process, Workload its) {
        List<NodeId> seeds = nodes.stream().map(SimulatedProcess::id).toList();
        SimulatedClient client =
                new SimulatedClient(system, new ClientSetup(world, its, WORKLOAD, process, roster, () -> seeds, 1));
        client.start();
        return client;
    }

    /** Starts clients that each have two operations under way at a time. */
    void startClients() {
        startClients(workload);
    }

    /** Starts clients that each have two reads under way at a time, and write nothing. */
    void startReaders() {
        startClients(system.newWorkload(READING));
    }

    private void startClients(Workload its) {
        List<NodeId> seeds = nodes.stream().map(SimulatedProcess::id).toList();
        for (int i = 0; i < WORKLOAD.clients(); i++) {
            SimulatedProcess process = world.addProcess("client " + i, 0);
            SimulatedClient client =
                    new SimulatedClient(system, new ClientSetup(world, its, WORKLOAD, process, roster, () -> seeds, 2));
            clients.add(client);
            client.start();
        }
    }

    ConfigView config() {
        return Objects.requireNonNull(oracle.chain().newest());
    }

    /** Cuts the link between the first two replicas of a partition, both ways, for good. */
    void cutReplicasOf(int partition) {
        List<NodeId> replicas = config().replicas(partition);
        cut(process(replicas.get(0)), process(replicas.get(1)));
    }

    SimulatedProcess process(NodeId id) {
        return Objects.requireNonNull(roster.find(id)).process();
    }

    /** Cuts the link between two processes, both ways, for good. */
    void cut(SimulatedProcess a, SimulatedProcess b) {
        cut(a, b, PATIENCE_NANOS * 100);
    }

    /** Cuts the link between two processes, both ways, for so long. */
    void cut(SimulatedProcess a, SimulatedProcess b, long nanos) {
        BitSet one = new BitSet();
        one.set(a.index());
        BitSet other = new BitSet();
        other.set(b.index());
        world.network().cut(one, other, nanos, 0, false);
        world.network().cut(other, one, nanos, 0, false);
    }

    SimulatedNode node(int index) {
        return Objects.requireNonNull(roster.find(nodes.get(index).id())).node();
    }

    /** Lets time pass until {@code done}. */
    void runUntil(BooleanSupplier done, String what) {
        long deadlineNanos = world.time().nowNanos() + PATIENCE_NANOS;
        while (!done.getAsBoolean()) {
            if (world.time().nowNanos() > deadlineNanos) {
                throw new SimulationFailure("waited in vain until " + what);
            }
            runMillis(STEP_NANOS / MILLI);
        }
    }

    void runMillis(long millis) {
        world.time().runUntil(world.time().nowNanos() + millis * MILLI);
    }

    /** Lets time pass, and returns for how long the operation that waited longest in it did. */
    long longestWaitMillis(long millis) {
        long longest = 0;
        for (long passed = 0; passed < millis; passed += STEP_NANOS / MILLI) {
            runMillis(STEP_NANOS / MILLI);
            for (SimulatedClient client : clients) {
                longest = Math.max(longest, client.longestWaitNanos() / MILLI);
            }
        }
        return longest;
    }

    long answered() {
        return clients.stream().mapToLong(SimulatedClient::answered).sum();
    }

    List<String> contradictions() {
        return workload.contradictions();
    }
}
