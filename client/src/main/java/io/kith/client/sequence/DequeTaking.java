package io.kith.client.sequence;

import io.kith.client.KithException;
import io.kith.client.grid.Care;
import io.kith.client.grid.PatientCall;
import io.kith.client.grid.Undo;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.sequence.Reservation;
import io.kith.collections.wire.Results;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How elements are taken from a deque so that each is delivered or stays. Carefully, an element is reserved, read, and removed
 * only then: whatever happens in between, it comes back. Otherwise it is removed at once, and put back if it cannot be read.
 */
final class DequeTaking<E> {
    /** How much longer than the deadline of an operation a reservation lasts. */
    private static final long SPARE_LEASE_MILLIS = 30_000;

    private final DequeCore<E> deque;
    private final Care care = new Care();
    private final long leaseMillis;

    DequeTaking(DequeCore<E> deque) {
        this.deque = deque;
        this.leaseMillis = deque.grid().deadlineMillis() + SPARE_LEASE_MILLIS;
    }

    Care care() {
        return care;
    }

    /** Puts back the one element of a payload. */
    Undo puttingBack(boolean first) {
        return payload -> {
            byte[] element = Results.optionalBytes(payload);
            if (element == null) {
                return Undo.nothing();
            }
            care.failed();
            return new GivingBack(deque, first).start(List.of(element));
        };
    }

    /** Removes the first or last element once it is read; null if there is none. */
    @Nullable
    E poll(boolean first) {
        while (true) {
            Reservation reserved = deque.call(
                            DequeOperations.reserve(deque.name(), first, leaseMillis, 0), DequeTaking::reservation)
                    .await();
            if (reserved == null) {
                return null;
            }
            E element = read(reserved);
            if (deque.acknowledge(reserved.id()).await()) {
                return element;
            }
            // It took so long that the element has gone back: it may be anybody's by now.
        }
    }

    /** The same, waiting for an element for that long; null if none came. */
    @Nullable
    E take(boolean first, @Nullable Duration limit) throws InterruptedException {
        long startNanos = System.nanoTime();
        Duration left = limit;
        while (true) {
            PatientCall<@Nullable Reservation> reserving = new PatientCall<>(
                    deque.grid(),
                    deque.named().handle(),
                    deque.partition(),
                    wait -> DequeOperations.reserve(deque.name(), first, leaseMillis, wait),
                    DequeCore.LONGEST_WAIT_MILLIS,
                    left,
                    payload -> payload == null ? null : DequeOperations.reservation(payload),
                    deque::releaseReservation);
            Reservation reserved = reserving.await();
            if (reserved == null) {
                return null;
            }
            E element = read(reserved);
            if (deque.acknowledge(reserved.id()).await()) {
                return element;
            }
            if (limit != null) {
                long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
                left = limit.minusMillis(Math.min(passed, limit.toMillis()));
            }
        }
    }

    private static @Nullable Reservation reservation(byte[] payload) {
        return PatientCall.isPresent(payload) ? DequeOperations.reservation(payload) : null;
    }

    /** Reads a reserved element, or gives it back. */
    E read(Reservation reserved) {
        try {
            return deque.decode(reserved.value());
        } catch (RuntimeException | Error e) {
            care.failed();
            boolean back = deque.release(reserved.id()).await();
            e.addSuppressed(new KithException(
                    back ? "the element was given back where it was taken from" : "its reservation had ended by then"));
            throw e;
        }
    }
}
