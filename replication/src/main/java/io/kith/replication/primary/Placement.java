package io.kith.replication.primary;

import io.kith.replication.host.Bounds;
import io.kith.replication.lease.Delegations;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.CopySlots;
import io.kith.replication.shared.PartitionConfig;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a primary brings its partition to where the ring wants it, one step at a time and each on its own: copy to those
 * who lack it, hand over to the primary the ring wants, drop those the ring does not want. No coordinator, and nothing
 * to clean up when it is interrupted: the next look at config and target says what is next.
 */
public final class Placement {
    /** Short, as who leaves waits for its last handover. */
    private static final int MAX_DOUBLINGS = 1;

    private final PartitionConfig here;
    private final Delegations delegations;
    private final CopySlots slots;
    private final Bounds bounds;
    private long dropAskedIn;
    private long dropAskedNanos = SafetyRules.NEVER;
    private long handOverFromNanos = SafetyRules.NEVER;
    private long handOverTerm;
    private int handOverTries;

    /** Has done nothing yet. */
    public Placement(PartitionConfig here, Delegations delegations, CopySlots slots, Bounds bounds) {
        this.here = here;
        this.delegations = delegations;
        this.slots = slots;
        this.bounds = bounds;
    }

    /** Whether the replicas are those that the ring wants. */
    public boolean isReached() {
        List<NodeId> target = here.target();
        return target.isEmpty() || here.replicas().equals(target);
    }

    /** Does the next step, if there is one. */
    public void pursue(Primary primary, long nowNanos) {
        if (!primary.isActive() || primary.isHandingOver()) {
            return;
        }
        primary.delegateNoMoreTo(List.of());
        List<NodeId> target = here.target();
        List<NodeId> listed = here.replicas();
        if (target.isEmpty() || (isReached() && primary.joiners().isEmpty())) {
            return;
        }
        NodeId source = primary.joiners().anyProposed() ? null : betterSource(target, listed);
        if (source != null) {
            handOver(primary, source, nowNanos);
            return;
        }
        boolean complete = true;
        for (NodeId wanted : target) {
            if (!listed.contains(wanted)) {
                complete = false;
                if (primary.joiners().mayBegin(wanted, nowNanos)
                        && here.config().isMember(wanted)
                        && slots.hasRoomForCopy(bounds.limits().copies())) {
                    primary.copyTo(wanted);
                }
            }
        }
        if (!complete || primary.joiners().anyProposed()) {
            return;
        }
        NodeId wantedPrimary = target.get(0);
        if (!wantedPrimary.equals(here.self())) {
            handOver(primary, wantedPrimary, nowNanos);
        } else {
            dropUnwanted(primary, target, listed, nowNanos);
        }
    }

    /**
     * The replica that should copy this partition to a node that this one only reaches over a relay, since copies are too
     * much for that; null if all that lack a copy are reached, or no replica reaches them any better.
     */
    private @Nullable NodeId betterSource(List<NodeId> target, List<NodeId> listed) {
        for (NodeId wanted : target) {
            if (!listed.contains(wanted) && here.config().isMember(wanted)) {
                for (NodeId source : here.reachedByOthers(wanted)) {
                    if (listed.contains(source) && !source.equals(here.self())) {
                        return source;
                    }
                }
            }
        }
        return null;
    }

    /** Hands over; each time that comes to nothing it waits longer before it stops the writes again. */
    private void handOver(Primary primary, NodeId successor, long nowNanos) {
        if (handOverTerm != primary.term()) {
            handOverTerm = primary.term();
            handOverTries = 0;
            handOverFromNanos = SafetyRules.NEVER;
        }
        if (nowNanos >= handOverFromNanos && slots.hasRoomForHandOver(nowNanos) && primary.votersAnswer()) {
            handOverFromNanos =
                    nowNanos + ((2 * bounds.times().drainNanos()) << Math.min(handOverTries, MAX_DOUBLINGS));
            handOverTries++;
            primary.handOverTo(successor);
        }
    }

    /**
     * Drops who is not wanted any more, once no read lease runs there: commits after the drop would have to wait for it,
     * before it they do not.
     */
    private void dropUnwanted(Primary primary, List<NodeId> target, List<NodeId> listed, long nowNanos) {
        List<NodeId> unwanted = new ArrayList<>(listed);
        unwanted.removeAll(target);
        primary.delegateNoMoreTo(unwanted);
        long configId = here.configId();
        boolean due = dropAskedIn < configId
                || nowNanos - dropAskedNanos > 10 * bounds.times().resendNanos();
        for (NodeId replica : unwanted) {
            if (due && !delegations.runsAt(replica, nowNanos)) {
                dropAskedIn = configId;
                dropAskedNanos = nowNanos;
                primary.drop(replica);
            }
        }
    }
}
