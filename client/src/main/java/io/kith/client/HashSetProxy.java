package io.kith.client;

import io.kith.collections.map.SetOperations;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Results;
import java.time.Duration;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;

/** A {@link RemoteHashSet} as this process sees it: the keys of a map without values. */
final class HashSetProxy<E> extends AbstractSet<E> implements RemoteHashSet<E> {
    private final NamedCollection named;
    private final Grid grid;
    private final MapCore<E, Object> core;
    private final AsyncHashSet<E> async;

    HashSetProxy(String name, long id, Grid grid, Registry registry) {
        this.named = new NamedCollection(name, CollectionType.HASH_SET, id, grid, registry);
        this.grid = grid;
        this.core = new MapCore<>(grid, id, () -> 0);
        this.async = new AsyncSetProxy<>(named, core);
    }

    @Override
    public String name() {
        return named.name();
    }

    @Override
    public AsyncHashSet<E> async() {
        return async;
    }

    @Override
    public void destroy() {
        named.awaitDestroyed();
    }

    @Override
    public boolean contains(Object element) {
        byte[] encoded = grid.encode(element);
        return Results.bool(core.call(encoded, SetOperations.contains(core.id(), encoded)));
    }

    @Override
    public boolean add(E element) {
        return add(element, 0);
    }

    @Override
    public boolean add(E element, Duration timeToLive) {
        return add(element, MapCore.millis(timeToLive));
    }

    private boolean add(E element, long ttlMillis) {
        byte[] encoded = grid.encode(element);
        return SetOperations.added(core.call(encoded, SetOperations.add(core.id(), encoded, ttlMillis)));
    }

    @Override
    public boolean remove(Object element) {
        byte[] encoded = grid.encode(element);
        return Results.bool(core.call(encoded, SetOperations.remove(core.id(), encoded)));
    }

    @Override
    public boolean containsAll(Collection<?> elements) {
        return grid.awaitAll(KeyQueries.containsAll(core, elements));
    }

    @Override
    public boolean addAll(Collection<? extends E> elements) {
        return grid.awaitAll(KeyQueries.addAll(core, elements)) > 0;
    }

    @Override
    public boolean removeAll(Collection<?> elements) {
        return grid.awaitAll(core.removeAll(elements)) > 0;
    }

    @Override
    public boolean retainAll(Collection<?> elements) {
        Objects.requireNonNull(elements);
        return removeIf(element -> !elements.contains(element));
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        return KeyQueries.removeIf(core, filter);
    }

    @Override
    public Iterator<E> iterator() {
        return new MapIterator<>(core, true, entry -> core.readKey(entry.key()));
    }

    /** Of unknown size, as others may change it meanwhile. */
    @Override
    public Spliterator<E> spliterator() {
        return Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.CONCURRENT | Spliterator.DISTINCT | Spliterator.NONNULL);
    }

    @Override
    public long elementCount() {
        return grid.awaitAll(core.size());
    }

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, elementCount());
    }

    @Override
    public boolean isEmpty() {
        return grid.awaitAll(core.isEmpty());
    }

    @Override
    public void clear() {
        grid.awaitAll(core.clear());
    }
}
