package io.kith.client.grid;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a handle makes sure that it can read what it takes from a collection before it takes it, which is exact and costs a
 * second round trip. It does with the first operations of a handle, when most that is wrong with a program shows, as that it
 * does not allow a class; and with the next ones after one that could not be read. Else it takes at once, and puts back what it
 * cannot read. Only operations whose thread waits may take care: the others keep the order in which they were begun.
 */
public final class Care {
    /** So many operations of a fresh handle are careful. */
    public static final int FIRST_OPERATIONS = 8;

    /** So many are after a failure. */
    public static final int OPERATIONS_AFTER_FAILURE = 1_000;

    /** Counted by whoever passes; that two threads count as one now and then makes no difference. */
    private volatile int left = FIRST_OPERATIONS;

    boolean isNeeded() {
        return left > 0;
    }

    /** Notes that what was taken could not be read. */
    public void failed() {
        left = OPERATIONS_AFTER_FAILURE;
    }

    /** Does an operation carefully. */
    <R extends @Nullable Object> R taken(Supplier<R> operation) {
        R result = operation.get();
        read();
        return result;
    }

    void read() {
        int before = left;
        if (before > 0) {
            left = before - 1;
        }
    }
}
