package io.kith.collections.partition;

import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.transport.CorruptFrameException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition has been copied: first every session with the numbers it used, so that the joiner applies nothing
 * twice; then which collections there are and which were destroyed, in the order of the log; then what the collections
 * hold, by their openings; then the results that the sessions keep. A cursor is
 * immutable, and the primary may go on from the same one several times.
 */
public final class CopyCursor {
    static final int SESSIONS = 0;
    static final int CATALOG = 1;
    static final int COLLECTIONS = 2;
    static final int RESULTS = 3;
    static final int DONE = 4;

    /** No part of the collection yet; all with lower openings are complete. */
    static final int BEFORE = 0;
    /** The map's entries up to a key. */
    static final int AFTER_KEY = 1;
    /** A snapshot of the vec or deque, up to a number of its parts. */
    static final int INSIDE = 2;
    /** All of it. */
    static final int WHOLE = 3;

    private static final CopyCursor START = of(SESSIONS, 0, 0);

    private final int phase;
    private final long id;
    private final long number;
    private final int place;
    private final byte @Nullable [] key;
    private final long snapshot;

    private CopyCursor(int phase, long id, long number, int place, byte @Nullable [] key, long snapshot) {
        this.phase = phase;
        this.id = id;
        this.number = number;
        this.place = place;
        this.key = key;
        this.snapshot = snapshot;
    }

    /** The beginning of a copy. */
    public static CopyCursor start() {
        return START;
    }

    static CopyCursor of(int phase, long place, long number) {
        return new CopyCursor(phase, place, number, BEFORE, null, 0);
    }

    static CopyCursor beforeCollections() {
        return new CopyCursor(COLLECTIONS, 0, 0, BEFORE, null, 0);
    }

    static CopyCursor afterKey(long opening, byte[] key) {
        return new CopyCursor(COLLECTIONS, opening, 0, AFTER_KEY, key, 0);
    }

    static CopyCursor inside(long opening, long snapshot, long parts) {
        return new CopyCursor(COLLECTIONS, opening, parts, INSIDE, null, snapshot);
    }

    static CopyCursor afterCollection(long opening) {
        return new CopyCursor(COLLECTIONS, opening, 0, WHOLE, null, 0);
    }

    static CopyCursor done() {
        return new CopyCursor(DONE, 0, 0, BEFORE, null, 0);
    }

    /** Whether nothing is left to copy. */
    public boolean isDone() {
        return phase == DONE;
    }

    int phase() {
        return phase;
    }

    /** The opening of the last session or collection copied; in the phase of the catalog the number of a log entry. */
    long id() {
        return id;
    }

    /** In the phase of results the last number copied of the session; inside of a snapshot how much of it is copied. */
    long number() {
        return number;
    }

    /** In the phase of collections, how much of the last one is copied. */
    int place() {
        return place;
    }

    /** The last key copied, if the cursor is inside of a map. */
    byte @Nullable [] key() {
        return key;
    }

    /** The primary's number for what is being copied, if the cursor is inside of a vec or deque. */
    long snapshot() {
        return snapshot;
    }

    /** The cursor's place on the wire; equal places are equal bytes. */
    public byte[] toBytes() {
        PayloadWriter writer = new PayloadWriter(24).writeByte(phase);
        switch (phase) {
            case SESSIONS, CATALOG -> writer.writeVarLong(id);
            case RESULTS -> writer.writeVarLong(id).writeVarLong(number);
            case COLLECTIONS -> {
                writer.writeByte(place).writeVarLong(id);
                if (place == INSIDE) {
                    writer.writeVarLong(snapshot).writeVarLong(number);
                } else if (key != null) {
                    writer.writeRaw(key);
                }
            }
            default -> {}
        }
        return writer.toBytes();
    }

    /**
     * The cursor whose {@link #toBytes} these are.
     *
     * @throws CorruptFrameException if they are of none
     */
    public static CopyCursor parse(byte[] bytes) {
        PayloadReader reader = new PayloadReader(bytes);
        int phase = reader.readVarInt(DONE);
        CopyCursor cursor = switch (phase) {
            case SESSIONS, CATALOG -> of(phase, reader.readCount(), 0);
            case RESULTS -> of(RESULTS, reader.readCount(), reader.readCount());
            case COLLECTIONS -> {
                int place = reader.readVarInt(WHOLE);
                long id = reader.readCount();
                if (place == INSIDE) {
                    yield inside(id, reader.readCount(), reader.readCount());
                }
                byte[] key = place == AFTER_KEY ? reader.readRest() : null;
                yield new CopyCursor(COLLECTIONS, id, 0, place, key, 0);
            }
            default -> done();
        };
        reader.expectEnd();
        return cursor;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CopyCursor cursor && Arrays.equals(toBytes(), cursor.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }
}
