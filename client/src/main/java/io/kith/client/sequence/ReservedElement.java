package io.kith.client.sequence;

import io.kith.client.Reserved;
import io.kith.collections.sequence.Reservation;
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
        return core.acknowledge(ticket).await();
    }

    @Override
    public boolean release() {
        return core.release(ticket).await();
    }

    @Override
    public boolean extend(Duration lease) {
        return core.extend(ticket, lease).await();
    }
}
