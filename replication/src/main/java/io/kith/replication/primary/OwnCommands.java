package io.kith.replication.primary;

import io.kith.replication.host.Bounds;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionTurn;

/**
 * What a primary logs of its own accord: the end of entries with a time to live, of sessions of clients that have been silent
 * for long, and of what is known of collections that were destroyed long ago; and other options of collections, when the
 * settings change. It is logged like any other write, so all replicas see it at the same place in the log.
 */
public final class OwnCommands {
    private static final int MOST_AT_ONCE = 64;
    private static final int SESSIONS_EVERY = 600;

    private final Holding holding;
    private final PartitionTurn turn;
    private final Bounds bounds;
    private long dueNanos = SafetyRules.NEVER;
    private long loggedThrough;
    private int rounds;

    /** Has logged nothing yet. */
    public OwnCommands(Holding holding, PartitionTurn turn, Bounds bounds) {
        this.holding = holding;
        this.turn = turn;
        this.bounds = bounds;
    }

    /** Orders what is due. */
    public void tick(Primary primary, long nowNanos) {
        // What is logged and not applied yet would be listed again.
        boolean applied = holding.committed() >= loggedThrough;
        if (nowNanos < dueNanos || !primary.isActive() || !applied) {
            return;
        }
        dueNanos = nowNanos + bounds.times().resendNanos();
        long nowMillis = turn.clock().wallMillis();
        holding.replica().state().nextExpiries(nowMillis, MOST_AT_ONCE).forEach(primary::orderOwn);
        primary.orderOptions();
        if (rounds++ % SESSIONS_EVERY == 0) {
            byte[] forget = holding.replica().state().forgettable(nowMillis);
            if (forget != null) {
                primary.orderOwn(forget);
            }
            holding.replica()
                    .state()
                    .silentSessions(nowMillis - bounds.times().sessionSilenceMillis(), MOST_AT_ONCE)
                    .forEach(primary::orderOwn);
        }
        loggedThrough = holding.log().last();
    }
}
