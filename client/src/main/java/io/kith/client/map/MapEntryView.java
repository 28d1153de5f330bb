package io.kith.client.map;

import java.util.AbstractMap;

/** An entry as an iterator gave it out: a snapshot, but setting its value sets the map's. */
final class MapEntryView<K, V> extends AbstractMap.SimpleEntry<K, V> {
    private static final long serialVersionUID = 1L;

    private final transient HashMapProxy<K, V> map;

    MapEntryView(HashMapProxy<K, V> map, K key, V value) {
        super(key, value);
        this.map = map;
    }

    @Override
    public V setValue(V value) {
        map.put(getKey(), value);
        return super.setValue(value);
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
