package io.kith.collections.partition;

import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.transport.CorruptFrameException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far a partition has been copied: first every session with the numbers it used, so that the joiner applies nothing
 * twice; then the collections by id, their elements in order; then the results that the sessions keep. A cursor is
 * immutable, and the primary may go on from the same one several times.
 */
public final class CopyCursor {
    static final int SESSIONS = 0;
    static final int COLLECTIONS = 1;
    static final int RESULTS = 2;
    static final int DONE = 3;

    /** No part of the collection yet; all with lower ids are complete. */
    static final int BEFORE = 0;
    /** The map's entries up to a key. */
    static final int AFTER_KEY = 1;
    /** A snapshot of the vec or deque, up to a number of its parts. */
    static final int INSIDE = 2;
    /** All of it. */
    static final int WHOLE = 3;

    private static final CopyCursor START = ofSession(SESSIONS, 0, 0);

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

    static CopyCursor ofSession(int phase, long opening, long number) {
        return new CopyCursor(phase, opening, number, BEFORE, null, 0);
    }

    static CopyCursor beforeCollections() {
        return new CopyCursor(COLLECTIONS, 0, 0, BEFORE, null, 0);
    }

    static CopyCursor afterKey(long collectionId, byte[] key) {
        return new CopyCursor(COLLECTIONS, collectionId, 0, AFTER_KEY, key, 0);
    }

    static CopyCursor inside(long collectionId, long snapshot, long parts) {
        return new CopyCursor(COLLECTIONS, collectionId, parts, INSIDE, null, snapshot);
    }

    static CopyCursor afterCollection(long collectionId) {
        return new CopyCursor(COLLECTIONS, collectionId, 0, WHOLE, null, 0);
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

    /** In the phases of sessions the opening of the last one copied, else the id of the last collection. */
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
            case SESSIONS -> writer.writeVarLong(id);
            case RESULTS -> writer.writeVarLong(id).writeVarLong(number);
            case COLLECTIONS -> {
                writer.writeByte(place).writeFixedLong(id);
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
            case SESSIONS -> ofSession(SESSIONS, reader.readCount(), 0);
            case RESULTS -> ofSession(RESULTS, reader.readCount(), reader.readCount());
            case COLLECTIONS -> {
                int place = reader.readVarInt(WHOLE);
                long id = reader.readFixedLong();
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
