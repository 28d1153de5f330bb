package io.kith.collections.kind;

/** The ways in which a collection can be copied to a joiner while commands on it go on. */
public interface CopyOut {
    /** Entry by entry, in an order of keys that never changes, from what is there by then. */
    void inPlace(CopiedInPlace state);

    /** As it is now, in parts, while it changes. */
    void bySnapshot(CopiedBySnapshot state);
}
