package io.kith.client.counter;

import io.kith.client.AsyncCounter;
import io.kith.client.RemoteCounter;
import io.kith.client.registry.NamedCollection;

/** A {@link RemoteCounter} as this process sees it. */
public final class CounterProxy implements RemoteCounter {
    private final CounterCore core;
    private final AsyncCounter async;

    /** The counter as {@code named}. */
    public CounterProxy(NamedCollection named) {
        this.core = new CounterCore(named);
        this.async = new AsyncCounterProxy(core);
    }

    @Override
    public String name() {
        return core.named().name();
    }

    @Override
    public AsyncCounter async() {
        return async;
    }

    @Override
    public void destroy() {
        core.named().awaitDestroyed();
    }

    @Override
    public long get() {
        return core.get().await();
    }

    @Override
    public void set(long value) {
        core.getAndSet(value).await();
    }

    @Override
    public long addAndGet(long delta) {
        return core.addAndGet(delta).await();
    }

    @Override
    public long getAndSet(long value) {
        return core.getAndSet(value).await();
    }

    @Override
    public boolean compareAndSet(long expected, long value) {
        return core.compareAndSet(expected, value).await();
    }

    @Override
    public String toString() {
        return "the counter '" + name() + "'";
    }
}
