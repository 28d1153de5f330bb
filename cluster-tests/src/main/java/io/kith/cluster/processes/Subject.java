package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.simulation.history.CheckResult;
import io.kith.simulation.history.ConcurrentHistoryRecorder;
import io.kith.simulation.history.History;
import io.kith.simulation.history.LinearizabilityChecker;
import io.kith.simulation.history.Model;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One object of a cluster and all that clients saw of it. It takes a bounded number of operations, so that its history
 * can be decided; then another one takes its place.
 *
 * @param <C> the calls of its model
 */
abstract class Subject<C> {
    private final String name;
    private final Model<C, ?> model;
    private final int limit;
    private final ConcurrentHistoryRecorder<C> recorder = new ConcurrentHistoryRecorder<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    Subject(String name, Model<C, ?> model, int limit) {
        this.name = name;
        this.model = model;
        this.limit = limit;
    }

    final String name() {
        return name;
    }

    /** Takes one of its operations; false if there is none left. */
    final boolean begin() {
        return begun.getAndIncrement() < limit;
    }

    /** What was begun has come to its end. */
    final void end() {
        ended.incrementAndGet();
    }

    /** Whether all of its operations have come to their end. */
    final boolean isUsedUp() {
        return ended.get() >= limit;
    }

    final History<C> history() {
        return recorder.history();
    }

    final CheckResult check(LinearizabilityChecker checker) {
        return checker.decide(history(), model);
    }

    /**
     * Does some operation on it, and records it.
     *
     * @param value what to write, if anything; nobody else writes the same
     * @throws io.kith.client.KithException if the operation failed
     */
    abstract void operate(Kith kith, long process, SplittableRandom random, String value);

    /** Does and records one operation. Whatever failed may still take effect. */
    final void record(long process, C call, Supplier<? extends @Nullable Object> operation) {
        ConcurrentHistoryRecorder<C>.Pending pending = recorder.invoke(process, call);
        boolean answered = false;
        try {
            Object result = operation.get();
            pending.ok(result);
            answered = true;
        } finally {
            if (!answered) {
                pending.unknown();
            }
        }
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + " " + name;
    }
}
