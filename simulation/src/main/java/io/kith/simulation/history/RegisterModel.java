package io.kith.simulation.history;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A register: read, write, swap, compare-and-set, add. */
public final class RegisterModel implements Model<RegisterCall, Optional<Object>> {

    @Override
    public Optional<Object> initial() {
        return Optional.empty();
    }

    @Override
    public Step<Optional<Object>> apply(Optional<Object> state, RegisterCall call) {
        @Nullable Object value = state.orElse(null);
        if (call instanceof RegisterCall.Write write) {
            return new Step<>(Optional.ofNullable(write.value()), null);
        }
        if (call instanceof RegisterCall.CompareAndSet swap) {
            boolean matches = Objects.equals(value, swap.expected());
            return new Step<>(matches ? Optional.ofNullable(swap.value()) : state, matches);
        }
        if (call instanceof RegisterCall.GetAndSet swap) {
            return new Step<>(Optional.ofNullable(swap.value()), value);
        }
        if (call instanceof RegisterCall.AddAndGet add) {
            Long sum = (value == null ? 0L : (Long) value) + add.delta();
            return new Step<>(Optional.of(sum), sum);
        }
        return new Step<>(state, value);
    }

    @Override
    public Object keyOf(RegisterCall call) {
        return call.register();
    }

    @Override
    public boolean isReadOnly(RegisterCall call) {
        return call instanceof RegisterCall.Read;
    }
}
