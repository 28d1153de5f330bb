package io.kith.collections.sequence;

import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.Operation;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import java.util.List;

/** Deques: each on one partition. */
public final class DequeKind implements CollectionKind<DequeState> {
    private final List<Operation<DequeState>> operations = DequeCommand.all();
    private final DequeState nothing = new DequeState(0, 0, new ExpiryQueue());

    /** The kind; there is no more than one. */
    public DequeKind() {}

    @Override
    public CollectionType type() {
        return CollectionType.VEC_DEQUE;
    }

    @Override
    public List<Operation<DequeState>> operations() {
        return operations;
    }

    @Override
    public DequeState create(long opening, CollectionOptions options, ExpiryQueue expiries) {
        return new DequeState(opening, options.capacity(), expiries);
    }

    @Override
    public DequeState nothing() {
        return nothing;
    }
}
