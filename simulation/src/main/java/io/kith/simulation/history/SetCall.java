package io.kith.simulation.history;

/** Single-element calls of sets; each answers a boolean, as in {@link java.util.Set}. */
public sealed interface SetCall {

    /** Names the set. */
    Object set();

    /** The element. */
    Object element();

    /** Answers whether the element is in the set. */
    record Contains(Object set, Object element) implements SetCall {}

    /** Answers whether the element was new. */
    record Add(Object set, Object element) implements SetCall {}

    /** Answers whether the element was there. */
    record Remove(Object set, Object element) implements SetCall {}
}
