package io.kith.client.map;

import java.util.Collection;
import java.util.Iterator;
import java.util.function.Predicate;

/** The live view of a map's keys. */
final class MapKeys<K, V> extends MapView<K, V, K> {
    MapKeys(HashMapProxy<K, V> map, MapCore<K, V> core) {
        super(map, core);
    }

    @Override
    public Iterator<K> iterator() {
        return new MapIterator<>(core(), true, entry -> core().readKey(entry.key()));
    }

    @Override
    public boolean contains(Object key) {
        return map().containsKey(key);
    }

    @Override
    public boolean containsAll(Collection<?> keys) {
        return core().grid().awaitAll(KeyQueries.containsAll(core(), keys));
    }

    @Override
    public boolean remove(Object key) {
        return core().delete(core().encodeKey(key)).await();
    }

    @Override
    public boolean removeAll(Collection<?> keys) {
        return core().grid().awaitAll(core().removeAll(keys)) > 0;
    }

    @Override
    public boolean removeIf(Predicate<? super K> filter) {
        return KeyQueries.removeIf(core(), filter);
    }
}
