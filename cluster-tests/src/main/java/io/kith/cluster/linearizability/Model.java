package io.kith.cluster.linearizability;

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
}
