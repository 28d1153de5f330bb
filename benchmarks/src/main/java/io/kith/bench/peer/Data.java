package io.kith.bench.peer;

import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The keys and values that every peer gets, made beforehand so that making them costs no measured time. */
public final class Data {
    /** Bytes of a value. */
    public static final int VALUE_BYTES = 100;

    private static final long SEED = 42;

    private static volatile String[] keys = new String[0];
    private static final byte[] VALUE = new byte[VALUE_BYTES];

    static {
        // Random, so that no peer gains by compressing it.
        new SplittableRandom(SEED).nextBytes(VALUE);
    }

    private Data() {}

    /** Makes the keys 0 to {@code count} - 1, once. */
    public static synchronized void makeKeys(int count) {
        if (keys.length < count) {
            String[] made = new String[count];
            for (int i = 0; i < count; i++) {
                made[i] = String.format(Locale.ROOT, "key:%012d", i);
            }
            keys = made;
        }
    }

    /** Key {@code index}, of 16 characters. */
    public static String key(int index) {
        return keys[index];
    }

    /** The value, the same for all keys. */
    public static byte[] value() {
        return VALUE;
    }

    /** Checks that what was added is there. */
    public static void check(boolean found) {
        if (!found) {
            throw new WrongDataException("an element that was added is not in the set");
        }
    }

    /** Checks what was read. */
    public static void check(byte @Nullable [] read) {
        if (read == null || read.length != VALUE_BYTES) {
            throw new WrongDataException(
                    read == null
                            ? "a key that was put has no value"
                            : "a value of " + read.length + " bytes came back");
        }
    }
}
