package io.kith.cluster.simulation;

import io.kith.collections.partition.CollectionView;
import io.kith.collections.partition.Completion;
import io.kith.replication.log.LogEntry;
import io.kith.simulation.NetworkOptions;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import io.kith.simulation.SimulationFailure;
import io.kith.simulation.SimulationTrace;
import io.kith.simulation.fault.FaultPlan;
import io.kith.simulation.fault.FaultTarget;
import io.kith.simulation.oracle.ClusterOracle;
import io.kith.simulation.oracle.ConfigView;
import io.kith.simulation.oracle.Roster;
import io.kith.simulation.oracle.SettlingCheck;
import io.kith.simulation.oracle.SimulatedNode;
import io.kith.transport.NodeId;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run: a cluster forms, clients use it while things break, then all is mended and it has to settle. */
public final class ClusterSimulation implements FaultTarget {
    private static final long MILLIS = 1_000_000L;
    private static final long POLL_NANOS = 50 * MILLIS;
    private static final long SEED_NANOS = 200 * MILLIS;
    private static final long SETTING_NANOS = 300 * MILLIS;
    private static final int MIN_NODES = 2;

    private final SimulationOptions options;
    private final SystemUnderTest system;
    private final SimulatedWorld world;
    private final Roster roster = new Roster();
    private final ClusterOracle oracle = new ClusterOracle(roster);
    private final LockLedger locks = new LockLedger();
    private final CatalogLedger catalogs = new CatalogLedger();
    private final SettledCatalogs settledCatalogs = new SettledCatalogs(roster, catalogs);
    private final SettlingCheck settling;
    private final Workload workload;
    private final List<WorkloadClient> clients = new ArrayList<>();
    private final List<SimulatedProcess> clientProcesses = new ArrayList<>();
    private final Operator operator;
    private final SplittableRandom random;
    private final Map<String, Long> counts = new TreeMap<>();
    private int started;

    /**
     * A run that has not begun.
     *
     * @param text where to write what happens; null to write nothing
     */
    public ClusterSimulation(SimulationOptions options, SystemUnderTest system, @Nullable PrintWriter text) {
        this.options = options;
        this.system = system;
        this.world = new SimulatedWorld(
                options.seed(),
                NetworkOptions.calm(),
                options.wireBytes() ? system.codecs() : null,
                new SimulationTrace(text));
        this.random = world.streams().of("cluster");
        this.settling =
                new SettlingCheck(roster, oracle.chain(), options.cluster().memoryBytes() == Long.MAX_VALUE);
        this.workload = system.newWorkload(options.workload());
        this.operator = new Operator(system, world, world.addProcess("operator", 0), this::runningIds);
        world.afterEachStep(oracle::check);
    }

    /** Runs to the end, or to the first thing that must not happen. */
    public SimulationResult run() {
        String failure = null;
        try {
            form();
            disturb();
            settle();
            judge();
        } catch (SimulationFailure e) {
            failure = String.valueOf(e.getMessage());
            world.note("FAILURE " + failure);
        }
        count("steps", world.steps());
        count("messages", world.network().sent());
        count("messages lost", world.network().lost());
        count("configs", oracle.chain().size());
        count("commits", oracle.commits());
        count("activations", oracle.activations());
        count("locks granted", locks.granted());
        count("locks granted after a wait", locks.grantedAfterWait());
        count("options set", catalogs.optionsSet());
        count("openings of what was open", catalogs.openedAgain());
        count("waits ended by a destruction", catalogs.endedByDestruction());
        count("histories undecided", workload.undecided());
        for (WorkloadClient client : clients) {
            count("operations answered", client.answered());
            if (client instanceof RouterClient) {
                count("operations of clients of production answered", client.answered());
            }
            count("operations given up", client.gaveUp());
            count("operations refused", client.refused());
        }
        return new SimulationResult(
                options.seed(),
                failure,
                world.steps(),
                world.time().nowNanos(),
                world.trace().hash(),
                counts);
    }

    private void count(String what, long howOften) {
        counts.merge(what, howOften, Long::sum);
    }

    // ---- the phases

    private void form() {
        SimulatedNode founder = startNode();
        founder.create();
        lookForSeed(world.processes().get(world.processes().size() - 1), founder, true);
        for (int i = 1; i < options.cluster().nodes(); i++) {
            world.time().after(random.nextLong(options.formNanos() / 10), this::join);
        }
        long deadlineNanos = world.time().nowNanos() + options.formNanos();
        String wrong;
        do {
            advance();
            wrong = unformed();
        } while (wrong != null && world.time().nowNanos() < deadlineNanos);
        if (wrong != null) {
            throw new SimulationFailure("FORM no cluster after " + options.formNanos() / MILLIS + " ms: " + wrong);
        }
        world.note("formed: " + oracle.chain().newest());
    }

    private @Nullable String unformed() {
        ConfigView config = oracle.chain().newest();
        int members = config == null ? 0 : config.members().size();
        return members < options.cluster().nodes()
                ? members + " of " + options.cluster().nodes() + " nodes are members"
                : settling.unsettled();
    }

    private void disturb() {
        for (int i = 0; i < options.workload().clients(); i++) {
            SimulatedProcess process = world.addProcess("client " + i, 0);
            int width = 1 + random.nextInt(3);
            clients.add(newClient(i, process, width));
            clientProcesses.add(process);
        }
        clients.forEach(WorkloadClient::start);
        if (usesAll()) {
            operator.start();
        }
        FaultPlan faults = new FaultPlan(
                world, options.faults(), this, MIN_NODES, options.cluster().maxNodes());
        world.network().become(options.network());
        faults.start(options.faultNanos());
        world.time().runUntil(world.time().nowNanos() + options.faultNanos());
        faults.heal();
    }

    /** Of clients of production every second one is, beside those that go astray on purpose. */
    private WorkloadClient newClient(int number, SimulatedProcess process, int width) {
        ClientSetup setup =
                new ClientSetup(world, workload, options.workload(), process, roster, this::runningIds, width);
        if (options.productionClients() && number % 2 == 0) {
            WorkloadClient client = system.newProductionClient(setup);
            if (client != null) {
                count("clients of production", 1);
                return client;
            }
        }
        return new SimulatedClient(system, setup);
    }

    private List<NodeId> runningIds() {
        return nodes().stream().map(SimulatedProcess::id).toList();
    }

    private void settle() {
        long healedNanos = world.time().nowNanos();
        long deadlineNanos = healedNanos + options.settleNanos();
        world.time().runUntil(healedNanos + options.settleNanos() / 10);
        clients.forEach(WorkloadClient::stop);
        operator.stop();
        String wrong = awaitSettled(deadlineNanos);
        if (wrong == null && usesAll()) {
            // Now that nobody writes any more, primaries have to think of it themselves.
            operator.change();
            world.time().runUntil(world.time().nowNanos() + SETTING_NANOS);
            wrong = awaitSettled(deadlineNanos + SETTING_NANOS);
        }
        if (settling.votersAreLost()) {
            count("runs that lost their voters", 1);
        } else if (wrong != null) {
            throw new SimulationFailure(
                    "UNSETTLED " + options.settleNanos() / MILLIS + " ms after the last fault: " + wrong);
        } else {
            count("runs settled", 1);
            count("settling ms", (world.time().nowNanos() - healedNanos) / MILLIS);
        }
        count("partitions lost", settling.lostPartitions());
    }

    private @Nullable String awaitSettled(long deadlineNanos) {
        String wrong;
        do {
            advance();
            wrong = unsettled();
        } while (wrong != null && world.time().nowNanos() < deadlineNanos);
        return wrong;
    }

    /** Whether clients use all kinds of collections, and not only maps. */
    private boolean usesAll() {
        return options.workload().mapPerCent() < 100;
    }

    private @Nullable String unsettled() {
        String wrong = settling.unsettled();
        for (WorkloadClient client : clients) {
            if (wrong == null && settling.lostPartitions() == 0) {
                wrong = client.stuck(0);
            }
        }
        for (Roster.Entry entry : roster.all()) {
            if (wrong == null
                    && settling.lostPartitions() == 0
                    && entry.runs()
                    && entry.node().waiting() > 0) {
                wrong = entry.process() + " still has " + entry.node().waiting() + " things under way";
            }
        }
        if (wrong == null && settling.lostPartitions() == 0) {
            wrong = locks.heldOrAwaited();
        }
        return wrong == null && settling.lostPartitions() == 0
                ? settledCatalogs.unsettled(oracle.chain().newest())
                : wrong;
    }

    private void judge() {
        count("histories", workload.histories());
        List<String> contradictions = workload.contradictions();
        if (!contradictions.isEmpty()) {
            throw new SimulationFailure(contradictions.get(0));
        }
    }

    private void advance() {
        world.time().runUntil(world.time().nowNanos() + POLL_NANOS);
    }

    // ---- the cluster, for those who break it

    private SimulatedNode startNode() {
        long driftPpm = options.cluster().clockDriftPerMille() * 1_000L;
        // Clocks at the edges of what is allowed find more than those in between.
        long fastPpm = driftPpm == 0
                ? 0
                : switch (random.nextInt(3)) {
                    case 0 -> 0L;
                    case 1 -> driftPpm;
                    default -> random.nextLong(driftPpm + 1);
                };
        SimulatedProcess process = world.addProcess("node " + started++, fastPpm);
        if (options.workload().clocksAgree()) {
            process.clock()
                    .jump(world.processes().get(0).clock().wallMillis()
                            - process.clock().wallMillis());
        }
        SimulatedNode node = system.newNode(process, options.cluster(), new CommitWatch() {
            @Override
            public void committed(int partition, long term, long sequence, long fingerprint) {
                oracle.committed(process, partition, term, sequence, fingerprint);
            }

            @Override
            public void applied(
                    int partition, LogEntry entry, List<Completion> outcome, Supplier<List<CollectionView>> catalog) {
                locks.applied(partition, entry, outcome);
                catalogs.applied(partition, entry, outcome, catalog);
            }
        });
        roster.add(process, node);
        return node;
    }

    @Override
    public void join() {
        SimulatedNode node = startNode();
        SimulatedProcess process = world.processes().get(world.processes().size() - 1);
        world.note(process + " joins");
        count("joins", 1);
        node.join();
        lookForSeed(process, node, false);
    }

    /** What dialling its neighbours' addresses does for a real node, while it is not admitted or has lost touch. */
    private void lookForSeed(SimulatedProcess process, SimulatedNode node, boolean wasAdmitted) {
        if (process.isCrashed()) {
            return;
        }
        ConfigView config = node.config();
        boolean admitted = wasAdmitted || (config != null && config.members().contains(process.id()));
        List<SimulatedProcess> others = new ArrayList<>(nodes());
        others.remove(process);
        if (!others.isEmpty() && (!admitted || node.isAlone())) {
            SimulatedProcess seed = others.get(random.nextInt(others.size()));
            if (world.network().reaches(process, seed) && world.network().reaches(seed, process)) {
                node.seedAnswered(seed.id());
            }
        }
        world.time().after(SEED_NANOS, () -> lookForSeed(process, node, admitted));
    }

    @Override
    public List<SimulatedProcess> nodes() {
        return roster.running();
    }

    @Override
    public List<SimulatedProcess> clients() {
        return clientProcesses;
    }

    @Override
    public void crash(SimulatedProcess node, boolean noticed) {
        node.crash();
        count("crashes", 1);
        if (noticed) {
            clients.forEach(client -> client.connectionLost(node.id()));
        }
        for (Roster.Entry other : roster.all()) {
            if (noticed && other.runs() && world.network().reaches(node, other.process())) {
                world.time().after(random.nextLong(10 * MILLIS), () -> {
                    if (other.runs()) {
                        other.node().connectionRefused(node.id());
                    }
                });
            }
        }
    }

    @Override
    public void leave(SimulatedProcess node) {
        Roster.Entry entry = roster.find(node.id());
        if (entry != null) {
            count("leaves", 1);
            entry.node().leave();
            endWhenItHasLeft(entry);
        }
    }

    /** A process ends once its node has left, and is not before that. */
    private void endWhenItHasLeft(Roster.Entry entry) {
        world.time().after(POLL_NANOS, () -> {
            if (entry.runs() && entry.node().hasLeft()) {
                world.note(entry.process() + " has left");
                entry.process().crash();
                clients.forEach(client -> client.connectionLost(entry.process().id()));
            } else if (entry.runs()) {
                endWhenItHasLeft(entry);
            }
        });
    }

    @Override
    public void handOver() {
        ConfigView config = oracle.chain().newest();
        if (config == null) {
            return;
        }
        int partition = random.nextInt(config.partitionCount());
        List<NodeId> replicas = config.replicas(partition);
        Roster.Entry primary = roster.find(replicas.get(0));
        if (replicas.size() > 1 && primary != null && primary.runs()) {
            world.note("FAULT " + primary.process() + " is asked to hand p" + partition + " over");
            primary.node().handOver(partition, replicas.get(1 + random.nextInt(replicas.size() - 1)));
        }
    }
}
