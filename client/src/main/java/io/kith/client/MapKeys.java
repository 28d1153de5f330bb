package io.kith.client;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;

/** The live view of a map's keys. */
final class MapKeys<K, V> extends AbstractSet<K> {
    private final HashMapProxy<K, V> map;
    private final MapCore<K, V> core;

    MapKeys(HashMapProxy<K, V> map, MapCore<K, V> core) {
        this.map = map;
        this.core = core;
    }

    @Override
    public Iterator<K> iterator() {
        return new MapIterator<>(core, true, entry -> core.readKey(entry.key()));
    }

    /** Of unknown size, as others may change it meanwhile. */
    @Override
    public Spliterator<K> spliterator() {
        return Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.CONCURRENT | Spliterator.DISTINCT | Spliterator.NONNULL);
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public boolean contains(Object key) {
        return map.containsKey(key);
    }

    @Override
    public boolean containsAll(Collection<?> keys) {
        return core.grid().awaitAll(KeyQueries.containsAll(core, keys));
    }

    @Override
    public boolean remove(Object key) {
        return map.remove(key) != null;
    }

    @Override
    public boolean removeAll(Collection<?> keys) {
        return core.grid().awaitAll(core.removeAll(keys)) > 0;
    }

    @Override
    public boolean retainAll(Collection<?> keys) {
        Objects.requireNonNull(keys);
        return removeIf(key -> !keys.contains(key));
    }

    @Override
    public boolean removeIf(Predicate<? super K> filter) {
        return KeyQueries.removeIf(core, filter);
    }

    @Override
    public boolean isEmpty() {
        return map.isEmpty();
    }

    @Override
    public void clear() {
        map.clear();
    }
}
