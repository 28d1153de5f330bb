package io.kith.replication.lease;

import io.kith.replication.safety.SafetyRules;

/** A read lease that a primary delegated to this node on one partition, for the replica that is held now. */
public final class ReadLease {
    private long term;
    private long untilNanos = SafetyRules.NEVER;

    /** Takes a lease that was delegated in {@code givenIn}. */
    public void take(long givenIn, long until, long adoptedTerm, SafetyRules rules) {
        if (!rules.takesLease(givenIn, adoptedTerm)) {
            return;
        }
        if (givenIn > term) {
            term = givenIn;
            untilNanos = Math.max(rules.untilOfEarlierLease(untilNanos), until);
        } else if (givenIn == term) {
            untilNanos = Math.max(untilNanos, until);
        }
    }

    /** Whether it runs at {@code nowNanos}. */
    public boolean runs(long nowNanos, long adoptedTerm, SafetyRules rules) {
        return rules.leaseCounts(term, adoptedTerm) && nowNanos < untilNanos;
    }

    /** It is over, for whatever reason. */
    public void end() {
        untilNanos = SafetyRules.NEVER;
    }

    /** Another copy takes the place of the one that {@code earlier} was for. */
    public void follow(ReadLease earlier, SafetyRules rules) {
        untilNanos = rules.untilOfEarlierLease(earlier.untilNanos);
    }
}
