package io.kith.simulation;

import java.util.SplittableRandom;

/**
 * Chance, split by purpose, so that what one part of a simulation draws does not change what another part gets. The
 * streams are functions of the seed and the purpose alone.
 */
public final class RandomStreams {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long seed;

    /** All streams of {@code seed}. */
    public RandomStreams(long seed) {
        this.seed = seed;
    }

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** A fresh generator for {@code purpose}; asked again it starts over. */
    public SplittableRandom of(String purpose) {
        return of(purpose, 0);
    }

    /** A fresh generator for the {@code index}-th user of {@code purpose}. */
    public SplittableRandom of(String purpose, long index) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < purpose.length(); i++) {
            hash = (hash ^ purpose.charAt(i)) * FNV_PRIME;
        }
        return new SplittableRandom(mix(mix(seed + 0x9E3779B97F4A7C15L) ^ hash) + mix(index));
    }

    /** The finalizer of MurmurHash3. */
    public static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
        z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return z ^ (z >>> 33);
    }
}
