package io.kith.node.core;

import java.util.TreeSet;

/** What failed in partitions on this node, and which of them are stopped for that; told on as that changes. */
final class StoppedPartitions {
    private final NodeEvents events;
    private final TreeSet<Integer> stopped = new TreeSet<>();

    StoppedPartitions(NodeEvents events) {
        this.events = events;
    }

    /** One is stopped, or more is known of what becomes of it. */
    void begins(int partition, String whatNow, Throwable cause) {
        stopped.add(partition);
        events.partitionStopped(partition, whatNow, cause);
    }

    /** One is stopped no more. */
    void ends(int partition) {
        if (stopped.remove(partition)) {
            events.partitionGoesOn(partition);
        }
    }

    /** What this node logged of its own accord in a partition was refused. */
    void ownCommandRefused(int partition, String reason) {
        events.ownCommandRefused(partition, reason);
    }

    /** How many are. */
    int count() {
        return stopped.size();
    }
}
