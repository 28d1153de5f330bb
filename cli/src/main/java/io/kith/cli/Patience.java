package io.kith.cli;

import java.util.concurrent.TimeUnit;

/** A bounded wait that looks again and again. */
final class Patience {
    private static final long PAUSE_MILLIS = 50;

    private final long endNanos;

    private Patience(long nanos) {
        this.endNanos = System.nanoTime() + nanos;
    }

    static Patience ofSeconds(double seconds) {
        return new Patience((long) (seconds * TimeUnit.SECONDS.toNanos(1)));
    }

    /** Whether there is time left. */
    boolean hasMore() {
        return System.nanoTime() - endNanos < 0;
    }

    /** Waits a little. */
    void pause() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
}
