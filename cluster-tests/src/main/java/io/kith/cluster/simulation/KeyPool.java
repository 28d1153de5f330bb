package io.kith.cluster.simulation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The keys that clients share. A key at which several writes were given up is replaced by a fresh one and only read from
 * then on: each write of unknown outcome multiplies the orders in which a history may have happened.
 */
final class KeyPool {
    private static final int MAX_UNKNOWN = 8;

    /** One read of so many looks at a key that was replaced. */
    private static final int LOOK_BACK = 8;

    private final int[] replaced;
    private final int[] unknown;

    KeyPool(int keys) {
        this.replaced = new int[keys];
        this.unknown = new int[keys];
    }

    /** A key to write to. */
    long forWrite(RandomGenerator random) {
        return latest(random.nextInt(replaced.length));
    }

    /** A key to read. */
    long forRead(RandomGenerator random) {
        int slot = random.nextInt(replaced.length);
        return replaced[slot] > 0 && random.nextInt(LOOK_BACK) == 0
                ? slot + (long) random.nextInt(replaced[slot]) * replaced.length
                : latest(slot);
    }

    /** Nobody knows whether a write to {@code key} took effect. */
    void gaveUp(long key) {
        int slot = (int) (key % replaced.length);
        if (key == latest(slot) && ++unknown[slot] > MAX_UNKNOWN) {
            replaced[slot]++;
            unknown[slot] = 0;
        }
    }

    /** How many keys there have been. */
    long size() {
        return replaced.length + (long) Arrays.stream(replaced).sum();
    }

    private long latest(int slot) {
        return slot + (long) replaced[slot] * replaced.length;
    }
}
