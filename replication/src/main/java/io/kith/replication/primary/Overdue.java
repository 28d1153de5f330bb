package io.kith.replication.primary;

import io.kith.replication.host.Bounds;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.Holding;
import io.kith.transport.NodeId;

/** What a primary does about those who do not answer: sends again, and at last asks to drop them. */
final class Overdue {
    private final PrimaryTerm term;
    private final Holding holding;
    private final Followers followers;
    private final PrimarySets sets;
    private final Activation activation;
    private final Bounds bounds;
    private long dropAskedIn;
    private long dropAskedNanos = SafetyRules.NEVER;

    Overdue(
            PrimaryTerm term,
            Holding holding,
            Followers followers,
            PrimarySets sets,
            Activation activation,
            Bounds bounds) {
        this.term = term;
        this.holding = holding;
        this.followers = followers;
        this.sets = sets;
        this.activation = activation;
        this.bounds = bounds;
    }

    /** Sends again what was not acknowledged for long. */
    void resend(long nowNanos) {
        for (Follower follower : followers.all()) {
            boolean overdue = follower.acknowledged < holding.log().last();
            if (overdue
                    && activation.hasAdopted(follower.node)
                    && follower.takesEntries()
                    && follower.rewind(nowNanos, bounds.times().resendNanos())) {
                followers.sendNew(follower);
            }
        }
    }

    /** Asks to drop replicas that have been silent for too long. */
    void askToDropSilent(long nowNanos) {
        long configId = term.here().configId();
        long silentNanos = bounds.times().slowReplicaNanos();
        if (dropAskedIn == configId && nowNanos - dropAskedNanos < silentNanos / 4) {
            return;
        }
        for (NodeId replica : term.here().replicas()) {
            Follower follower = followers.get(replica);
            if (follower != null && isSilent(follower, nowNanos, silentNanos)) {
                dropAskedIn = configId;
                dropAskedNanos = nowNanos;
                term.drop(replica);
                sets.askedToDrop(replica);
            }
        }
    }

    /** Whether it is the one that writes, or reads without a lease, wait for. */
    private boolean isSilent(Follower follower, long nowNanos, long silentNanos) {
        boolean missing = follower.acknowledged < holding.log().last() || !activation.hasAdopted(follower.node);
        return (missing && nowNanos - follower.progressNanos > silentNanos) || follower.isMute(nowNanos, silentNanos);
    }
}
