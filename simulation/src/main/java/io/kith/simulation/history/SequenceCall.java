package io.kith.simulation.history;

/**
 * Calls of lists and deques, as in {@link java.util.List} and {@link java.util.Deque}. Where Java throws because an
 * index is out of range or nothing is there, the answer is {@link #ABSENT} or null, as said.
 */
public sealed interface SequenceCall {
    /** Answered where {@link IndexOutOfBoundsException} is thrown. */
    String ABSENT = "index out of bounds";

    /** Names the list or deque. */
    Object sequence();

    /** Answers the number of elements, an Integer. */
    record Size(Object sequence) implements SequenceCall {}

    /** Answers the element or {@link #ABSENT}. */
    record Get(Object sequence, int index) implements SequenceCall {}

    /** Answers whether such an element is there. */
    record Contains(Object sequence, Object element) implements SequenceCall {}

    /** Answers the index of the first such element, an Integer, or -1. */
    record IndexOf(Object sequence, Object element) implements SequenceCall {}

    /** Replaces an element, answers the old one or {@link #ABSENT}. */
    record SetAt(Object sequence, int index, Object element) implements SequenceCall {}

    /** Inserts before {@code index}, answers null or {@link #ABSENT}. */
    record InsertAt(Object sequence, int index, Object element) implements SequenceCall {}

    /** Removes an element, answers it or {@link #ABSENT}. */
    record RemoveAt(Object sequence, int index) implements SequenceCall {}

    /** Removes the first such element, answers whether there was one. */
    record RemoveElement(Object sequence, Object element) implements SequenceCall {}

    /** Turns the order of the first {@code count} elements round; answers whether there are so many. */
    record ReverseFirst(Object sequence, int count) implements SequenceCall {}

    /** Puts an element first; answers null. */
    record AddFirst(Object sequence, Object element) implements SequenceCall {}

    /** Puts an element last; answers null. */
    record AddLast(Object sequence, Object element) implements SequenceCall {}

    /** Answers the first element or null. */
    record PeekFirst(Object sequence) implements SequenceCall {}

    /** Answers the last element or null. */
    record PeekLast(Object sequence) implements SequenceCall {}

    /** Takes the first element, answers it or null. */
    record PollFirst(Object sequence) implements SequenceCall {}

    /** Takes the last element, answers it or null. */
    record PollLast(Object sequence) implements SequenceCall {}
}
