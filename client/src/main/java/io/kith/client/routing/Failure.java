package io.kith.client.routing;

/**
 * Why a request failed.
 *
 * @param kind what to make of it
 * @param message for people; says whether the outcome is unknown
 */
public record Failure(Kind kind, String message) {

    /** What to make of a failure. */
    public enum Kind {
        /** Not answered within the deadline. A write may have been applied unless the message says otherwise. */
        TIMEOUT,
        /** A write may or may not have been applied, and nobody can tell any more. */
        OUTCOME_UNKNOWN,
        /** All replicas of the partition are gone. */
        UNAVAILABLE,
        /** A key, value or batch is longer than allowed. */
        TOO_LARGE,
        /** A node that holds the partition has no memory left for more data. */
        FULL,
        /** The node could not make sense of the request. */
        BAD_REQUEST,
        /** A node failed at it. Nothing was changed. */
        FAILED,
        /** The collection is of another type. */
        WRONG_TYPE,
        /** The collection was destroyed. Nothing was changed. */
        DESTROYED,
        /** The cluster is gone, and another one is where it was. */
        REPLACED,
        /** The cluster does not do what was proposed. */
        REFUSED,
        /** The client was closed. */
        CLOSED
    }
}
