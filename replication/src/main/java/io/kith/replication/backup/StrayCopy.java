package io.kith.replication.backup;

import io.kith.replication.host.Bounds;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionConfig;

/**
 * A copy that nobody may want any more. A primary that gives a copy up says so once, and that may be lost; so who holds a
 * copy and is no replica asks the primary of the day from time to time whether it counts.
 */
public final class StrayCopy {
    private final PartitionConfig here;
    private final Holding holding;
    private final IncomingCopy copy;
    private final Bounds bounds;
    private long askedNanos;

    /** Has not asked since {@code nowNanos}. */
    public StrayCopy(PartitionConfig here, Holding holding, IncomingCopy copy, Bounds bounds, long nowNanos) {
        this.here = here;
        this.holding = holding;
        this.copy = copy;
        this.bounds = bounds;
        this.askedNanos = nowNanos;
    }

    /** Asks, if it is time. */
    public void tick(long nowNanos) {
        if (!holding.replica().holdsData() || here.listsSelf()) {
            askedNanos = nowNanos;
        } else if (nowNanos - askedNanos > bounds.times().joinerPatienceNanos()) {
            askedNanos = nowNanos;
            copy.sendProgress(here.primary());
        }
    }
}
