package io.kith.collections.partition;

import io.kith.collections.kind.CollectionSnapshot;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots from which a primary is copying, by numbers that cursors name. A snapshot holds on to what has changed
 * since, so it is dropped when nobody goes on from it; a copy that comes back later begins the collection anew.
 */
final class SnapshotCache {
    private static final int MAX_SNAPSHOTS = 8;
    private static final long IDLE_MILLIS = 30_000;

    private final Map<Long, Held> snapshots = new LinkedHashMap<>();
    private long last;
    private long nowMillis;

    private static final class Held {
        final CollectionSnapshot snapshot;
        long usedMillis;

        Held(CollectionSnapshot snapshot, long usedMillis) {
            this.snapshot = snapshot;
            this.usedMillis = usedMillis;
        }
    }

    /** Keeps a snapshot and gives back its number. */
    long add(CollectionSnapshot snapshot) {
        if (snapshots.size() == MAX_SNAPSHOTS) {
            Iterator<Long> oldest = snapshots.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        snapshots.put(++last, new Held(snapshot, nowMillis));
        return last;
    }

    @Nullable
    CollectionSnapshot find(long number) {
        Held held = snapshots.get(number);
        if (held == null) {
            return null;
        }
        held.usedMillis = nowMillis;
        return held.snapshot;
    }

    /** Drops what was not used lately, by the time of the log. */
    void advanceTo(long newNowMillis) {
        nowMillis = newNowMillis;
        if (!snapshots.isEmpty()) {
            snapshots.values().removeIf(held -> newNowMillis - held.usedMillis > IDLE_MILLIS);
        }
    }
}
