package io.kith.client.map;

import io.kith.client.map.MapUpdates.Update;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The map's methods that take a function, as updates. */
final class MapFunctions {

    private MapFunctions() {}

    static <K, V> Update<V> compute(
            byte[] encodedKey, K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function);
        return new Update<>(encodedKey, null, current -> function.apply(key, current));
    }

    static <K, V> Update<V> computeIfPresent(
            byte[] encodedKey, K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function);
        return new Update<>(encodedKey, null, current -> current == null ? null : function.apply(key, current));
    }

    static <V> Update<V> merge(
            byte[] encodedKey, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        Objects.requireNonNull(value);
        Objects.requireNonNull(function);
        return new Update<>(encodedKey, value, current -> current == null ? value : function.apply(current, value));
    }

    /** A replacement by something that is not null; a key that is gone stays so. */
    static <K, V> Update<V> replace(byte[] encodedKey, K key, BiFunction<? super K, ? super V, ? extends V> function) {
        return new Update<>(
                encodedKey,
                null,
                current -> current == null ? null : Objects.requireNonNull(function.apply(key, current)));
    }
}
