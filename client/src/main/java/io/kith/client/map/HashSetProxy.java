package io.kith.client.map;

import io.kith.client.AsyncHashSet;
import io.kith.client.RemoteHashSet;
import io.kith.client.grid.Durations;
import io.kith.client.grid.Grid;
import io.kith.client.registry.NamedCollection;
import java.time.Duration;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;

/** A {@link RemoteHashSet} as this process sees it: the keys of a map without values. */
public final class HashSetProxy<E> extends AbstractSet<E> implements RemoteHashSet<E> {
    private final NamedCollection named;
    private final Grid grid;
    private final MapCore<E, Object> core;
    private final AsyncHashSet<E> async;

    /** The set as {@code named}; {@code turns} are those of the client. */
    public HashSetProxy(NamedCollection named, KeyTurns turns) {
        this.named = named;
        this.grid = named.grid();
        this.core = new MapCore<>(named, turns);
        this.async = new AsyncSetProxy<>(core);
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
        return core.contains(element).await();
    }

    @Override
    public boolean add(E element) {
        return core.add(element, MapCore.COLLECTIONS_TTL).await();
    }

    @Override
    public boolean add(E element, Duration timeToLive) {
        return core.add(element, Durations.millis(timeToLive)).await();
    }

    @Override
    public boolean remove(Object element) {
        return core.removeElement(element).await();
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
