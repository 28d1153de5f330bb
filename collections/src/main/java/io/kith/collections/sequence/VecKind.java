package io.kith.collections.sequence;

import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.Operation;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import java.util.List;

/** Vecs: each on one partition. */
public final class VecKind implements CollectionKind<VecState> {
    private final List<Operation<VecState>> operations = VecCommand.all();
    private final VecState nothing = new VecState();

    /** The kind; there is no more than one. */
    public VecKind() {}

    @Override
    public CollectionType type() {
        return CollectionType.VEC;
    }

    @Override
    public List<Operation<VecState>> operations() {
        return operations;
    }

    @Override
    public VecState create(long opening, CollectionOptions options, ExpiryQueue expiries) {
        return new VecState();
    }

    @Override
    public VecState nothing() {
        return nothing;
    }
}
