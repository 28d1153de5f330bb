package io.kith.replication;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a primary brings its partition to where the ring wants it, one step at a time and each on its own: copy to those
 * who lack it, hand over to the primary the ring wants, drop those the ring does not want. No coordinator, and nothing
 * to clean up when it is interrupted: the next look at config and target says what is next.
 */
final class Placement {
    private static final int MAX_DOUBLINGS = 4;

    private final PartitionServer server;
    private final ShardContext shard;
    private long dropAskedIn;
    private long dropAskedNanos = ReceivedGrants.NEVER;
    private long handOverFromNanos = ReceivedGrants.NEVER;
    private long handOverTerm;
    private int handOverTries;

    Placement(PartitionServer server) {
        this.server = server;
        this.shard = server.shard();
    }

    /** Whether the replicas are those that the ring wants. */
    boolean isReached() {
        List<NodeId> target = shard.config().target(server.partition());
        return target.isEmpty() || server.replicas().equals(target);
    }

    void pursue(PrimaryRole role, long nowNanos) {
        if (!role.isActive() || role.isHandingOver()) {
            return;
        }
        role.delegateNoMoreTo(List.of());
        ClusterConfig config = shard.config();
        List<NodeId> target = config.target(server.partition());
        List<NodeId> listed = server.replicas();
        if (target.isEmpty() || (isReached() && role.joiners().isEmpty())) {
            return;
        }
        NodeId source = role.joiners().anyProposed() ? null : betterSource(target, listed);
        if (source != null) {
            handOver(role, source, nowNanos);
            return;
        }
        boolean complete = true;
        for (NodeId wanted : target) {
            if (!listed.contains(wanted)) {
                complete = false;
                if (!role.joiners().has(wanted) && config.isMember(wanted) && mayCopy()) {
                    role.joiners().begin(wanted);
                }
            }
        }
        if (!complete || role.joiners().anyProposed()) {
            return;
        }
        NodeId wantedPrimary = target.get(0);
        if (!wantedPrimary.equals(shard.self)) {
            handOver(role, wantedPrimary, nowNanos);
        } else {
            dropUnwanted(role, target, listed, nowNanos);
        }
    }

    /**
     * The replica that should copy this partition to a node that this one only reaches over a relay, since copies are too
     * much for that; null if all that lack a copy are reached, or no replica reaches them any better.
     */
    private @Nullable NodeId betterSource(List<NodeId> target, List<NodeId> listed) {
        for (NodeId wanted : target) {
            List<NodeId> reachedBy = shard.deadLinks.get(wanted);
            if (reachedBy != null && !listed.contains(wanted) && shard.config().isMember(wanted)) {
                for (NodeId source : reachedBy) {
                    if (listed.contains(source) && !source.equals(shard.self)) {
                        return source;
                    }
                }
            }
        }
        return null;
    }

    /** Hands over; each time that comes to nothing it waits longer before it stops the writes again. */
    private void handOver(PrimaryRole role, NodeId successor, long nowNanos) {
        if (handOverTerm != role.term()) {
            handOverTerm = role.term();
            handOverTries = 0;
            handOverFromNanos = ReceivedGrants.NEVER;
        }
        if (nowNanos >= handOverFromNanos && shard.handovers < ShardContext.MAX_HANDOVERS && shard.votersAnswer()) {
            handOverFromNanos = nowNanos + ((2 * shard.times.drainNanos()) << Math.min(handOverTries, MAX_DOUBLINGS));
            handOverTries++;
            role.handOverTo(successor);
        }
    }

    private boolean mayCopy() {
        return shard.copies < shard.limits.copies() && shard.joiners < ShardContext.MAX_JOINERS;
    }

    /**
     * Drops who is not wanted any more, once no read lease runs there: commits after the drop would have to wait for it,
     * before it they do not.
     */
    private void dropUnwanted(PrimaryRole role, List<NodeId> target, List<NodeId> listed, long nowNanos) {
        List<NodeId> unwanted = new ArrayList<>(listed);
        unwanted.removeAll(target);
        role.delegateNoMoreTo(unwanted);
        boolean due =
                dropAskedIn < shard.config().configId() || nowNanos - dropAskedNanos > 10 * shard.times.resendNanos();
        for (NodeId replica : unwanted) {
            if (due && !server.delegations().runsAt(replica, nowNanos)) {
                dropAskedIn = shard.config().configId();
                dropAskedNanos = nowNanos;
                role.propose(new Change.Drop(shard.self, server.partition(), role.term(), replica));
            }
        }
    }
}
