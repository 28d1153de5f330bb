package io.kith.client.map;

import io.kith.collections.map.MapEntry;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The live view of a map's entries. */
final class MapEntries<K, V> extends MapView<K, V, Map.Entry<K, V>> {
    MapEntries(HashMapProxy<K, V> map, MapCore<K, V> core) {
        super(map, core);
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return new MapIterator<>(core(), false, this::view);
    }

    private Map.Entry<K, V> view(MapEntry entry) {
        return new MapEntryView<>(map(), core().readKey(entry.key()), core().readValue(entry.value()));
    }

    @Override
    public boolean contains(@Nullable Object candidate) {
        if (!(candidate instanceof Map.Entry<?, ?> entry) || entry.getKey() == null || entry.getValue() == null) {
            return false;
        }
        Object wanted = entry.getValue();
        byte[] value = core().getEncoded(core().encodeKey(entry.getKey())).await();
        return value != null
                && (Arrays.equals(value, core().encode(wanted))
                        || core().grid().encoding().isEqual(wanted, value));
    }

    @Override
    public boolean remove(@Nullable Object candidate) {
        return candidate instanceof Map.Entry<?, ?> entry
                && entry.getKey() != null
                && entry.getValue() != null
                && map().remove(entry.getKey(), entry.getValue());
    }

    @Override
    public boolean removeAll(Collection<?> entries) {
        boolean changed = false;
        for (Object entry : entries) {
            changed |= remove(entry);
        }
        return changed;
    }

    @Override
    public boolean removeIf(Predicate<? super Map.Entry<K, V>> filter) {
        Objects.requireNonNull(filter);
        MapCursor<K, V> cursor = new MapCursor<>(core(), false);
        boolean changed = false;
        for (List<MapEntry> page = cursor.nextPage(); page != null; page = cursor.nextPage()) {
            List<CompletableFuture<byte[]>> removals = new ArrayList<>();
            for (MapEntry entry : page) {
                if (filter.test(view(entry))) {
                    // Only if it still has the value that the filter saw.
                    removals.add(core().removeIfHas(entry.key(), entry.value()).submit());
                }
            }
            for (CompletableFuture<byte[]> removal : removals) {
                changed |= Results.bool(core().grid().await(removal));
            }
        }
        return changed;
    }
}
