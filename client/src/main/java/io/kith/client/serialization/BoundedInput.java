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

    BoundedInput(byte[] bytes) {
        super(bytes);
    }

    @Override
    public int readVarInt(boolean optimizePositive) {
        int value = super.readVarInt(optimizePositive);
        return optimizePositive && !plainNumber ? checked(value) : value;
    }

    @Override
    public int readVarIntFlag(boolean optimizePositive) {
        int value = super.readVarIntFlag(optimizePositive);
        return optimizePositive ? checked(value) : value;
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

    private int checked(int count) {
        if (count < 0 || count > limit + RESERVED_IDS) {
            throw new KryoException("a count of " + Integer.toUnsignedString(count) + " in " + limit + " bytes");
        }
        return count;
    }
}
