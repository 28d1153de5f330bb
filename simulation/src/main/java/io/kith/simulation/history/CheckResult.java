package io.kith.simulation.history;

/** What {@link LinearizabilityChecker} found out. */
public sealed interface CheckResult {

    /** Some order of atomic operations explains all that clients saw. */
    record Linearizable(long steps) implements CheckResult {}

    /** No order does. {@code explanation} is made for people: few operations that contradict each other. */
    record NotLinearizable(Object key, String explanation) implements CheckResult {}

    /** Undecided after {@code steps} steps of search. */
    record GaveUp(Object key, long steps) implements CheckResult {}

    /** Whether an order was found. */
    default boolean isLinearizable() {
        return this instanceof Linearizable;
    }
}
