package io.kith.node.core;

/** A token bucket: what one loop may still send or pass on over relays. */
final class RelayBudget {
    private static final double NANOS_PER_SECOND = 1e9;

    private final RelayLimits limits;
    private double bytes;
    private long filledNanos;

    RelayBudget(RelayLimits limits, long nowNanos) {
        this.limits = limits;
        this.bytes = limits.burstBytes();
        this.filledNanos = nowNanos;
    }

    /** Takes so many bytes out if they are there. */
    boolean take(long wanted, long nowNanos) {
        double earned = limits.bytesPerSecond() * (Math.max(0, nowNanos - filledNanos) / NANOS_PER_SECOND);
        bytes = Math.min((double) limits.burstBytes(), bytes + earned);
        filledNanos = nowNanos;
        if (wanted > limits.messageBytes() || wanted > bytes) {
            return false;
        }
        bytes -= wanted;
        return true;
    }
}
