package io.kith.simulation.history;

import org.jspecify.annotations.Nullable;

/**
 * One operation of a history.
 *
 * @param <C> the model's calls
 * @param process who called; only for people who read explanations
 * @param call what was asked
 * @param outcome what is known of it
 * @param result the result if the outcome is {@link Outcome#OK}, which may be null
 * @param invokedNanos when it was asked
 * @param returnedNanos when the answer came; {@link Long#MAX_VALUE} if the outcome is unknown. An operation that
 *     returns at the instant at which another is invoked counts as concurrent with it.
 */
public record HistoryOperation<C>(
        long process, C call, Outcome outcome, @Nullable Object result, long invokedNanos, long returnedNanos) {

    public HistoryOperation {
        if (outcome == Outcome.UNKNOWN) {
            returnedNanos = Long.MAX_VALUE;
        } else if (returnedNanos < invokedNanos) {
            throw new IllegalArgumentException(
                    "returned at " + returnedNanos + " but was invoked later, at " + invokedNanos);
        }
    }

    /** The same operation, but its client learned nothing of its outcome. */
    HistoryOperation<C> withUnknownOutcome() {
        return new HistoryOperation<>(process, call, Outcome.UNKNOWN, null, invokedNanos, Long.MAX_VALUE);
    }

    /** The same operation, but of {@code other}. */
    HistoryOperation<C> withCall(C other) {
        return new HistoryOperation<>(process, other, outcome, result, invokedNanos, returnedNanos);
    }

    /** The same operation, allowed to take effect at any time at all, or never. */
    HistoryOperation<C> withoutConstraint() {
        return new HistoryOperation<>(process, call, Outcome.UNKNOWN, null, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    public String toString() {
        String returned = outcome == Outcome.UNKNOWN ? "?" : micros(returnedNanos);
        String answer = switch (outcome) {
            case OK -> " -> " + result;
            case DONE -> "";
            case UNKNOWN -> " -> outcome unknown";
        };
        return "[" + micros(invokedNanos) + " .. " + returned + " us] process " + process + ": " + call + answer;
    }

    private static String micros(long nanos) {
        return nanos == Long.MIN_VALUE ? "any time" : String.format("%d.%03d", nanos / 1_000, Math.abs(nanos % 1_000));
    }
}
