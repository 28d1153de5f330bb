package io.kith.config;

import java.util.concurrent.TimeUnit;

/**
 * How long agreement waits for what; all in nanoseconds.
 *
 * @param admitWindowNanos how long an admission or a leave waits for others to share its version
 * @param placementWindowNanos how long a promotion, or a drop that is not urgent, waits
 * @param moveWindowNanos how long a change of primary or a setting waits
 * @param commandNanos how long a client's command may take before it is answered that it was not decided in time
 */
public record ConfigTiming(long admitWindowNanos, long placementWindowNanos, long moveWindowNanos, long commandNanos) {

    public ConfigTiming {
        if (admitWindowNanos < 0 || placementWindowNanos < 0 || moveWindowNanos < 0 || commandNanos <= 0) {
            throw new IllegalArgumentException("times are not negative, and commands get some");
        }
    }

    /** 50 ms for admissions, 20 ms for placement, 5 ms for moves and settings, 10 s for commands. */
    public static ConfigTiming defaults() {
        return new ConfigTiming(
                TimeUnit.MILLISECONDS.toNanos(50),
                TimeUnit.MILLISECONDS.toNanos(20),
                TimeUnit.MILLISECONDS.toNanos(5),
                TimeUnit.SECONDS.toNanos(10));
    }

    /** How long a change of this kind may wait for others; removals and failovers wait for nobody. */
    long windowNanos(Change change, PeerHealth health) {
        return switch (change.kind().pace()) {
            case AT_ONCE -> 0;
            case MOVE -> moveWindowNanos;
            case PLACEMENT -> placementWindowNanos;
            case PLACEMENT_IF_ALIVE -> change.nodes().stream().allMatch(health::heardLately) ? placementWindowNanos : 0;
            case ADMISSION -> admitWindowNanos;
        };
    }

    /** How long one message is waited for before it is sent again. */
    static long retransmitNanos(ClusterParameters parameters) {
        return Math.max(TimeUnit.MILLISECONDS.toNanos(2), parameters.leaseNanos() / 20);
    }

    /** By how much each rank goes behind the one before; also the unit of back-off. */
    static long staggerNanos(ClusterParameters parameters) {
        return Math.max(TimeUnit.MILLISECONDS.toNanos(1), parameters.leaseNanos() / 50);
    }

    /** How long settings wait for somebody whose change came too late for the instance before. */
    static long yieldNanos(ClusterParameters parameters) {
        return parameters.leaseNanos() / 10;
    }

    /** How long an instance waits for changes that are not urgent if some came too late for the one before. */
    static long patienceNanos(ClusterParameters parameters) {
        return parameters.leaseNanos() / 25;
    }

    /** How long settings wait in one instance at most. */
    static long longestYieldNanos(ClusterParameters parameters) {
        return parameters.leaseNanos() / 2;
    }

    /** After how long a voter finishes an instance that somebody else began. */
    static long finishNanos(ClusterParameters parameters) {
        return parameters.leaseNanos() / 8;
    }
}
