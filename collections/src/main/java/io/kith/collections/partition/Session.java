package io.kith.collections.partition;

import io.kith.collections.wire.Incarnation;
import io.kith.transport.NodeId;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a partition knows of one session: its opening, its floor, and for each number from the floor on what became of it.
 */
final class Session {
    /** How many numbers from the floor on may be open or have their results kept. */
    static final int MAX_OPEN = 512;

    private static final int MIN_SLOTS = 4;

    /** A request of which a joiner knows only that it was applied; its result comes with the last chunks of the copy. */
    static final Object APPLIED = new Object();

    /**
     * A request that waits in a collection, such as a blocking take.
     *
     * @param opening the collection's
     * @param incarnation its incarnation, in a joiner that does not know the opening yet; else null
     */
    record Waiting(long opening, @Nullable Incarnation incarnation) {}

    /** Results up to this are no matter: as many as a session may have fit into what it takes itself. */
    private static final int SMALL_RESULT_BYTES = 64;

    /** What an outcome takes of memory besides its payload, and a small payload with it, about. */
    static final int OUTCOME_BYTES = 80;

    private final LongConsumer tally;
    private final LongConsumer outcomesTally;
    private final NodeId id;
    private final long opening;
    private long floor = 1;
    private long highest;
    private long lastMillis;
    private long keptBytes;
    private int outcomes;

    /** By number modulo the length: null, {@link #APPLIED}, {@link Waiting} or a {@link Completion}. */
    private @Nullable Object[] slots = new @Nullable Object[MIN_SLOTS];

    /**
     * A session that has asked for nothing yet.
     *
     * @param tally told by how much large results grow or shrink
     * @param outcomesTally told by how much what is kept of requests at all does
     */
    Session(LongConsumer tally, LongConsumer outcomesTally, NodeId id, long opening, long nowMillis) {
        this.tally = tally;
        this.outcomesTally = outcomesTally;
        this.id = id;
        this.opening = opening;
        this.lastMillis = nowMillis;
    }

    NodeId id() {
        return id;
    }

    long opening() {
        return opening;
    }

    long floor() {
        return floor;
    }

    /** The highest number it knows of, or less than the floor. */
    long highest() {
        return highest;
    }

    /** The time of its last logged command, by the primary's wall clock. */
    long lastMillis() {
        return lastMillis;
    }

    void heardAt(long nowMillis) {
        lastMillis = Math.max(lastMillis, nowMillis);
    }

    /** Whether {@code number}, at or above the floor, is not too far above it. */
    boolean hasRoomFor(long number) {
        return number - floor < MAX_OPEN;
    }

    /** What became of a request, or null if it was not applied or is below the floor. */
    @Nullable
    Object outcome(long number) {
        return number < floor || number > highest || number - floor >= slots.length ? null : slots[index(number)];
    }

    /** Notes what became of a request at or above the floor. */
    void setOutcome(long number, Object outcome) {
        if (number - floor >= slots.length) {
            resize(Integer.highestOneBit((int) (number - floor)) * 2);
        }
        replace(index(number), outcome);
        highest = Math.max(highest, number);
    }

    /** Finds the openings of what requests wait in, now that the catalog is known. */
    void resolveWaiting(Catalog catalog) {
        for (long number = floor; number <= highest; number++) {
            if (outcome(number) instanceof Waiting waiting && waiting.incarnation() != null) {
                OpenCollection collection = catalog.find(
                        waiting.incarnation().high(), waiting.incarnation().low());
                setOutcome(number, collection == null ? APPLIED : new Waiting(collection.opening(), null));
            }
        }
    }

    /** Forgets all outcomes; only with the rule off that results move. */
    void forgetOutcomes() {
        for (int i = 0; i < slots.length; i++) {
            replace(i, null);
        }
    }

    /** Forgets the lowest number's outcome and gives it back. */
    @Nullable
    Object raiseFloor() {
        Object outcome = slots[index(floor)];
        replace(index(floor), null);
        floor++;
        return outcome;
    }

    /** Sets the floor above all that is known. */
    void jumpTo(long newFloor) {
        floor = newFloor;
    }

    /** Gives back memory that a burst of requests needed. */
    void trim() {
        if (slots.length > 4 * MIN_SLOTS && highest - floor < slots.length / 8) {
            resize(slots.length / 4);
        }
    }

    private void replace(int index, @Nullable Object outcome) {
        Object before = slots[index];
        // What was there is looked at only where something large may be: it has left the caches long ago.
        long more = bytesOf(outcome) - (keptBytes == 0 ? 0 : bytesOf(before));
        slots[index] = outcome;
        if (more != 0) {
            keptBytes += more;
            tally.accept(more);
        }
        if ((outcome == null) != (before == null)) {
            outcomes += outcome == null ? -1 : 1;
            outcomesTally.accept(outcome == null ? -OUTCOME_BYTES : OUTCOME_BYTES);
        }
    }

    /** Whether nothing of it waits, so that only retries would miss it; walks through what is kept. */
    boolean isIdle() {
        for (Object slot : slots) {
            if (slot instanceof Waiting) {
                return false;
            }
        }
        return true;
    }

    /** Whether it has never asked for anything. */
    boolean isUnused() {
        return outcomes == 0 && floor == 1;
    }

    /** How many requests wait or have their results kept. */
    int openResults() {
        return outcomes;
    }

    private static long bytesOf(@Nullable Object outcome) {
        return outcome instanceof Completion completion && completion.payload().length > SMALL_RESULT_BYTES
                ? completion.payload().length
                : 0;
    }

    /** What the results take of memory that it keeps, about; small ones are not counted. */
    long keptBytes() {
        return keptBytes;
    }

    private int index(long number) {
        return (int) number & (slots.length - 1);
    }

    private void resize(int length) {
        @Nullable Object[] old = slots;
        int oldMask = old.length - 1;
        slots = new @Nullable Object[length];
        for (long number = floor; number <= highest && number - floor < old.length; number++) {
            slots[index(number)] = old[(int) number & oldMask];
        }
    }
}
