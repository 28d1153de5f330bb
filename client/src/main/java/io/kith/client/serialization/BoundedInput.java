package io.kith.client.serialization;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;

/**
 * Refuses counts that the bytes cannot hold, before anything of that size is allocated. Kryo reads counts, and ids,
 * which are smaller still, by the methods overridden here, and other numbers by {@link #readInt(boolean)}.
 */
final class BoundedInput extends Input {
    /** The ids that Kryo gives to its own classes count from zero. */
    private static final int RESERVED_IDS = 64;

    private boolean plainNumber;
    private int lastCount;
    private int lastFlaggedCount;

    BoundedInput(byte[] bytes) {
        super(bytes);
    }

    @Override
    public int readVarInt(boolean optimizePositive) {
        int value = super.readVarInt(optimizePositive);
        if (optimizePositive && !plainNumber) {
            lastCount = checked(value);
        }
        return value;
    }

    @Override
    public int readVarIntFlag(boolean optimizePositive) {
        int value = super.readVarIntFlag(optimizePositive);
        if (optimizePositive) {
            lastFlaggedCount = checked(value);
        }
        return value;
    }

    @Override
    public int readInt(boolean optimizePositive) {
        plainNumber = true;
        try {
            return super.readInt(optimizePositive);
        } finally {
            plainNumber = false;
        }
    }

    /** The last count or id that was read. */
    int lastCount() {
        return lastCount;
    }

    /** The last count that was read behind a flag, as that of a collection's elements is. */
    int lastFlaggedCount() {
        return lastFlaggedCount;
    }

    private int checked(int count) {
        if (count < 0 || count > limit + RESERVED_IDS) {
            throw new KryoException("a count of " + Integer.toUnsignedString(count) + " in " + limit + " bytes");
        }
        return count;
    }
}
