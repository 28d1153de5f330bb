package io.kith.transport;

/** The clocks of one process. No clock is ever compared with that of another process. */
public interface Clock {

    /** A freshly read monotonic clock, in nanoseconds from an arbitrary origin. */
    long nowNanos();

    /** A freshly read wall clock, in milliseconds since 1970. Only its progress is used, to notice a suspended machine. */
    long wallMillis();
}
