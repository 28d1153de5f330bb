package io.kith.simulation.history;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One entry of a map. */
public final class MapModel implements Model<MapCall, Optional<Object>> {
    private static final Object NAMELESS = new Object() {
        @Override
        public String toString() {
            return "a value that nobody saw";
        }
    };

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
        if (call instanceof MapCall.ContainsValue contains) {
            return new Step<>(state, contains.value().equals(value));
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
        return call instanceof MapCall.Get
                || call instanceof MapCall.ContainsKey
                || call instanceof MapCall.ContainsValue;
    }

    /** Values that nobody saw or compared with need no names: only that they differ from all others matters. */
    @Override
    public List<HistoryOperation<MapCall>> simplified(List<HistoryOperation<MapCall>> operations) {
        Set<Object> told = new HashSet<>();
        for (HistoryOperation<MapCall> operation : operations) {
            if (operation.call() instanceof MapCall.RemoveIf remove) {
                told.add(remove.expected());
            } else if (operation.call() instanceof MapCall.CompareAndSet swap) {
                told.add(swap.expected());
            } else if (operation.call() instanceof MapCall.ContainsValue contains) {
                told.add(contains.value());
            }
            if (operation.result() != null) {
                told.add(operation.result());
            }
        }
        List<HistoryOperation<MapCall>> simple = new ArrayList<>(operations.size());
        for (HistoryOperation<MapCall> operation : operations) {
            simple.add(
                    operation.outcome() == Outcome.UNKNOWN
                            ? operation.withCall(nameless(operation.call(), told))
                            : operation);
        }
        return simple;
    }

    private static MapCall nameless(MapCall call, Set<Object> told) {
        if (call instanceof MapCall.Put put && !told.contains(put.value())) {
            return new MapCall.Put(put.map(), put.key(), NAMELESS);
        }
        if (call instanceof MapCall.PutIfAbsent put && !told.contains(put.value())) {
            return new MapCall.PutIfAbsent(put.map(), put.key(), NAMELESS);
        }
        if (call instanceof MapCall.Replace replace && !told.contains(replace.value())) {
            return new MapCall.Replace(replace.map(), replace.key(), NAMELESS);
        }
        if (call instanceof MapCall.CompareAndSet swap && !told.contains(swap.value())) {
            return new MapCall.CompareAndSet(swap.map(), swap.key(), swap.expected(), NAMELESS);
        }
        return call;
    }
}
