package io.kith.client.map;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The live view of a map's values. */
final class MapValues<K, V> extends AbstractCollection<V> {
    private final HashMapProxy<K, V> map;
    private final MapCore<K, V> core;

    MapValues(HashMapProxy<K, V> map, MapCore<K, V> core) {
        this.map = map;
        this.core = core;
    }

    @Override
    public Iterator<V> iterator() {
        return new MapIterator<>(core, false, entry -> core.readValue(entry.value()));
    }

    /** Of unknown size, as others may change it meanwhile. */
    @Override
    public Spliterator<V> spliterator() {
        return Spliterators.spliteratorUnknownSize(iterator(), Spliterator.CONCURRENT | Spliterator.NONNULL);
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public boolean contains(Object value) {
        return map.containsValue(value);
    }

    @Override
    public boolean remove(@Nullable Object value) {
        for (Map.Entry<K, V> entry : map.entrySet()) {
            if (entry.getValue().equals(value) && map.remove(entry.getKey(), entry.getValue())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean removeAll(Collection<?> values) {
        Objects.requireNonNull(values);
        return removeIf(values::contains);
    }

    @Override
    public boolean retainAll(Collection<?> values) {
        Objects.requireNonNull(values);
        return removeIf(value -> !values.contains(value));
    }

    @Override
    public boolean removeIf(Predicate<? super V> filter) {
        Objects.requireNonNull(filter);
        return map.entrySet().removeIf(entry -> filter.test(entry.getValue()));
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
