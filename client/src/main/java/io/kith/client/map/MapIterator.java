package io.kith.client.map;

import io.kith.collections.map.MapEntry;
import java.util.Iterator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Iterates over what {@code view} makes of a map's entries, and removes them by their keys. */
final class MapIterator<K, V, T> implements Iterator<T> {
    private final MapCore<K, V> map;
    private final MapCursor<K, V> cursor;
    private final Function<MapEntry, T> view;
    private byte @Nullable [] lastKey;

    MapIterator(MapCore<K, V> map, boolean keysOnly, Function<MapEntry, T> view) {
        this.map = map;
        this.cursor = new MapCursor<>(map, keysOnly);
        this.view = view;
    }

    @Override
    public boolean hasNext() {
        return cursor.hasNext();
    }

    @Override
    public T next() {
        MapEntry entry = cursor.next();
        lastKey = entry.key();
        return view.apply(entry);
    }

    @Override
    public void remove() {
        byte[] key = lastKey;
        if (key == null) {
            throw new IllegalStateException("nothing to remove: next() was not called since the last removal");
        }
        lastKey = null;
        map.delete(key).await();
    }
}
