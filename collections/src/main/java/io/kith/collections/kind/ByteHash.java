package io.kith.collections.kind;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A fast 64-bit hash for comparing replicas; it decides nothing and need not be the same in another version. Mixes as
 * wyhash does: 64 by 64 bit products folded to 64 bits.
 */
public final class ByteHash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long A = 0xa0761d6478bd642fL;
    private static final long B = 0xe7037ed1a0b428dbL;

    private ByteHash() {}

    public static long of(long seed, byte[] bytes) {
        return of(seed, bytes, 0, bytes.length);
    }

    public static long of(long seed, byte[] bytes, int offset, int length) {
        long hash = mix(seed ^ A, length ^ B);
        int end = offset + length;
        int position = offset;
        for (; position + Long.BYTES <= end; position += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(bytes, position), B);
        }
        long rest = 0;
        for (; position < end; position++) {
            rest = rest << 8 | (bytes[position] & 0xFF);
        }
        return mix(hash ^ rest, A);
    }

    public static long of(long seed, long value) {
        return mix(seed ^ A, value ^ B);
    }

    private static long mix(long x, long y) {
        // One of two factors near zero would swallow the other, so the sum goes in as well.
        return Math.multiplyHigh(x, y) ^ (x * y) ^ Long.rotateLeft(x + y, 31);
    }
}
