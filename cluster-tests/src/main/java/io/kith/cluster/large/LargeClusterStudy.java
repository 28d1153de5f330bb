package io.kith.cluster.large;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.simulation.NetworkOptions;
import io.kith.simulation.SimulatedWorld;
import io.kith.simulation.SimulationTrace;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Forms a large cluster on virtual time, measures what it costs, and breaks some of it. */
public final class LargeClusterStudy {
    private static final long MILLIS = 1_000_000L;
    private static final long SECONDS = 1_000 * MILLIS;
    private static final long POLL_NANOS = 50 * MILLIS;
    private static final long DIAL_NANOS = 200 * MILLIS;
    private static final long STARTS_WITHIN_NANOS = SECONDS;
    private static final long PATIENCE_NANOS = 60 * SECONDS;
    private static final long DISTURBANCE_NANOS = 10 * SECONDS;
    private static final long FLAP_NANOS = 400 * MILLIS;
    private static final int PARTITIONS = 1_024;
    private static final int REPLICAS = 3;
    private static final int LEASE_MILLIS = 1_000;
    private static final int DRIFT_PER_MILLE = 10;
    private static final int CRASHES = 10;
    private static final int SETTINGS = 10;
    private static final int MEASURED_SECONDS = 2;

    private final int size;
    private final Consumer<String> progress;
    private final SimulatedWorld world;
    private final SplittableRandom random;
    private final List<LargeNode> nodes = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** When each config was first held by anybody. */
    private final TreeMap<Long, Long> decidedNanos = new TreeMap<>();

    private final List<Long> delays = new ArrayList<>();
    private boolean measuresDelays;
    private @Nullable ClusterConfig newest;

    /** Those that must stay members, whatever happens to others. */
    private final TreeSet<NodeId> innocent = new TreeSet<>();

    private final TreeSet<NodeId> evicted = new TreeSet<>();

    /**
     * A study of a cluster of {@code size} nodes.
     *
     * @param size 20 or more, so that {@value #CRASHES} can crash
     * @param progress is told what is being looked at
     */
    public LargeClusterStudy(int size, long seed, Consumer<String> progress) {
        if (size < 2 * CRASHES) {
            throw new IllegalArgumentException("a large cluster has " + 2 * CRASHES + " nodes or more, not " + size);
        }
        this.size = size;
        this.progress = progress;
        this.world = new SimulatedWorld(seed, NetworkOptions.calm(), null, new SimulationTrace(null));
        this.random = world.streams().of("large cluster");
    }

    /** Runs it all. */
    public LargeClusterReport run() {
        long formationMillis = form();
        long formationConfigs = configId();
        long placementMillis = bringPartitionsHome();
        Traffic traffic = measureTraffic();
        int[] peers = nodes.stream().mapToInt(LargeNode::watched).toArray();
        disseminate();
        delays.sort(Long::compare);
        long before = configId();
        long crashMillis = crash();
        long crashConfigs = configId() - before;
        bringPartitionsHome();
        before = configId();
        long flappingEvicted = disturb("a node's link flaps", victim -> {
            cut(only(victim), others(victim), FLAP_NANOS);
            cut(others(victim), only(victim), FLAP_NANOS);
        });
        long flappingConfigs = configId() - before;
        long deafEvicted = disturb("a node hears nobody", victim -> cut(others(victim), only(victim), 0));
        long muteEvicted = disturb("a node is heard by nobody", victim -> cut(only(victim), others(victim), 0));
        return new LargeClusterReport(
                size,
                formationMillis,
                formationConfigs,
                placementMillis,
                Arrays.stream(peers).average().orElse(0),
                Arrays.stream(peers).max().orElse(0),
                traffic.sentMean() / MEASURED_SECONDS,
                (double) traffic.sentMax() / MEASURED_SECONDS,
                (double) traffic.receivedMax() / MEASURED_SECONDS,
                traffic.bytesMean() / MEASURED_SECONDS,
                (double) traffic.bytesMax() / MEASURED_SECONDS,
                delayMillis(0.5),
                delayMillis(0.99),
                delayMillis(1),
                CRASHES,
                crashMillis,
                crashConfigs,
                flappingConfigs,
                flappingEvicted,
                deafEvicted,
                muteEvicted,
                world.steps(),
                List.copyOf(problems));
    }

    private double delayMillis(double share) {
        if (delays.isEmpty()) {
            return 0;
        }
        int rank = (int) Math.ceil(share * delays.size()) - 1;
        return delays.get(Math.max(0, rank)) / (double) MILLIS;
    }

    private long configId() {
        ClusterConfig config = newest;
        return config == null ? 0 : config.configId();
    }

    private void adopted(LargeNode node, ClusterConfig config) {
        long nowNanos = world.time().nowNanos();
        if (config.configId() > configId()) {
            newest = config;
            for (NodeId id : innocent) {
                if (!config.isMember(id)) {
                    evicted.add(id);
                }
            }
        }
        long firstNanos = decidedNanos.computeIfAbsent(config.configId(), id -> nowNanos);
        if (measuresDelays) {
            delays.add(nowNanos - firstNanos);
        }
    }

    // ---- phases

    private long form() {
        progress.accept("forming a cluster of " + size + " nodes");
        for (int i = 0; i < size; i++) {
            nodes.add(new LargeNode(
                    world.addProcess("node " + i, random.nextLong(DRIFT_PER_MILLE * 1_000L)), this::adopted));
        }
        nodes.get(0).node().create(new ClusterParameters("large", PARTITIONS, LEASE_MILLIS, DRIFT_PER_MILLE), REPLICAS);
        for (LargeNode node : nodes.subList(1, size)) {
            world.time().after(random.nextLong(STARTS_WITHIN_NANOS), () -> {
                node.node().join();
                dial(node);
            });
        }
        return await("all are members", () -> agree(size));
    }

    /** What looking its neighbours up does for a real node, until it is a member. */
    private void dial(LargeNode node) {
        if (node.isMember()) {
            return;
        }
        LargeNode neighbour = nodes.get(random.nextInt(nodes.size()));
        if (neighbour != node && neighbour.isMember()) {
            node.node().seedAnswered(neighbour.id());
        }
        world.time().after(DIAL_NANOS, () -> dial(node));
    }

    private long bringPartitionsHome() {
        progress.accept("bringing partitions to where the ring wants them");
        return await("all partitions are at home", () -> {
            if (arePartitionsHome()) {
                return agree(running());
            }
            nodes.forEach(LargeNode::bringPartitionsHome);
            return false;
        });
    }

    private boolean arePartitionsHome() {
        ClusterConfig config = newest;
        for (int p = 0; config != null && p < config.partitionCount(); p++) {
            if (!LargeNode.isAt(config.target(p), config.partition(p).replicas())) {
                return false;
            }
        }
        return config != null;
    }

    private Traffic measureTraffic() {
        progress.accept("measuring traffic");
        advance(2 * SECONDS);
        Traffic traffic = new Traffic(nodes.size());
        world.network().observe(traffic::count);
        advance(MEASURED_SECONDS * SECONDS);
        world.network().observe((sender, receiver, message) -> {});
        return traffic;
    }

    private void disseminate() {
        progress.accept("deciding settings");
        for (int i = 0; i < SETTINGS; i++) {
            measuresDelays = true;
            long before = configId();
            LargeNode author = nodes.get(random.nextInt(nodes.size()));
            author.propose(new Change.SetSetting(author.id(), "app.study", Integer.toString(i)));
            await("a setting is known everywhere", () -> configId() > before && agree(running()));
            measuresDelays = false;
        }
    }

    private long crash() {
        progress.accept(CRASHES + " nodes crash");
        TreeSet<NodeId> dead = new TreeSet<>();
        while (dead.size() < CRASHES) {
            LargeNode node = nodes.get(random.nextInt(nodes.size()));
            if (dead.add(node.id())) {
                node.process().crash();
            }
        }
        return await("the crashed are removed everywhere", () -> {
            ClusterConfig config = newest;
            return config != null && dead.stream().noneMatch(config::isMember) && agree(running());
        });
    }

    /** Breaks something about one node, and counts who else had to go. */
    private long disturb(String what, Consumer<LargeNode> fault) {
        progress.accept(what);
        List<LargeNode> alive =
                nodes.stream().filter(node -> !node.process().isCrashed()).toList();
        LargeNode victim = alive.get(random.nextInt(alive.size()));
        innocent.clear();
        evicted.clear();
        alive.forEach(node -> innocent.add(node.id()));
        innocent.remove(victim.id());
        fault.accept(victim);
        advance(DISTURBANCE_NANOS);
        world.network().mend();
        await("all are members again after " + what, () -> agree(running()));
        innocent.clear();
        bringPartitionsHome();
        return evicted.size();
    }

    // ---- help

    private long await(String what, BooleanSupplier condition) {
        long startNanos = world.time().nowNanos();
        while (!condition.getAsBoolean()) {
            if (world.time().nowNanos() - startNanos > PATIENCE_NANOS) {
                problems.add("not within " + PATIENCE_NANOS / SECONDS + " s: " + what);
                break;
            }
            advance(POLL_NANOS);
        }
        return (world.time().nowNanos() - startNanos) / MILLIS;
    }

    private void advance(long nanos) {
        world.time().runUntil(world.time().nowNanos() + nanos);
    }

    private int running() {
        return (int) nodes.stream().filter(node -> !node.process().isCrashed()).count();
    }

    /** Whether all that run hold one config that has so many members, themselves among them. */
    private boolean agree(int members) {
        ClusterConfig config = newest;
        if (config == null || config.members().size() != members) {
            return false;
        }
        for (LargeNode node : nodes) {
            ClusterConfig held = node.config();
            boolean agrees = held != null && held.configId() == config.configId() && held.isMember(node.id());
            if (!node.process().isCrashed() && !agrees) {
                return false;
            }
        }
        return true;
    }

    private void cut(BitSet from, BitSet to, long flapNanos) {
        world.network().cut(from, to, DISTURBANCE_NANOS, flapNanos, false);
    }

    private static BitSet only(LargeNode node) {
        BitSet one = new BitSet();
        one.set(node.process().index());
        return one;
    }

    private BitSet others(LargeNode node) {
        BitSet all = new BitSet();
        all.set(0, nodes.size());
        all.clear(node.process().index());
        return all;
    }
}
