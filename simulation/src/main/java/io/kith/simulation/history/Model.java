package io.kith.simulation.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an object does when one operation at a time is applied to it.
 *
 * @param <C> the calls it understands
 * @param <S> its states: immutable, with {@code equals} and {@code hashCode}
 */
public interface Model<C, S> {

    /** The state before the first operation. */
    S initial();

    /** Applies {@code call} to {@code state}; deterministic, and changes neither. */
    Step<S> apply(S state, C call);

    /** Calls of different keys never influence each other, so their histories are checked one by one. */
    Object keyOf(C call);

    /** Whether {@code call} leaves every state as it is. */
    boolean isReadOnly(C call);

    /**
     * What one call did.
     *
     * @param next the state after it
     * @param result what it answers; compared by {@code equals} with what the client saw
     */
    record Step<S>(S next, @Nullable Object result) {}

    /**
     * The operations of one key in a form that is linearizable just if {@code operations} are, and easier to search.
     * Equal calls of unknown outcome are tried one for all, so it pays to make such calls equal.
     */
    default List<HistoryOperation<C>> simplified(List<HistoryOperation<C>> operations) {
        return operations;
    }
}
