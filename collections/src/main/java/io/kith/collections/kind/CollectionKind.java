package io.kith.collections.kind;

import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import java.util.List;

/**
 * A kind of collections: what operations it has, and how a partition's part of one begins.
 *
 * @param <S> what a partition holds of a collection of this kind
 */
public interface CollectionKind<S extends CollectionState> {
    /** Which type of collections it is. */
    CollectionType type();

    /** All that can be asked of it. */
    List<Operation<S>> operations();

    /**
     * A collection that nothing was put into.
     *
     * @param opening names it in this partition
     * @param options what it is told to do of its own accord
     * @param expiries where it notes what is to end at some time
     */
    S create(long opening, CollectionOptions options, ExpiryQueue expiries);

    /** What reads find where there is no collection; never changed. */
    S nothing();

    /** Whether its collections are to hear of sessions that end, and so what a read finds may change by that. */
    default boolean heedsSessions() {
        return false;
    }
}
