package io.kith.simulation.history;

import org.jspecify.annotations.Nullable;

/**
 * Records what real clients on many threads see, stamped by {@link System#nanoTime}. All clients of one history must
 * run in one process, as their clocks must be comparable.
 *
 * <pre>{@code
 * var pending = recorder.invoke(thread, new MapCall.Put("m", key, value));
 * try {
 *     pending.ok(map.put(key, value));
 * } catch (OutcomeUnknownException e) {
 *     pending.unknown();
 * }
 * }</pre>
 *
 * @param <C> the model's calls
 */
public final class ConcurrentHistoryRecorder<C> {
    private final HistoryRecorder<C> recorder = new HistoryRecorder<>();

    /** Notes that {@code process}, a number of the caller's choice, asks for {@code call} now. */
    public Pending invoke(long process, C call) {
        synchronized (recorder) {
            return new Pending(recorder.invoke(process, call, System.nanoTime()));
        }
    }

    /** What was recorded so far; operations still under way have an unknown outcome. */
    public History<C> history() {
        synchronized (recorder) {
            return recorder.history();
        }
    }

    /** An operation under way. */
    public final class Pending {
        private final HistoryRecorder<C>.Invocation invocation;

        private Pending(HistoryRecorder<C>.Invocation invocation) {
            this.invocation = invocation;
        }

        /** It took effect and answered {@code result}. */
        public void ok(@Nullable Object result) {
            long nowNanos = System.nanoTime();
            synchronized (recorder) {
                invocation.ok(result, nowNanos);
            }
        }

        /** It took effect; its result was not looked at. */
        public void done() {
            long nowNanos = System.nanoTime();
            synchronized (recorder) {
                invocation.done(nowNanos);
            }
        }

        /** It certainly had no effect and never will. */
        public void fail() {
            synchronized (recorder) {
                invocation.fail();
            }
        }

        /** Its client gave up: it may take effect at any later time, or never. */
        public void unknown() {
            synchronized (recorder) {
                invocation.unknown();
            }
        }
    }
}
