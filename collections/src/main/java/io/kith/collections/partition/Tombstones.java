package io.kith.collections.partition;

import io.kith.collections.kind.ByteHash;
import io.kith.collections.wire.Incarnation;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What was destroyed in a partition, kept for so long that nobody comes any more who means it: a client opens a collection
 * only soon after it has read the registry's entry for it.
 */
final class Tombstones {
    /** More than these are not kept, so that strangers cannot fill the memory. */
    static final int MAX = 100_000;

    /** What one takes of memory, about. */
    static final long BYTES = 250;

    private final LongConsumer bytes;
    private final TreeMap<Long, Tombstone> bySequence = new TreeMap<>();
    private final Map<Incarnation, Tombstone> byIncarnation = new HashMap<>();
    private final Map<Long, Tombstone> byOpening = new HashMap<>();

    /**
     * A collection that was destroyed.
     *
     * @param sequence of the command that did it
     * @param opening what it was opened as, 0 if it was not open
     */
    record Tombstone(long sequence, Incarnation incarnation, long opening) {}

    /**
     * None yet.
     *
     * @param bytes told how much more memory they take, or less
     */
    Tombstones(LongConsumer bytes) {
        this.bytes = bytes;
    }

    int size() {
        return bySequence.size();
    }

    boolean isFull() {
        return bySequence.size() >= MAX;
    }

    boolean has(Incarnation incarnation) {
        return !byIncarnation.isEmpty() && byIncarnation.containsKey(incarnation);
    }

    boolean has(long opening) {
        return !byOpening.isEmpty() && byOpening.containsKey(opening);
    }

    void add(Tombstone tombstone) {
        bySequence.put(tombstone.sequence(), tombstone);
        bytes.accept(BYTES);
        byIncarnation.put(tombstone.incarnation(), tombstone);
        if (tombstone.opening() != 0) {
            byOpening.put(tombstone.opening(), tombstone);
        }
    }

    /** Those of later commands than the one with that sequence number, by rising numbers. */
    Collection<Tombstone> behind(long sequence) {
        return bySequence.tailMap(sequence, false).values();
    }

    /** Whether there is one of a command up to the one with that sequence number. */
    boolean hasUpTo(long sequence) {
        return !bySequence.isEmpty() && bySequence.firstKey() <= sequence;
    }

    /** Forgets those of the commands up to the one with that sequence number. */
    void forgetUpTo(long sequence) {
        while (hasUpTo(sequence)) {
            drop(bySequence.pollFirstEntry());
        }
    }

    private void drop(Map.@Nullable Entry<Long, Tombstone> oldest) {
        if (oldest != null) {
            bytes.accept(-BYTES);
            byIncarnation.remove(oldest.getValue().incarnation());
            byOpening.remove(oldest.getValue().opening());
        }
    }

    /** Forgets all; only with the rule off that they move. */
    void clear() {
        bytes.accept(-BYTES * bySequence.size());
        bySequence.clear();
        byIncarnation.clear();
        byOpening.clear();
    }

    long digest() {
        long digest = 0;
        for (Tombstone tombstone : bySequence.values()) {
            long hash =
                    ByteHash.of(tombstone.sequence(), tombstone.incarnation().low());
            digest += ByteHash.of(hash, tombstone.opening());
        }
        return digest;
    }
}
