package io.kith.replication.shared;

import io.kith.collections.wire.ResponseStatus;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.PartitionReplicas;
import io.kith.replication.host.ShardHost;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the config that is held says of one partition, and the way to ask for another one. */
public final class PartitionConfig {
    private final int partition;
    private final KnownCluster cluster;
    private final ShardHost host;

    /** The config that the fields below are of: what is asked for each message is found in one place. */
    private @Nullable ClusterConfig seen;

    private long term;
    private @Nullable PartitionReplicas listed;
    private @Nullable NodeId primary;
    private boolean listsSelf;

    /** Of {@code partition}. */
    public PartitionConfig(int partition, KnownCluster cluster, ShardHost host) {
        this.partition = partition;
        this.cluster = cluster;
        this.host = host;
    }

    /** The partition. */
    public int partition() {
        return partition;
    }

    /** This node. */
    public NodeId self() {
        return cluster.self();
    }

    /** The whole config. */
    public ClusterConfig config() {
        return cluster.config();
    }

    /** Its number. */
    public long configId() {
        return cluster.config().configId();
    }

    /** The lease that nodes give each other. */
    public long leaseNanos() {
        return cluster.leaseNanos();
    }

    /** What is known of the cluster. */
    public KnownCluster cluster() {
        return cluster;
    }

    @SuppressWarnings("ReferenceEquality") // Only another config can say other things.
    private void look() {
        ClusterConfig held = cluster.config();
        if (seen != held) {
            PartitionReplicas replicas = held.partition(partition);
            seen = held;
            listed = replicas;
            term = replicas.term();
            primary = replicas.primary();
            listsSelf = replicas.lists(cluster.self());
        }
    }

    private PartitionReplicas listed() {
        look();
        return Objects.requireNonNull(listed);
    }

    /** The partition's term. */
    public long term() {
        look();
        return term;
    }

    /** The replicas that are listed, the primary first. */
    public List<NodeId> replicas() {
        return listed().replicas();
    }

    /** The first of them. */
    public NodeId primary() {
        look();
        return Objects.requireNonNull(primary);
    }

    /** Whether {@code node} is one of them. */
    public boolean lists(NodeId node) {
        return listed().lists(node);
    }

    /** Whether this node is one of them: asked for every read of a backup, so it is not looked for again. */
    public boolean listsSelf() {
        look();
        return listsSelf;
    }

    /** Whether {@code node} is neither a member nor a replica, so that nothing that it says of a term that is known here counts. */
    public boolean isStranger(NodeId node) {
        return !node.equals(primary()) && !config().isMember(node) && !lists(node);
    }

    /** Whether another node is listed that is a member. */
    public boolean hasOtherMember() {
        return replicas().stream().anyMatch(replica -> !replica.equals(self()) && config().isMember(replica));
    }

    /** What this node answers to requests that it does not serve itself. */
    public ResponseStatus elsewhere() {
        // Where the config names this node and it has not the role, something failed.
        boolean served = primary().equals(self()) ? hasOtherMember() : config().isMember(primary());
        return served ? ResponseStatus.NOT_HERE : ResponseStatus.UNAVAILABLE;
    }

    /** The replicas that the ring wants, the primary first; none if it does not care. */
    public List<NodeId> target() {
        return cluster.config().target(partition);
    }

    /** Whether the ring wants {@code node} as a replica, and it is a member. */
    public boolean wants(NodeId node) {
        return config().isMember(node) && target().contains(node);
    }

    /** Those who reach {@code node} over a direct link, if this node does not; else nobody. */
    public List<NodeId> reachedByOthers(NodeId node) {
        List<NodeId> others = cluster.reachedByOthers(node);
        return others == null ? List.of() : others;
    }

    /** Asks for {@code change}, in the instance that follows the config that is held. */
    public void propose(Change change) {
        host.propose(configId(), change);
    }

    /** Something failed in the partition, which is stopped here: what becomes of it, and why. */
    public void stopped(String whatNow, Throwable cause) {
        host.partitionStopped(partition, whatNow, cause);
    }

    /** What this node logged of its own accord was refused. */
    public void ownCommandRefused(String reason) {
        host.ownCommandRefused(partition, reason);
    }

    /** The partition is not stopped here any more. */
    public void goesOn() {
        host.partitionGoesOn(partition);
    }

    /** {@code peer} knows a newer config. */
    public void behind(NodeId peer) {
        host.behind(peer);
    }
}
