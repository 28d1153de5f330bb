package io.kith.cluster.processes;

import java.util.ArrayList;
import java.util.List;

/** The gaps between the successful operations of clients: how long each waited. */
final class StallLog {
    private static final long SHORTEST_NANOS = 2_000_000;

    private record Gap(long fromNanos, long toNanos) {}

    private final List<Gap> gaps = new ArrayList<>();

    /** A client that wanted something from {@code fromNanos} on got it at {@code toNanos}. */
    void waited(long fromNanos, long toNanos) {
        if (toNanos - fromNanos >= SHORTEST_NANOS) {
            synchronized (gaps) {
                gaps.add(new Gap(fromNanos, toNanos));
            }
        }
    }

    /** The longest gap that overlaps the time between two clock reads; 0 if there was none worth mentioning. */
    long longestMicros(long fromNanos, long toNanos) {
        long longest = 0;
        synchronized (gaps) {
            for (Gap gap : gaps) {
                if (gap.toNanos - fromNanos > 0 && gap.fromNanos - toNanos < 0) {
                    longest = Math.max(longest, gap.toNanos - gap.fromNanos);
                }
            }
        }
        return longest / 1_000;
    }

    /** Forgets gaps that ended before {@code nanos}. */
    void forgetBefore(long nanos) {
        synchronized (gaps) {
            gaps.removeIf(gap -> gap.toNanos - nanos < 0);
        }
    }
}
