package io.kith.collections.sequence;

import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.Operation;
import java.util.List;

/** Vecs: each on one partition. */
public final class VecKind implements CollectionKind<VecState> {
    private final List<Operation<VecState>> operations = VecCommand.all();
    private final VecState nothing = new VecState();

    /** The kind; there is no more than one. */
    public VecKind() {}

    @Override
    public int code() {
        return 0x20;
    }

    @Override
    public String title() {
        return "vec";
    }

    @Override
    public List<Operation<VecState>> operations() {
        return operations;
    }

    @Override
    public VecState create(long collectionId, ExpiryQueue expiries) {
        return new VecState();
    }

    @Override
    public VecState nothing() {
        return nothing;
    }
}
