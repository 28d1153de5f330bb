package io.kith.client.counter;

import io.kith.client.grid.Call;
import io.kith.client.registry.NamedCollection;
import io.kith.collections.counter.CounterOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.Results;

/** A counter's operations, each declared once, for those who wait for its result and those who do not. */
final class CounterCore {
    private final NamedCollection named;
    private final int partition;

    CounterCore(NamedCollection named) {
        this.named = named;
        this.partition = named.home();
    }

    NamedCollection named() {
        return named;
    }

    private CollectionRef name() {
        return named.in(partition);
    }

    private Call<Long> number(byte[] operation) {
        return named.call(partition, operation, CounterOperations::value);
    }

    Call<Long> get() {
        return number(CounterOperations.get(name()));
    }

    Call<Long> addAndGet(long delta) {
        return number(CounterOperations.add(name(), delta));
    }

    Call<Long> getAndAdd(long delta) {
        return named.call(
                partition, CounterOperations.add(name(), delta), payload -> CounterOperations.value(payload) - delta);
    }

    Call<Long> getAndSet(long value) {
        return number(CounterOperations.getAndSet(name(), value));
    }

    Call<Boolean> compareAndSet(long expected, long value) {
        return named.call(partition, CounterOperations.compareAndSet(name(), expected, value), Results::bool);
    }
}
