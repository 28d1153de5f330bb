package io.kith.transport;

/** The operating system's clocks, read anew at each call. */
public enum SystemClock implements Clock {
    /** The only one. */
    INSTANCE;

    @Override
    public long nowNanos() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }
}
