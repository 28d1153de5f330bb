package io.kith.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The changes that a voter was asked for in the current instance, in the order in which they came, bounded. Those that
 * other voters object to rest for a while.
 */
final class WishList {
    /** Settings may take so much of the room: what partitions and members need always finds some. */
    static final int MAX_SETTINGS = ConfigMessage.MAX_CHANGES / 4;

    private static final long READY = Long.MIN_VALUE;

    /** By change: the time until which it rests. Insertion-ordered. */
    private final Map<Change, Long> wishes = new LinkedHashMap<>();

    private int settings;

    /** Adds a wish if it is not there yet; false if it rests or there is no room, so that nothing is to be done. */
    boolean add(Change change, long nowNanos) {
        Long rests = wishes.get(change);
        if (rests != null) {
            return rests == READY || rests - nowNanos <= 0;
        }
        boolean setting = change.kind() == Change.Kind.SET_SETTING;
        if (wishes.size() >= ConfigMessage.MAX_CHANGES || (setting && settings >= MAX_SETTINGS)) {
            return false;
        }
        settings += setting ? 1 : 0;
        wishes.put(change, READY);
        return true;
    }

    /** Lets a wish rest until {@code untilNanos}. */
    void rest(Change change, long untilNanos) {
        wishes.computeIfPresent(change, (key, old) -> untilNanos);
    }

    /** The wishes that do not rest. */
    List<Change> ready(long nowNanos) {
        return wishes.entrySet().stream()
                .filter(entry -> entry.getValue() == READY || entry.getValue() - nowNanos <= 0)
                .map(Map.Entry::getKey)
                .toList();
    }
}
