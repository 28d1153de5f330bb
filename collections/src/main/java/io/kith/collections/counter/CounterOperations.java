package io.kith.collections.counter;

import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.Results;

/**
 * Encodes the operations of counters and decodes their results. A counter lives in the partition of its incarnation, as of a
 * key hash; one that nobody has written to is 0.
 */
public final class CounterOperations {
    private CounterOperations() {}

    /** The number; result: {@link #value}. */
    public static byte[] get(CollectionRef counter) {
        return CounterCommand.GET.of(counter, 0).toBytes();
    }

    /** Adds to the number, which wraps around as a {@code long} does; result: the new one, {@link #value}. */
    public static byte[] add(CollectionRef counter, long delta) {
        return CounterCommand.ADD.of(counter, Long.BYTES).writeFixedLong(delta).toBytes();
    }

    /** Sets the number; result: the old one, {@link #value}. */
    public static byte[] getAndSet(CollectionRef counter, long value) {
        return CounterCommand.GET_AND_SET
                .of(counter, Long.BYTES)
                .writeFixedLong(value)
                .toBytes();
    }

    /** Sets the number if it is {@code expected}; result: whether it was, {@link Results#bool}. */
    public static byte[] compareAndSet(CollectionRef counter, long expected, long value) {
        return CounterCommand.COMPARE_AND_SET
                .of(counter, 2 * Long.BYTES)
                .writeFixedLong(expected)
                .writeFixedLong(value)
                .toBytes();
    }

    /**
     * The number that a payload holds.
     *
     * @throws io.kith.transport.CorruptFrameException if it is no such payload
     */
    public static long value(byte[] payload) {
        PayloadReader in = new PayloadReader(payload);
        long value = in.readFixedLong();
        in.expectEnd();
        return value;
    }
}
