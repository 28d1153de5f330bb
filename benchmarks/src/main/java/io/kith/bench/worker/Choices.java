package io.kith.bench.worker;

/** Random numbers that cost next to nothing: Marsaglia's xorshift (2003). For one thread. */
final class Choices {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    Choices(long seed) {
        this.state = (seed + 1) * GOLDEN;
    }

    /** A number from 0 to {@code bound} - 1. */
    int below(int bound) {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
        return (int) (((state >>> 33) * bound) >>> 31);
    }
}
