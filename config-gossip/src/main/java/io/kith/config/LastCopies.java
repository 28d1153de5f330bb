package io.kith.config;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the last copy of something, as far as this voter can tell: of a partition none of whose other replicas is a
 * member that it hears. Such a member stays one while anybody reaches it, and for long if nobody does; what else it was
 * there for others take over as always.
 */
final class LastCopies {
    /** For so long the silence of such a member is borne. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final NodeId self;
    private final PeerHealth health;
    private final ConfigRules rules;

    LastCopies(NodeId self, PeerHealth health, ConfigRules rules) {
        this.self = self;
        this.health = health;
        this.rules = rules;
    }

    /** Why {@code node} is not to be removed for what it holds; null if that is no reason. */
    @Nullable
    String objection(ClusterConfig config, NodeId node) {
        if (!rules.lastCopyStays() || isGone(node)) {
            return null;
        }
        int held = 0;
        for (int p = 0; p < config.partitionCount(); p++) {
            held += isLast(config, config.partition(p), node) ? 1 : 0;
        }
        return held == 0
                ? null
                : node.shortName() + " holds the last copy of " + held + (held == 1 ? " partition" : " partitions")
                        + ", and is not removed before it has been silent for "
                        + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS) + " s";
    }

    /** Whether its process is known to have ended, or it has been silent for long. */
    private boolean isGone(NodeId node) {
        return !node.equals(self) && (health.isRefused(node) || health.silenceNanos(node) >= PATIENCE_NANOS);
    }

    private boolean isLast(ClusterConfig config, PartitionReplicas partition, NodeId node) {
        return partition.lists(node)
                && partition.replicas().stream()
                        .noneMatch(other -> !other.equals(node) && config.isMember(other) && isHeard(config, other));
    }

    private boolean isHeard(ClusterConfig config, NodeId node) {
        return node.equals(self)
                || (!health.isSuspected(node)
                        && health.silenceNanos(node) < config.parameters().leaseNanos() / 2);
    }

    /** What takes from {@code node}, which stays a member, all that others can take over: copies, and its vote. */
    List<Change> rolesToLose(ClusterConfig config, NodeId node, Predicate<NodeId> trusted) {
        List<Change> changes = new ArrayList<>();
        if (node.equals(self)) {
            return changes;
        }
        List<NodeId> voters = config.isVoter(node) ? VoterPolicy.without(config, node, trusted) : null;
        if (voters != null) {
            changes.add(new Change.SetVoters(self, voters));
        }
        for (int p = 0; p < config.partitionCount() && changes.size() < ConfigMessage.MAX_CHANGES; p++) {
            PartitionReplicas partition = config.partition(p);
            if (partition.lists(node) && !isLast(config, partition, node)) {
                changes.add(new Change.Drop(self, p, partition.term(), node));
            }
        }
        return changes;
    }
}
