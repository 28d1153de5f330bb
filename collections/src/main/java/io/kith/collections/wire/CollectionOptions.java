package io.kith.collections.wire;

/**
 * What a collection is told to do of its own accord.
 *
 * @param ttlMillis how long an element lives whose write says nothing else, 0: for ever
 * @param capacity how many elements there may be, 0: any number
 */
public record CollectionOptions(long ttlMillis, int capacity) {
    /** Nothing in particular. */
    public static final CollectionOptions NONE = new CollectionOptions(0, 0);

    private static final int TTL_MILLIS = 1;
    private static final int CAPACITY = 2;

    public CollectionOptions {
        if (ttlMillis < 0 || capacity < 0) {
            throw new IllegalArgumentException(
                    "a time to live of " + ttlMillis + " ms and a capacity of " + capacity + " cannot be kept");
        }
    }

    /** Writes a count, and for each option that is set its tag and value. */
    public void write(PayloadWriter out) {
        out.writeVarLong((ttlMillis == 0 ? 0 : 1) + (capacity == 0 ? 0 : 1));
        if (ttlMillis != 0) {
            out.writeVarLong(TTL_MILLIS).writeVarLong(ttlMillis);
        }
        if (capacity != 0) {
            out.writeVarLong(CAPACITY).writeVarLong(capacity);
        }
    }

    /**
     * Reads what {@link #write} wrote; options that a later version knows are skipped.
     *
     * @throws io.kith.transport.CorruptFrameException if it is anything else
     */
    public static CollectionOptions read(PayloadReader in) {
        long ttlMillis = 0;
        int capacity = 0;
        for (int left = in.readCount(2); left > 0; left--) {
            long tag = in.readCount();
            if (tag == TTL_MILLIS) {
                ttlMillis = in.readCount();
            } else if (tag == CAPACITY) {
                capacity = in.readVarInt(Integer.MAX_VALUE);
            } else {
                in.readVarLong();
            }
        }
        return ttlMillis == 0 && capacity == 0 ? NONE : new CollectionOptions(ttlMillis, capacity);
    }
}
