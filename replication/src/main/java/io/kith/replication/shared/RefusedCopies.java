package io.kith.replication.shared;

import io.kith.replication.host.ShardHost;
import java.util.TreeMap;

/** The partitions of a shard that were to be copied here, and for which there was no room; they stay where they are. */
public final class RefusedCopies {
    /** Primaries try again more often than that: what was not tried for so long is wanted here no more. */
    private static final long KNOWN_NANOS = 60_000_000_000L;

    private final TreeMap<Integer, Long> refusedNanos = new TreeMap<>();
    private int told;

    RefusedCopies() {}

    /** There was no room for a copy of that partition. */
    void refused(int partition, long nowNanos) {
        refusedNanos.put(partition, nowNanos);
    }

    /** A copy of that partition is taken. */
    void taken(int partition) {
        refusedNanos.remove(partition);
    }

    /** Tells the node how many there are, if that has changed. */
    public void report(ShardHost host, long nowNanos) {
        if (!refusedNanos.isEmpty()) {
            refusedNanos.values().removeIf(refused -> nowNanos - refused > KNOWN_NANOS);
        }
        if (refusedNanos.size() != told) {
            told = refusedNanos.size();
            host.copiesRefused(told);
        }
    }
}
