package io.kith.simulation.history;

import org.jspecify.annotations.Nullable;

/** Calls of a register, which starts as null. */
public sealed interface RegisterCall {

    /** Names the register. */
    Object register();

    /** Answers the value. */
    record Read(Object register) implements RegisterCall {}

    /** Sets the value, answers null. */
    record Write(Object register, @Nullable Object value) implements RegisterCall {}

    /** Sets the value if it is {@code expected}, and answers whether it was. */
    record CompareAndSet(
            Object register,
            @Nullable Object expected,
            @Nullable Object value) implements RegisterCall {}

    /** Sets the value, and answers the one before. */
    record GetAndSet(Object register, @Nullable Object value) implements RegisterCall {}

    /** Adds to the value, a Long or null for zero, and answers the sum. */
    record AddAndGet(Object register, long delta) implements RegisterCall {}
}
