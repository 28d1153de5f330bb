package io.kith.replication.host;

/** The times and bounds that a shard works with now; they may change while it runs. */
public final class Bounds {
    private ReplicationTimes times;
    private ShardLimits limits;

    /** Begins with these. */
    public Bounds(ReplicationTimes times, ShardLimits limits) {
        this.times = times;
        this.limits = limits;
    }

    /** Goes on with others. */
    public void adjust(ReplicationTimes otherTimes, ShardLimits otherLimits) {
        times = otherTimes;
        limits = otherLimits;
    }

    /** The times. */
    public ReplicationTimes times() {
        return times;
    }

    /** The bounds of queues and memory. */
    public ShardLimits limits() {
        return limits;
    }
}
