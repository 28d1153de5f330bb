package io.kith.collections.wire;

import io.kith.transport.CorruptFrameException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The result payloads that several types' operations share: nothing, a boolean, a number, bytes or their absence. */
public final class Results {
    /** Where answers about several elements end, about: the client asks again for the rest. */
    public static final int MAX_BYTES = 4 << 20;

    public static final byte[] NO_BYTES = {};

    @SuppressWarnings("MutablePublicArray") // Never changed; a copy for each result would cost too much.
    public static final byte[] FALSE = {0};

    @SuppressWarnings("MutablePublicArray") // As above.
    public static final byte[] TRUE = {1};

    public static final byte[] ABSENT = FALSE;

    private static final byte[][] SMALL_NUMBERS = new byte[128][];

    static {
        for (int i = 0; i < SMALL_NUMBERS.length; i++) {
            SMALL_NUMBERS[i] = new byte[] {(byte) i};
        }
    }

    private Results() {}

    /**
     * The bytes that a payload holds, or null if it says that there are none.
     *
     * @throws CorruptFrameException if it is no such payload
     */
    public static byte @Nullable [] optionalBytes(byte[] payload) {
        if (payload.length == 0 || payload[0] != 1) {
            requireBoolean(payload);
            return null;
        }
        return Arrays.copyOfRange(payload, 1, payload.length);
    }

    /**
     * The boolean that a payload holds.
     *
     * @throws CorruptFrameException if it is no such payload
     */
    public static boolean bool(byte[] payload) {
        requireBoolean(payload);
        return payload[0] == 1;
    }

    private static void requireBoolean(byte[] payload) {
        if (payload.length != 1 || (payload[0] & 0xFF) > 1) {
            throw new CorruptFrameException("a result of " + payload.length + " bytes is not what was asked for");
        }
    }

    /**
     * The number, not negative, that a payload holds.
     *
     * @throws CorruptFrameException if it is no such payload
     */
    public static long number(byte[] payload) {
        PayloadReader reader = new PayloadReader(payload);
        long number = reader.readCount();
        reader.expectEnd();
        return number;
    }

    /** What a payload that explains a refusal says. */
    public static String message(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }

    public static byte[] ofBoolean(boolean value) {
        return value ? TRUE : FALSE;
    }

    public static byte[] ofNumber(long value) {
        return value >= 0 && value < SMALL_NUMBERS.length
                ? SMALL_NUMBERS[(int) value]
                : new PayloadWriter(PayloadWriter.varLongSize(value))
                        .writeVarLong(value)
                        .toBytes();
    }

    public static byte[] ofPresent(byte[] array, int offset, int length) {
        byte[] payload = new byte[1 + length];
        payload[0] = 1;
        System.arraycopy(array, offset, payload, 1, length);
        return payload;
    }

    public static byte[] ofMessage(String message) {
        return message.getBytes(StandardCharsets.UTF_8);
    }
}
