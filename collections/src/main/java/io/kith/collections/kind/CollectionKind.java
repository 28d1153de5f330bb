package io.kith.collections.kind;

import java.util.List;

/**
 * A kind of collections: what operations it has, and how a partition's part of one begins.
 *
 * @param <S> what a partition holds of a collection of this kind
 */
public interface CollectionKind<S extends CollectionState> {
    /** Its number in heads of operations; never another's. */
    int code();

    /** Its name for people. */
    String title();

    /** All that can be asked of it. */
    List<Operation<S>> operations();

    /**
     * A collection that nothing was put into.
     *
     * @param collectionId names it in this partition
     * @param expiries where it notes what is to end at some time
     */
    S create(long collectionId, ExpiryQueue expiries);

    /** What reads find where there is no collection; never changed. */
    S nothing();
}
