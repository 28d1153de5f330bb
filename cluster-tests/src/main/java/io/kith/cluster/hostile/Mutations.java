package io.kith.cluster.hostile;

import java.util.List;
import java.util.Random;

/** Makes new inputs of old ones, the same ones from the same seed. */
public final class Mutations {
    private static final int MAX_BYTES = 4_096;
    private static final int[] EDGES = {0, 1, 0x7F, 0x80, 0xFF};

    private final Random random;
    private final List<byte[]> seeds;

    /** Of {@code seeds}, of which there is at least one. */
    public Mutations(long seed, List<byte[]> seeds) {
        this.random = new Random(seed);
        this.seeds = List.copyOf(seeds);
    }

    /** The next input. */
    public byte[] next() {
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes = mutated(bytes);
        }
        return bytes;
    }

    private byte[] mutated(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] = (byte) random.nextInt(256);
            case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 2 -> bytes[at] = (byte) EDGES[random.nextInt(EDGES.length)];
            case 3 -> {
                return java.util.Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return spliced(bytes, at, bytes, random.nextInt(bytes.length));
            }
            default -> {
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                return other.length == 0 ? bytes : spliced(bytes, at, other, random.nextInt(other.length));
            }
        }
        return bytes;
    }

    /** What is before a place in one, and what is from a place on in another. */
    private static byte[] spliced(byte[] head, int headBytes, byte[] tail, int tailAt) {
        int tailBytes = Math.min(tail.length - tailAt, MAX_BYTES - Math.min(headBytes, MAX_BYTES));
        byte[] both = java.util.Arrays.copyOf(head, Math.min(headBytes, MAX_BYTES) + tailBytes);
        System.arraycopy(tail, tailAt, both, both.length - tailBytes, tailBytes);
        return both;
    }
}
