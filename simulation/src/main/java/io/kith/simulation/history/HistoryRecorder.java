package io.kith.simulation.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records a history on one thread, with times given by the caller, as in a simulation.
 *
 * @param <C> the model's calls
 */
public final class HistoryRecorder<C> {
    private final List<Invocation> invocations = new ArrayList<>();

    /** Notes that {@code process} asks for {@code call}. */
    public Invocation invoke(long process, C call, long nowNanos) {
        Invocation invocation = new Invocation(process, call, nowNanos);
        invocations.add(invocation);
        return invocation;
    }

    /** What was recorded; operations still under way have an unknown outcome. */
    public History<C> history() {
        List<HistoryOperation<C>> operations = new ArrayList<>(invocations.size());
        for (Invocation invocation : invocations) {
            if (!invocation.failed) {
                operations.add(invocation.operation);
            }
        }
        return new History<>(operations);
    }

    /** An operation under way; ends at most once, and never if nothing comes to be known of it. */
    public final class Invocation {
        private HistoryOperation<C> operation;
        private boolean ended;
        private boolean failed;

        private Invocation(long process, C call, long nowNanos) {
            operation = new HistoryOperation<>(process, call, Outcome.UNKNOWN, null, nowNanos, Long.MAX_VALUE);
        }

        /** It took effect and answered {@code result}. */
        public void ok(@Nullable Object result, long nowNanos) {
            end(Outcome.OK, result, nowNanos);
        }

        /** It took effect; its result was not looked at. */
        public void done(long nowNanos) {
            end(Outcome.DONE, null, nowNanos);
        }

        /** It certainly had no effect and never will. */
        public void fail() {
            requireOpen();
            failed = true;
        }

        /** Its client gave up: it may take effect at any later time, or never. */
        public void unknown() {
            requireOpen();
        }

        private void end(Outcome outcome, @Nullable Object result, long nowNanos) {
            requireOpen();
            operation = new HistoryOperation<>(
                    operation.process(), operation.call(), outcome, result, operation.invokedNanos(), nowNanos);
        }

        private void requireOpen() {
            if (ended) {
                throw new IllegalStateException("this operation has ended already: " + operation);
            }
            ended = true;
        }
    }
}
