package io.kith.client;

/**
 * A number in the cluster. Every operation is linearizable, takes one round trip and applies exactly once, whatever fails
 * meanwhile: a count is right to the last one, also after failovers. It wraps around at the ends of {@code long}.
 */
public interface RemoteCounter extends RemoteObject {

    /** The same counter, with operations that do not wait for their results. */
    AsyncCounter async();

    /** The number; 0 for a counter that nobody has changed. */
    long get();

    /** Sets the number. */
    void set(long value);

    /** Adds {@code delta} and returns what came of it. */
    long addAndGet(long delta);

    /** Sets the number and returns what it was. */
    long getAndSet(long value);

    /** Sets the number to {@code value} if it is {@code expected}; returns whether it was. */
    boolean compareAndSet(long expected, long value);

    /** Adds {@code delta} and returns what the number was before. */
    default long getAndAdd(long delta) {
        return addAndGet(delta) - delta;
    }

    /** Adds one and returns what came of it. */
    default long incrementAndGet() {
        return addAndGet(1);
    }

    /** Takes one away and returns what came of it. */
    default long decrementAndGet() {
        return addAndGet(-1);
    }

    /** Adds one and returns what the number was before. */
    default long getAndIncrement() {
        return getAndAdd(1);
    }

    /** Takes one away and returns what the number was before. */
    default long getAndDecrement() {
        return getAndAdd(-1);
    }
}
