package io.kith.collections.lock;

import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.Operation;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import java.util.List;

/** Locks: each on one partition. */
public final class LockKind implements CollectionKind<LockState> {
    private final List<Operation<LockState>> operations = LockCommand.all();
    private final LockState nothing = new LockState(0, new ExpiryQueue());

    /** The kind; there is no more than one. */
    public LockKind() {}

    @Override
    public CollectionType type() {
        return CollectionType.LOCK;
    }

    @Override
    public List<Operation<LockState>> operations() {
        return operations;
    }

    @Override
    public LockState create(long opening, CollectionOptions options, ExpiryQueue expiries) {
        return new LockState(opening, expiries);
    }

    @Override
    public LockState nothing() {
        return nothing;
    }

    @Override
    public boolean heedsSessions() {
        return true;
    }
}
