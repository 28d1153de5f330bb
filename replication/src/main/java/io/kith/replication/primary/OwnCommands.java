package io.kith.replication.primary;

import io.kith.replication.host.Bounds;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionConfig;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import java.util.List;

/**
 * What a primary logs of its own accord: the end of entries with a time to live, of sessions of clients that have been silent
 * for long, and of what is known of collections that were destroyed long ago; and other options of collections, when the
 * settings change. It is logged like any other write, so all replicas see it at the same place in the log. One that is
 * refused there has no effect anywhere; as it would be listed again, more are logged less and less often while that goes on.
 */
public final class OwnCommands {
    private static final int MOST_AT_ONCE = 64;

    /** So many every tick: tens of thousands of waits may end at the same time. */
    private static final int MOST_EXPIRIES_AT_ONCE = 256;

    /** After refusals, the pause between two looks doubles so often at most: to about two minutes. */
    private static final int MOST_DOUBLINGS = 10;

    private static final int SESSIONS_EVERY = 600;

    /** How often resting sessions are looked for while there are many, and how long they must have rested. */
    private static final int MANY_SESSIONS_EVERY = 10;

    private static final long RESTING_MILLIS = 60_000;

    /** For how long what was destroyed is known at least; clients open nothing that they found registered long before. */
    private static final long DESTROYED_KNOWN_NANOS = 600_000_000_000L;

    private final PartitionConfig here;
    private final Holding holding;
    private final PartitionTurn turn;
    private final Bounds bounds;
    private long dueNanos = SafetyRules.NEVER;
    private long loggedThrough;
    private int rounds;
    private long refusals;
    private int doublings;
    private long markedTerm;
    private long markedNanos;
    private long markedSequence;

    /** Has logged nothing yet. */
    public OwnCommands(PartitionConfig here, Holding holding, PartitionTurn turn, Bounds bounds) {
        this.here = here;
        this.holding = holding;
        this.turn = turn;
        this.bounds = bounds;
    }

    /** Orders what is due. */
    public void tick(Primary primary, long nowNanos) {
        // What is logged and not applied yet would be listed again.
        boolean applied = holding.committed() >= loggedThrough && !holding.isUnfinished();
        if (nowNanos < dueNanos || !primary.isActive() || !applied) {
            return;
        }
        lookForRefusals();
        dueNanos = nowNanos + (bounds.times().resendNanos() << doublings);
        long nowMillis = turn.clock().wallMillis();
        List<byte[]> expired = holding.state().nextExpiries(nowMillis, MOST_EXPIRIES_AT_ONCE);
        expired.forEach(primary::orderOwn);
        boolean more = expired.size() >= MOST_EXPIRIES_AT_ONCE;
        turn.set(UnderWay.EXPIRIES, more);
        if (more && doublings == 0) {
            dueNanos = nowNanos;
        }
        primary.orderOptions();
        endSessions(primary, nowMillis);
        loggedThrough = holding.log().last();
    }

    private void endSessions(Primary primary, long nowMillis) {
        if (rounds % SESSIONS_EVERY == 0) {
            forgetDestroyed(primary);
            holding.state()
                    .silentSessions(nowMillis - bounds.times().sessionSilenceMillis(), MOST_AT_ONCE)
                    .forEach(primary::orderOwn);
        } else if (rounds % MANY_SESSIONS_EVERY == 0
                && holding.sessionsAreMany(bounds.limits().heapBytes())) {
            holding.state()
                    .idleSessions(nowMillis - RESTING_MILLIS, MOST_AT_ONCE)
                    .forEach(primary::orderOwn);
        }
        rounds++;
    }

    /** Looks whether some of what was logged was refused, and tells the first time. */
    private void lookForRefusals() {
        long now = holding.state().ownRefusals();
        if (now > refusals) {
            if (doublings == 0) {
                here.ownCommandRefused(holding.state().lastOwnRefusal());
            }
            doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
        } else {
            doublings = 0;
        }
        refusals = now;
    }

    /**
     * Has all replicas forget what was destroyed up to a mark that this primary made in this term, long enough ago by its
     * monotonic clock: the wall clocks of successive primaries may differ by more than that.
     */
    private void forgetDestroyed(Primary primary) {
        long nowNanos = turn.now();
        boolean ours = markedTerm == primary.term();
        if (ours && nowNanos - markedNanos < DESTROYED_KNOWN_NANOS) {
            return;
        }
        byte[] forget = ours ? holding.state().forgettable(markedSequence) : null;
        if (forget != null) {
            primary.orderOwn(forget);
        }
        markedTerm = primary.term();
        markedNanos = nowNanos;
        markedSequence = holding.committed();
    }
}
