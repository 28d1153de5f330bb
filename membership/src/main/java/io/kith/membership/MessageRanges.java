package io.kith.membership;

final class MessageRanges {
    private MessageRanges() {}

    /** Far more than a node can refute in its life, and far enough from overflow. */
    static final long MAX_INCARNATION = 1L << 53;

    static void incarnation(long value) {
        if (value < 0 || value > MAX_INCARNATION) {
            throw new IllegalArgumentException("incarnation " + value + " is not between 0 and " + MAX_INCARNATION);
        }
    }

    static void notNegative(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " " + value + " is negative");
        }
    }
}
