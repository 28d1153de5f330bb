package io.kith.simulation.history;

/** Calls of counters, as in {@link java.util.concurrent.atomic.AtomicLong}. */
public sealed interface CounterCall {

    /** Names the counter. */
    Object counter();

    /** Answers the number. */
    record Get(Object counter) implements CounterCall {}

    /** Answers the number with {@code delta} added. */
    record Add(Object counter, long delta) implements CounterCall {}

    /** Answers the number before. */
    record GetAndSet(Object counter, long value) implements CounterCall {}

    /** Answers whether the number was the one expected. */
    record CompareAndSet(Object counter, long expected, long value) implements CounterCall {}
}
