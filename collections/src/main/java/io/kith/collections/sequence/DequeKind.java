package io.kith.collections.sequence;

import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.Operation;
import java.util.List;

/** Deques: each on one partition. */
public final class DequeKind implements CollectionKind<DequeState> {
    private final List<Operation<DequeState>> operations = DequeCommand.all();
    private final DequeState nothing = new DequeState(0, new ExpiryQueue());

    /** The kind; there is no more than one. */
    public DequeKind() {}

    @Override
    public int code() {
        return 0x40;
    }

    @Override
    public String title() {
        return "deque";
    }

    @Override
    public List<Operation<DequeState>> operations() {
        return operations;
    }

    @Override
    public DequeState create(long collectionId, ExpiryQueue expiries) {
        return new DequeState(collectionId, expiries);
    }

    @Override
    public DequeState nothing() {
        return nothing;
    }
}
