package io.kith.node;

import io.kith.config.BootstrapMessage;
import io.kith.config.ClusterParameters;
import io.kith.config.Member;
import io.kith.node.wiring.WiringOptions;
import io.kith.transport.AddressLookup;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.TransportSettings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a node is started. Immutable; each method returns a changed copy. */
public final class NodeOptions {
    /** The name of a cluster for which nothing else was asked. */
    public static final String DEFAULT_CLUSTER = "kith";

    /** Where a node listens for which nothing else was asked. */
    public static final String DEFAULT_LISTEN = "127.0.0.1:7400";

    /** The replicas of each partition in a cluster for which nothing else was asked. */
    public static final int DEFAULT_REPLICAS = 2;

    /** The least memory for data that a node can be held to: a mebibyte. */
    public static final long MIN_MEMORY_LIMIT_BYTES = 1 << 20;

    private final String listen;
    private final @Nullable NodeAddress advertised;
    private final List<NodeAddress> seeds;
    private final String cluster;
    private final int replicas;
    private final int partitions;
    private final String zone;
    private final int weight;
    private final boolean witness;
    private final int valueLimitBytes;
    private final IntakeOptions intake;
    private final long memoryLimitBytes;
    private final int dataLoops;
    private final boolean relaying;
    private final int expect;
    private final AddressLookup lookup;

    private NodeOptions(Draft draft) {
        this.listen = draft.listen;
        this.advertised = draft.advertised;
        this.seeds = List.copyOf(draft.seeds);
        this.cluster = draft.cluster;
        this.replicas = draft.replicas;
        this.partitions = draft.partitions;
        this.zone = draft.zone;
        this.weight = draft.weight;
        this.witness = draft.witness;
        this.valueLimitBytes = draft.valueLimitBytes;
        this.intake = draft.intake;
        this.memoryLimitBytes = draft.memoryLimitBytes;
        this.dataLoops = draft.dataLoops;
        this.relaying = draft.relaying;
        this.expect = draft.expect;
        this.lookup = draft.lookup;
    }

    private static final class Draft {
        String listen = DEFAULT_LISTEN;

        @Nullable
        NodeAddress advertised;

        List<NodeAddress> seeds = List.of();
        String cluster = DEFAULT_CLUSTER;
        int replicas = DEFAULT_REPLICAS;
        int partitions = ClusterParameters.DEFAULT_PARTITION_COUNT;
        String zone = Member.DEFAULT_ZONE;
        int weight = Member.DEFAULT_WEIGHT;
        boolean witness;
        int valueLimitBytes = TransportSettings.DEFAULT_MAX_VALUE_BYTES;
        IntakeOptions intake = IntakeOptions.defaults();
        long memoryLimitBytes = Long.MAX_VALUE;
        int dataLoops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        boolean relaying = true;
        int expect;
        AddressLookup lookup = AddressLookup.ofSystem();
    }

    private Draft draft() {
        Draft draft = new Draft();
        draft.listen = listen;
        draft.advertised = advertised;
        draft.seeds = seeds;
        draft.cluster = cluster;
        draft.replicas = replicas;
        draft.partitions = partitions;
        draft.zone = zone;
        draft.weight = weight;
        draft.witness = witness;
        draft.valueLimitBytes = valueLimitBytes;
        draft.intake = intake;
        draft.memoryLimitBytes = memoryLimitBytes;
        draft.dataLoops = dataLoops;
        draft.relaying = relaying;
        draft.expect = expect;
        draft.lookup = lookup;
        return draft;
    }

    /** A node on 127.0.0.1:7400 that creates a cluster named {@code kith}. */
    public static NodeOptions defaults() {
        return new NodeOptions(new Draft());
    }

    /**
     * Where to listen.
     *
     * @param address {@code HOST:PORT}; port 0 takes a free one
     * @throws IllegalArgumentException if it is not of that form
     */
    public NodeOptions listen(String address) {
        WiringOptions.requireListenAddress(address);
        Draft draft = draft();
        draft.listen = address;
        return new NodeOptions(draft);
    }

    /**
     * The address that others reach this node at, if it is not the one it listens on. A node that listens on all addresses of
     * its machine, {@code 0.0.0.0}, and is told none here advertises the one from which it reaches its seeds, or the only one
     * that the machine has; it does not start if there are several.
     *
     * @throws IllegalArgumentException if {@code address} is not {@code HOST:PORT}
     */
    public NodeOptions advertise(String address) {
        Draft draft = draft();
        draft.advertised = NodeAddress.parse(address);
        return new NodeOptions(draft);
    }

    /**
     * Adds a neighbour that is asked for admission; a node with a seed never creates a cluster of its own, but see {@link
     * #expect}. Its own address among the seeds does no harm.
     *
     * @param address {@code HOST:PORT}, or {@code dns:NAME:PORT}, or several with commas between them; all addresses that the name has are asked, looked up anew
     *     in each round
     * @throws IllegalArgumentException if it is neither, or so many seeds are too many for what is expected
     */
    public NodeOptions seed(String address) {
        Draft draft = draft();
        Set<NodeAddress> more = new LinkedHashSet<>(seeds);
        more.addAll(NodeAddress.parseSeeds(address));
        requireMoreThanHalf(expect, more.size());
        draft.seeds = List.copyOf(more);
        return new NodeOptions(draft);
    }

    /**
     * Makes one cluster with the other nodes that are given the same seeds and number, once so many of them hear each other
     * and none of them knows a cluster; later ones join it.
     *
     * @param nodes how many, 1 to 100, this one among them: more than half of all that are ever started so
     * @throws IllegalArgumentException if that is out of range, or half of the seeds or less
     */
    public NodeOptions expect(int nodes) {
        if (nodes < 1 || nodes > BootstrapMessage.MAX_EXPECTED) {
            throw new IllegalArgumentException(
                    "1 to " + BootstrapMessage.MAX_EXPECTED + " nodes can be expected, not " + nodes);
        }
        requireMoreThanHalf(nodes, seeds.size());
        Draft draft = draft();
        draft.expect = nodes;
        return new NodeOptions(draft);
    }

    private static void requireMoreThanHalf(int expected, int seedCount) {
        if (expected > 0 && 2 * expected <= seedCount) {
            throw new IllegalArgumentException("of " + seedCount + " seeds " + expected
                    + " are no more than half, and two clusters could come of that: expect "
                    + (seedCount / 2 + 1) + " or more");
        }
    }

    /** Asks {@code other} for the addresses of seeds. */
    NodeOptions lookup(AddressLookup other) {
        Draft draft = draft();
        draft.lookup = other;
        return new NodeOptions(draft);
    }

    /** The cluster's name, 1 to 64 characters; nodes and clients of another are refused. */
    public NodeOptions cluster(String name) {
        ClusterParameters.defaults(name);
        Draft draft = draft();
        draft.cluster = name;
        return new NodeOptions(draft);
    }

    /** How many replicas each partition has, 1 to 7; counts only for the node that creates the cluster. */
    public NodeOptions replicas(int count) {
        if (count < 1 || count > 7) {
            throw new IllegalArgumentException("the number of replicas is 1 to 7, not " + count);
        }
        Draft draft = draft();
        draft.replicas = count;
        return new NodeOptions(draft);
    }

    /** How many partitions there are, a power of two; counts only for the node that creates the cluster. */
    public NodeOptions partitions(int count) {
        Draft draft = draft();
        draft.partitions = count;
        new ClusterParameters(
                cluster,
                count,
                ClusterParameters.DEFAULT_LEASE_MILLIS,
                ClusterParameters.DEFAULT_CLOCK_DRIFT_PER_MILLE);
        return new NodeOptions(draft);
    }

    /** The failure domain the node is in. */
    public NodeOptions zone(String name) {
        Draft draft = draft();
        draft.zone = Objects.requireNonNull(name);
        return new NodeOptions(draft);
    }

    /** How much of the data the node takes relative to others, 1 to 1000; others have 100. */
    public NodeOptions weight(int shares) {
        Draft draft = draft();
        draft.weight = shares;
        return new NodeOptions(draft);
    }

    /** Whether the node only votes and holds no data. */
    public NodeOptions witness(boolean votesOnly) {
        Draft draft = draft();
        draft.witness = votesOnly;
        return new NodeOptions(draft);
    }

    /** The largest key, value or operation the node takes, in bytes. */
    public NodeOptions valueLimitBytes(int bytes) {
        TransportSettings.defaults().withMaxFrameBytes(bytes + TransportSettings.FRAME_SLACK_BYTES);
        Draft draft = draft();
        draft.valueLimitBytes = bytes;
        return new NodeOptions(draft);
    }

    /** How much the node takes in at a time from its clients. */
    public NodeOptions intake(IntakeOptions bounds) {
        Draft draft = draft();
        draft.intake = bounds;
        return new NodeOptions(draft);
    }

    /** What {@link #intake} said. */
    public IntakeOptions intake() {
        return intake;
    }

    /**
     * How many bytes of data the node takes, at least {@value #MIN_MEMORY_LIMIT_BYTES}; when that is used up, writes that
     * add data to what it holds are refused, and all else goes on. It never takes more than the share of the heap that the
     * setting {@code limits.memory.percent} grants, which is all that counts unless this is set.
     */
    public NodeOptions memoryLimitBytes(long bytes) {
        if (bytes < MIN_MEMORY_LIMIT_BYTES) {
            throw new IllegalArgumentException(
                    "a node has a memory limit of " + MIN_MEMORY_LIMIT_BYTES + " bytes or more, not " + bytes);
        }
        Draft draft = draft();
        draft.memoryLimitBytes = bytes;
        return new NodeOptions(draft);
    }

    /** How many event loops share the node's partitions, 1 to 64. */
    public NodeOptions dataLoops(int count) {
        if (count < 1 || count > 64) {
            throw new IllegalArgumentException("a node has 1 to 64 data loops, not " + count);
        }
        Draft draft = draft();
        draft.dataLoops = count;
        return new NodeOptions(draft);
    }

    /**
     * Whether the node reaches others over a third one while a direct link is down, and passes on what others send that
     * way; on unless switched off, which shows what a cluster is like without.
     */
    public NodeOptions relaying(boolean on) {
        Draft draft = draft();
        draft.relaying = on;
        return new NodeOptions(draft);
    }

    /** What a node is started with, in a line for people. */
    @Override
    public String toString() {
        return "a node that listens on " + listen
                + (advertised == null ? "" : ", advertises " + advertised)
                + (seeds.isEmpty()
                        ? ", makes cluster " + cluster + " with " + replicas + " replicas"
                        : ", joins cluster " + cluster + " at " + seeds)
                + (expect == 0 ? "" : " or makes it with them once " + expect + " are there")
                + ", zone " + zone + ", weight " + weight + (witness ? ", a witness" : "")
                + (relaying ? "" : ", without relaying")
                + ", value limit " + valueLimitBytes + " bytes"
                + (memoryLimitBytes == Long.MAX_VALUE ? "" : ", memory limit " + memoryLimitBytes + " bytes");
    }

    /** What the sockets and threads of a node of this {@code id} are made from. */
    WiringOptions wiring(NodeId id) {
        return new WiringOptions(id, cluster, listen, advertised, seeds, dataLoops, intake.wishes(valueLimitBytes));
    }

    /**
     * Fails if the options contradict each other.
     *
     * @throws IllegalArgumentException if they do; the message says how
     */
    void requireConsistent() {
        intake.wishes(valueLimitBytes);
        if (expect > 0 && seeds.isEmpty()) {
            throw new IllegalArgumentException(
                    "to expect " + expect + " nodes takes seeds, the addresses of all or most of them");
        }
        if (advertised != null && seeds.isEmpty() && isEverywhere(advertised.host())) {
            throw new IllegalArgumentException("nobody reaches a node at " + advertised
                    + ": advertise the address at which other machines reach this one");
        }
        if (witness && (seeds.isEmpty() || expect == 1)) {
            throw new IllegalArgumentException(
                    "a witness holds no data and cannot create a cluster; give it a seed, the address of a neighbour");
        }
    }

    /** Whether it is no address of anybody, but stands for all of a machine. */
    private static boolean isEverywhere(String host) {
        return host.matches("0(\\.0){0,3}|[0:]*::[0:]*");
    }

    int expect() {
        return expect;
    }

    AddressLookup lookup() {
        return lookup;
    }

    List<NodeAddress> seeds() {
        return seeds;
    }

    /** The cluster's name. */
    public String cluster() {
        return cluster;
    }

    int replicas() {
        return replicas;
    }

    long memoryLimitBytes() {
        return memoryLimitBytes;
    }

    int partitions() {
        return partitions;
    }

    String zone() {
        return zone;
    }

    int weight() {
        return weight;
    }

    boolean witness() {
        return witness;
    }

    boolean relaying() {
        return relaying;
    }
}
