package io.kith.transport;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The identity of one start of one process: 128 random bits. A node that keeps nothing on disk has a new id at every
 * start, so a process that forgot its data is never mistaken for the one that had it.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record NodeId(long high, long low) implements Comparable<NodeId> {

    /** Draws an id from {@code random}; production seeds it from the operating system's entropy. */
    public static NodeId random(RandomGenerator random) {
        return new NodeId(random.nextLong(), random.nextLong());
    }

    /**
     * Reads the 32 hexadecimal digits that {@link #toString()} writes.
     *
     * @throws IllegalArgumentException if {@code text} is anything else
     */
    public static NodeId parse(String text) {
        if (text.length() != 32) {
            throw new IllegalArgumentException("a node id has 32 hexadecimal digits, but got '" + text + "'");
        }
        return new NodeId(HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigitsToLong(text, 16, 32));
    }

    /** The first eight hexadecimal digits: enough for people to tell nodes apart. */
    public String shortName() {
        return toString().substring(0, 8);
    }

    /** Orders ids as unsigned 128-bit numbers. */
    @Override
    public int compareTo(NodeId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** Spelled out, as is {@link #hashCode}: requests do both many times, and what the compiler makes of a record is slower. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof NodeId that && high == that.high && low == that.low);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(31 * high + low);
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
