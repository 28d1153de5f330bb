package io.kith.collections.wire;

/**
 * Names one life of a collection: from when its name is first opened until it is destroyed. Drawn at random by the client
 * that opens the name; whoever opens the name later uses the one that the registry has.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits; from them and a key follows the partition
 */
public record Incarnation(long high, long low) {
    /** That of the registry of names, which is a map. */
    public static final Incarnation REGISTRY = new Incarnation(0, 1);

    /** How many bytes it takes on the wire. */
    public static final int BYTES = 2 * Long.BYTES;

    void write(PayloadWriter out) {
        out.writeFixedLong(high).writeFixedLong(low);
    }

    /** Reads what was written as two longs. */
    public static Incarnation read(PayloadReader in) {
        return new Incarnation(in.readFixedLong(), in.readFixedLong());
    }
}
