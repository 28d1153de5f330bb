package io.kith.transport;

/**
 * The kind of a message, or of a part of one, within its family: a constant of the family's enum of kinds. Codecs and
 * handlers switch over that enum in expressions without a default, so that one more kind does not compile until
 * everybody says what becomes of it.
 */
public interface WireKind {

    /** The byte that says so on the wire, 1 to 127; never given to another kind later. */
    int code();
}
