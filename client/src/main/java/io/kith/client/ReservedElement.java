package io.kith.client;

import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.sequence.Reservation;
import io.kith.collections.wire.Results;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A {@link Reserved} element of a deque. */
record ReservedElement<E>(DequeCore<E> core, long ticket, E element) implements Reserved<E> {

    static <E> @Nullable Reserved<E> of(DequeCore<E> core, @Nullable Reservation reservation) {
        return reservation == null
                ? null
                : new ReservedElement<>(core, reservation.id(), core.decode(reservation.value()));
    }

    @Override
    public boolean acknowledge() {
        return Results.bool(core.call(DequeOperations.acknowledge(core.id(), ticket)));
    }

    @Override
    public boolean release() {
        return Results.bool(core.call(DequeOperations.release(core.id(), ticket)));
    }

    @Override
    public boolean extend(Duration lease) {
        return Results.bool(core.call(DequeOperations.extend(core.id(), ticket, MapCore.millis(lease))));
    }
}
