package io.kith.config;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import io.kith.transport.NodeId;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The immutable, versioned cluster configuration. Config <i>n+1</i> is the deterministic result of the changes that
 * instance <i>n</i> decided; see {@link ConfigTransition}. Equal configs encode to equal bytes.
 */
public final class ClusterConfig {
    /** The setting that holds the number of replicas each partition should have. */
    public static final String REPLICATION_FACTOR = "replication.factor";

    /** How many replicas each partition has if nobody asked for another number. */
    static final int DEFAULT_REPLICATION_FACTOR = 2;

    private static final String DEFAULT_FACTOR = Integer.toString(DEFAULT_REPLICATION_FACTOR);

    private final NodeId clusterId;
    private final ClusterParameters parameters;
    private final long generation;
    private final long configId;
    private final ImmutableSortedMap<NodeId, Member> members;

    /** The same as {@link #members}: who asks for one of them does so for many, a partition's replica at a time. */
    private final ImmutableMap<NodeId, Member> membersById;

    private final List<NodeId> voters;
    private final PartitionReplicas[] partitions;
    private final List<NodeId>[] targets;
    private final SettingsTable settings;
    private final MemberJournal journal;

    /** What was computed of it last: all who follow the chain in one process compute the same. */
    private @Nullable Successor successor;

    /** Its wire form, once it was needed. Volatile, as the bytes must be there with the array. */
    private volatile byte @Nullable [] encoded;

    /** Computed when first asked for; whoever comes at the same time computes the same. */
    private @Nullable Coverage coverage;

    /** Refers to the next config weakly, so that whoever keeps an old one does not keep all that followed. */
    private record Successor(List<?> changes, Object rules, WeakReference<ClusterConfig> config) {}

    /**
     * Makes a config from its parts; the arrays become its own.
     *
     * @param targets for each partition the replicas that the ring wants, the primary first; empty if no member takes
     *     partitions
     */
    ClusterConfig(
            NodeId clusterId,
            ClusterParameters parameters,
            long generation,
            long configId,
            ImmutableSortedMap<NodeId, Member> members,
            List<NodeId> voters,
            PartitionReplicas[] partitions,
            List<NodeId>[] targets,
            SettingsTable settings,
            MemberJournal journal) {
        if (partitions.length != parameters.partitionCount() || targets.length != partitions.length) {
            throw new IllegalArgumentException("a config of " + parameters.partitionCount() + " partitions was given "
                    + partitions.length + " replica lists and " + targets.length + " targets");
        }
        this.clusterId = clusterId;
        this.parameters = parameters;
        this.generation = generation;
        this.configId = configId;
        this.members = members;
        this.membersById = ImmutableMap.copyOf(members);
        this.voters = List.copyOf(voters);
        this.partitions = partitions;
        this.targets = targets;
        this.settings = settings;
        this.journal = journal;
    }

    /** Drawn by the node that created the cluster; two clusters never merge. */
    public NodeId clusterId() {
        return clusterId;
    }

    public ClusterParameters parameters() {
        return parameters;
    }

    /** Goes up when an operator forces a config after the loss of a majority of voters; fences off the old chain. */
    public long generation() {
        return generation;
    }

    /** The version: 1, 2, 3, … without gaps. */
    public long configId() {
        return configId;
    }

    /** All members, in the order of their ids. */
    public ImmutableSortedMap<NodeId, Member> members() {
        return members;
    }

    /** Whether {@code node} is a member. */
    public boolean isMember(NodeId node) {
        return membersById.containsKey(node);
    }

    /** The member named {@code node}, or null if there is none. */
    public @Nullable Member member(NodeId node) {
        return membersById.get(node);
    }

    /** The members whose acceptance counts towards deciding the next config; never empty. */
    public List<NodeId> voters() {
        return voters;
    }

    public boolean isVoter(NodeId node) {
        return voters.contains(node);
    }

    /** How many voters decide. */
    public int quorum() {
        return voters.size() / 2 + 1;
    }

    public int partitionCount() {
        return partitions.length;
    }

    /** Who holds {@code partition}, 0 to {@link #partitionCount()} - 1. */
    public PartitionReplicas partition(int partition) {
        return partitions[partition];
    }

    /** Whether {@code node} is a replica of any partition. */
    boolean holdsAny(NodeId node) {
        for (PartitionReplicas partition : partitions) {
            if (partition.lists(node)) {
                return true;
            }
        }
        return false;
    }

    /** Where the ring wants {@code partition}: the replicas, the primary first; empty if no member takes partitions. */
    public List<NodeId> target(int partition) {
        return targets[partition];
    }

    /** The settings, in the order of their keys. */
    public ImmutableSortedMap<String, String> settings() {
        return settings.values();
    }

    /** The settings with their versions, and how they came to be so. */
    public SettingsTable settingsTable() {
        return settings;
    }

    /** What became of members of late. */
    public MemberJournal journal() {
        return journal;
    }

    /** How many replicas each partition should have, where there are enough members. */
    public int replicationFactor() {
        return Integer.parseInt(settings.values().getOrDefault(REPLICATION_FACTOR, DEFAULT_FACTOR));
    }

    /** What {@link #remember} was told; null before. */
    @Nullable
    Coverage coverage() {
        return coverage;
    }

    /** Keeps what was counted of this config, which never changes. */
    void remember(Coverage counted) {
        coverage = counted;
    }

    /** The same config with other targets; the array becomes its own. */
    ClusterConfig withTargets(List<NodeId>[] next) {
        return new ClusterConfig(
                clusterId, parameters, generation, configId, members, voters, partitions, next, settings, journal);
    }

    /** The config that {@code changes} lead to under {@code rules}, if that was computed last; else null. */
    @Nullable
    ClusterConfig successorBy(List<?> changes, Object rules) {
        // Read once: other threads may follow the same chain, and all of them write what is right.
        Successor known = successor;
        return known != null && known.rules.equals(rules) && known.changes.equals(changes) ? known.config.get() : null;
    }

    void noteSuccessor(List<?> changes, Object rules, ClusterConfig next) {
        successor = new Successor(List.copyOf(changes), rules, new WeakReference<>(next));
    }

    byte @Nullable [] encoded() {
        return encoded;
    }

    void noteEncoded(byte[] bytes) {
        encoded = bytes;
    }

    /** Whether there is a partition of that number. */
    boolean hasPartition(int partition) {
        return partition >= 0 && partition < partitions.length;
    }

    /** A copy of the replica lists, for the next config to change. */
    PartitionReplicas[] copyPartitions() {
        return partitions.clone();
    }

    /** A copy of the targets, for the next config to change. */
    List<NodeId>[] copyTargets() {
        return targets.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClusterConfig that
                && configId == that.configId
                && generation == that.generation
                && clusterId.equals(that.clusterId)
                && parameters.equals(that.parameters)
                && members.equals(that.members)
                && voters.equals(that.voters)
                && Arrays.equals(partitions, that.partitions)
                && Arrays.equals(targets, that.targets)
                && settings.equals(that.settings)
                && journal.equals(that.journal);
    }

    @Override
    public int hashCode() {
        return Objects.hash(clusterId, generation, configId);
    }

    @Override
    public String toString() {
        return "config " + configId + " of " + parameters.clusterName() + ": " + members.size() + " members, "
                + voters.size() + " voters";
    }
}
