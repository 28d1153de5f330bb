package io.kith.collections.kind;

import io.kith.collections.wire.PayloadReader;

/** A collection that is copied as it was at one moment; a joiner applies what came since then when it has all of it. */
public non-sealed interface CopiedBySnapshot extends CollectionState {
    /** The collection as it is now; it stays so whatever happens to the collection. */
    CollectionSnapshot snapshot();

    /** Takes what {@link CollectionSnapshot#header} wrote; the collection is empty. */
    void installHeader(PayloadReader in);

    /**
     * Takes what {@link CollectionSnapshot#write} wrote.
     *
     * @param section the code that began it
     */
    void installPart(int section, PayloadReader in);

    @Override
    default void copyTo(CopyOut out) {
        out.bySnapshot(this);
    }
}
