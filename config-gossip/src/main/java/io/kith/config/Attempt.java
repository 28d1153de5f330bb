package io.kith.config;

import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A node's attempts to make the cluster, and what was pledged to it for the one that counts. They are numbered: odd while
 * one is under way, even in between, when pledges are collected for the next.
 */
final class Attempt {
    private final TreeMap<NodeId, BootstrapMessage.Pledge> pledges = new TreeMap<>();
    private long number;
    private long sinceNanos;

    long number() {
        return number;
    }

    /** Whether one is under way. */
    boolean isUnderWay() {
        return number % 2 != 0;
    }

    /** Whether it takes longer than {@code nanos} by now. */
    boolean takesLongerThan(long nanos, long nowNanos) {
        return isUnderWay() && nowNanos - sinceNanos > nanos;
    }

    /** The next one begins, or the one under way is over; what was pledged to the one before counts for nothing. */
    void next(long nowNanos) {
        number++;
        sinceNanos = nowNanos;
        pledges.clear();
    }

    /** Forgets what was pledged. */
    void clear() {
        pledges.clear();
    }

    /** Takes a pledge; false if it is of another attempt or nothing new. */
    boolean add(NodeId from, BootstrapMessage.Pledge pledge) {
        BootstrapMessage.Pledge before = pledges.get(from);
        boolean isNews = pledge.attempt() == number
                && pledge.bound() == isUnderWay()
                && (before == null
                        ? pledges.size() < BootstrapMessage.MAX_HEARD
                        : before.askedNanos() < pledge.askedNanos());
        if (isNews) {
            pledges.put(from, pledge);
        }
        return isNews;
    }

    /** The addresses of those whose pledges still run, counted from when they were asked for. */
    SortedSet<NodeAddress> addresses(long pledgeNanos, long nowNanos) {
        TreeSet<NodeAddress> addresses = new TreeSet<>();
        for (BootstrapMessage.Pledge pledge : pledges.values()) {
            if (nowNanos - pledge.askedNanos() < pledgeNanos) {
                addresses.add(pledge.address());
            }
        }
        return addresses;
    }
}
