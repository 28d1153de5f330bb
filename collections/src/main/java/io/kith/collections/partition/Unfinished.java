package io.kith.collections.partition;

import io.kith.collections.kind.RefusedException;
import io.kith.transport.CorruptFrameException;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What is left to be done of the last command, or of the last piece of a copy; what came last is done first. */
final class Unfinished {
    /** Most partitions never have anything. */
    private @Nullable ArrayDeque<BooleanSupplier> left;

    boolean isEmpty() {
        return left == null || left.isEmpty();
    }

    int size() {
        return left == null ? 0 : left.size();
    }

    /** Adds what is to be done before all else that is left; says whether the slice that it does is the last one. */
    void push(BooleanSupplier rest) {
        ArrayDeque<BooleanSupplier> queue = left;
        if (queue == null) {
            queue = new ArrayDeque<>(2);
            left = queue;
        }
        queue.push(rest);
    }

    /** Does the next slice, if anything is left. */
    void slice() {
        ArrayDeque<BooleanSupplier> queue = left;
        BooleanSupplier first = queue == null ? null : queue.peek();
        if (queue == null || first == null) {
            return;
        }
        boolean done;
        try {
            done = first.getAsBoolean();
        } catch (RefusedException | CorruptFrameException e) {
            queue.removeFirstOccurrence(first);
            throw e;
        }
        // After any other failure it stays: nobody may take what is torn for done.
        if (done) {
            // It may have added something in front of it.
            queue.removeFirstOccurrence(first);
        }
    }
}
