package io.kith.cli;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Puts many entries one after the other without waiting for each answer; a bounded number is under way at a time. */
final class EntryWriter {
    private final BiFunction<String, String, ? extends CompletionStage<?>> put;
    private final int maxInFlight;
    private final long patienceSeconds;
    private final Semaphore free;
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * Writes by {@code put}.
     *
     * @param maxInFlight how many entries are under way at most
     * @param patienceSeconds how long to wait for any one answer
     */
    EntryWriter(BiFunction<String, String, ? extends CompletionStage<?>> put, int maxInFlight, long patienceSeconds) {
        this.put = put;
        this.maxInFlight = maxInFlight;
        this.patienceSeconds = patienceSeconds;
        this.free = new Semaphore(maxInFlight);
    }

    /**
     * Begins to write an entry, as soon as not too many are under way.
     *
     * @throws CommandFailure if an earlier entry could not be written
     * @throws RuntimeException what the write throws if this entry cannot even be sent, as when it is too large
     */
    // Whatever comes of the entry is dealt with where it ends.
    @SuppressWarnings("FutureReturnValueIgnored")
    void write(String key, String value) throws InterruptedException {
        acquire(1);
        CompletionStage<?> answer;
        try {
            answer = put.apply(key, value);
        } catch (RuntimeException e) {
            free.release();
            throw e;
        }
        answer.whenComplete((ignored, error) -> {
            if (error == null) {
                done.incrementAndGet();
            } else {
                failure.compareAndSet(null, error);
            }
            free.release();
        });
    }

    /**
     * Waits until all entries are written.
     *
     * @throws CommandFailure if one could not be
     */
    void finish() throws InterruptedException {
        acquire(maxInFlight);
        free.release(maxInFlight);
    }

    /** How many entries are written. */
    long done() {
        return done.get();
    }

    private void acquire(int permits) throws InterruptedException {
        boolean acquired = free.tryAcquire(permits, patienceSeconds, TimeUnit.SECONDS);
        Throwable error = failure.get();
        if (error != null) {
            throw new CommandFailure(stopped(ErrorReport.describe(error)), error);
        }
        if (!acquired) {
            throw new CommandFailure(stopped("no answer for " + patienceSeconds + " s"));
        }
    }

    private String stopped(String why) {
        return "stopped after " + done.get() + " entries: " + why
                + " (run the import again when that is mended; entries already there do no harm)";
    }
}
