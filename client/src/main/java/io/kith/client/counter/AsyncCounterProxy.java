package io.kith.client.counter;

import io.kith.client.AsyncCounter;
import io.kith.client.grid.Async;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The asynchronous face of a counter. */
record AsyncCounterProxy(CounterCore core) implements AsyncCounter {

    @Override
    public CompletableFuture<Long> get() {
        return core.get().start();
    }

    @Override
    public CompletableFuture<@Nullable Void> set(long value) {
        return Async.map(core.getAndSet(value).start(), before -> null);
    }

    @Override
    public CompletableFuture<Long> addAndGet(long delta) {
        return core.addAndGet(delta).start();
    }

    @Override
    public CompletableFuture<Long> getAndAdd(long delta) {
        return core.getAndAdd(delta).start();
    }

    @Override
    public CompletableFuture<Long> getAndSet(long value) {
        return core.getAndSet(value).start();
    }

    @Override
    public CompletableFuture<Boolean> compareAndSet(long expected, long value) {
        return core.compareAndSet(expected, value).start();
    }

    @Override
    public CompletableFuture<@Nullable Void> destroy() {
        return core.named().destroy();
    }
}
