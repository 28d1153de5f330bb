package io.kith.cluster.linearizability;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One entry of a map. */
public final class MapModel implements Model<MapCall, Optional<Object>> {

    @Override
    public Optional<Object> initial() {
        return Optional.empty();
    }

    @Override
    public Step<Optional<Object>> apply(Optional<Object> state, MapCall call) {
        @Nullable Object value = state.orElse(null);
        if (call instanceof MapCall.ContainsKey) {
            return new Step<>(state, state.isPresent());
        }
        if (call instanceof MapCall.Put put) {
            return new Step<>(Optional.of(put.value()), value);
        }
        if (call instanceof MapCall.PutIfAbsent put) {
            return new Step<>(value == null ? Optional.of(put.value()) : state, value);
        }
        if (call instanceof MapCall.Remove) {
            return new Step<>(Optional.empty(), value);
        }
        if (call instanceof MapCall.RemoveIf remove) {
            boolean matches = remove.expected().equals(value);
            return new Step<>(matches ? Optional.empty() : state, matches);
        }
        if (call instanceof MapCall.Replace replace) {
            return new Step<>(value == null ? state : Optional.of(replace.value()), value);
        }
        if (call instanceof MapCall.CompareAndSet swap) {
            boolean matches = swap.expected().equals(value);
            return new Step<>(matches ? Optional.of(swap.value()) : state, matches);
        }
        return new Step<>(state, value);
    }

    @Override
    public Object keyOf(MapCall call) {
        return call.entry();
    }

    @Override
    public boolean isReadOnly(MapCall call) {
        return call instanceof MapCall.Get || call instanceof MapCall.ContainsKey;
    }
}
