package io.kith.client.map;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;

/** What the live views of a map's keys and of its entries have in common. */
abstract class MapView<K, V, T> extends AbstractSet<T> {
    private final HashMapProxy<K, V> map;
    private final MapCore<K, V> core;

    MapView(HashMapProxy<K, V> map, MapCore<K, V> core) {
        this.map = map;
        this.core = core;
    }

    final HashMapProxy<K, V> map() {
        return map;
    }

    final MapCore<K, V> core() {
        return core;
    }

    /** Of unknown size, as others may change it meanwhile. */
    @Override
    public Spliterator<T> spliterator() {
        return Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.CONCURRENT | Spliterator.DISTINCT | Spliterator.NONNULL);
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public boolean isEmpty() {
        return map.isEmpty();
    }

    @Override
    public boolean retainAll(Collection<?> wanted) {
        Objects.requireNonNull(wanted);
        return removeIf(element -> !wanted.contains(element));
    }

    @Override
    public void clear() {
        map.clear();
    }
}
