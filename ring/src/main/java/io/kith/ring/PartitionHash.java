package io.kith.ring;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * Where a key lies in the 64-bit token space, and which partition that is. Clients and nodes of every version must
 * agree on these functions, so they never change: FarmHash Fingerprint64 of the bytes, then the finalizer of SplitMix64
 * (Steele, Lea and Flood, OOPSLA '14), which spreads every input bit over the top bits that choose the partition.
 */
public final class PartitionHash {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private PartitionHash() {}

    /**
     * The identity of the collection named {@code name}: a hash of its UTF-8 bytes, never 0, which is the registry of
     * collections.
     */
    public static long collectionId(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        long id = mix(fingerprint(bytes, 0, bytes.length));
        return id == 0 ? GOLDEN_GAMMA : id;
    }

    /** The token of {@code key} in the collection {@code collectionId}: all 64 bits are well mixed. */
    public static long keyHash(long collectionId, byte[] key) {
        return keyHash(collectionId, key, 0, key.length);
    }

    /**
     * The token of the key in {@code bytes[offset .. offset + length)}: the same as of a copy of just these bytes.
     *
     * @throws IndexOutOfBoundsException if the range does not lie within {@code bytes}
     */
    public static long keyHash(long collectionId, byte[] bytes, int offset, int length) {
        return mix(fingerprint(bytes, offset, length) + collectionId * GOLDEN_GAMMA);
    }

    /**
     * The partition that holds the token {@code keyHash}: its top bits, so partition <i>p</i> of <i>P</i> is the arc of
     * tokens from <i>p</i>·2⁶⁴/<i>P</i> up to, not including, (<i>p</i>+1)·2⁶⁴/<i>P</i>.
     *
     * @param partitionCount a power of two
     * @return 0 to {@code partitionCount} - 1
     * @throws IllegalArgumentException if {@code partitionCount} is not a power of two
     */
    public static int partitionOf(long keyHash, int partitionCount) {
        if (partitionCount <= 0 || (partitionCount & (partitionCount - 1)) != 0) {
            throw new IllegalArgumentException("a partition count is a power of two, not " + partitionCount);
        }
        return (int) (keyHash >>> 1 >>> (63 - Integer.numberOfTrailingZeros(partitionCount)));
    }

    /** The finalizer of SplitMix64: a bijection in which each input bit flips each output bit half of the time. */
    static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private static long fingerprint(byte[] bytes, int offset, int length) {
        return Hashing.farmHashFingerprint64().hashBytes(bytes, offset, length).asLong();
    }
}
