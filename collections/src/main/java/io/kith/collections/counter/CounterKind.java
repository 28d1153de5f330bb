package io.kith.collections.counter;

import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.Operation;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import java.util.List;

/** Counters: each on one partition. */
public final class CounterKind implements CollectionKind<CounterState> {
    private final List<Operation<CounterState>> operations = CounterCommand.all();
    private final CounterState nothing = new CounterState();

    /** The kind; there is no more than one. */
    public CounterKind() {}

    @Override
    public CollectionType type() {
        return CollectionType.COUNTER;
    }

    @Override
    public List<Operation<CounterState>> operations() {
        return operations;
    }

    @Override
    public CounterState create(long opening, CollectionOptions options, ExpiryQueue expiries) {
        return new CounterState();
    }

    @Override
    public CounterState nothing() {
        return nothing;
    }
}
