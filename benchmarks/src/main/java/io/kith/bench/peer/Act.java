package io.kith.bench.peer;

/** One thing that a client can ask of a grid. */
public enum Act {
    /** Reads the value of a key of a map. */
    GET,
    /** Sets the value of a key of a map, and does not ask for the old one. */
    PUT,
    /** Appends an element to a queue. */
    OFFER,
    /** Takes the first element from a queue, if there is one. */
    POLL,
    /** Empties the queue. */
    CLEAR_QUEUE,
    /** Reads an element of a list by its index. */
    VEC_GET,
    /** Appends an element to the list that is read. */
    VEC_FILL,
    /** Appends an element to another list. */
    VEC_APPEND,
    /** Empties that other list. */
    CLEAR_VEC,
    /** Asks whether a set holds an element. */
    CONTAINS,
    /** Adds an element to a set. */
    ADD
}
