package io.kith.collections.kind;

import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import org.jspecify.annotations.Nullable;

/**
 * A collection of entries with keys, in an order that never changes, so that a joiner can have it up to a key: commands on
 * keys up to there have their effect in the copy, those on keys behind come with the entries that are still to be copied.
 */
public non-sealed interface CopiedInPlace extends CollectionState {
    /**
     * Writes entries behind a key, as many as {@code maxBytes} of {@code body} allow, and at least one if there is one.
     *
     * @param section begins what is written, if anything is
     * @param afterKey null: from the beginning
     * @return the key of the last entry written; null if none is left behind it
     */
    byte @Nullable [] writeEntries(byte @Nullable [] afterKey, Section section, PayloadWriter body, int maxBytes);

    /** Puts copied entries in, in place of those of the same keys. */
    void installEntries(PayloadReader in);

    /** Where a key is in the order. */
    long orderOf(byte[] array, int keyOffset, int keyLength);

    @Override
    default boolean cancel(RequestKey request) {
        return false;
    }

    @Override
    default void copyTo(CopyOut out) {
        out.inPlace(this);
    }

    /** Writes what has to precede entries. */
    interface Section {
        /** Begins the section. */
        void begin(PayloadWriter body);
    }
}
