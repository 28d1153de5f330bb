package io.kith.client.sequence;

import io.kith.client.Reserved;
import io.kith.client.grid.Async;
import io.kith.client.grid.Call;
import io.kith.client.grid.Durations;
import io.kith.client.grid.Encoding;
import io.kith.client.grid.PatientCall;
import io.kith.client.grid.Steps;
import io.kith.client.registry.NamedCollection;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.sequence.ItemId;
import io.kith.collections.sequence.Reservation;
import io.kith.collections.sequence.SequencePage;
import io.kith.collections.wire.Results;
import io.kith.config.SettingKeys;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A deque's operations, each declared once, for those who wait for its result and those who do not. */
final class DequeCore<E> extends SequenceCore<E> {
    static final boolean FIRST = true;
    static final boolean LAST = false;

    private static final Logger LOG = LoggerFactory.getLogger(DequeCore.class);

    /** An element that a request waits for is lost if its client has died; so those are not long. */
    private static final long LONGEST_WAIT_MILLIS = 10_000;

    private final Function<byte[], @Nullable E> optional = this::decodeOptional;

    DequeCore(NamedCollection named) {
        super(named);
    }

    @Override
    byte[] pageAt(int from, int to) {
        return DequeOperations.pageAt(name(), from, to, PAGE_ELEMENTS, PAGE_BYTES);
    }

    @Override
    byte[] pageBeside(@Nullable ItemId item, boolean backward) {
        return DequeOperations.pageBeside(name(), item, backward, PAGE_ELEMENTS, PAGE_BYTES);
    }

    @Override
    byte[] removeItem(ItemId item) {
        return DequeOperations.removeItem(name(), item);
    }

    @Override
    byte[] removeItems(List<ItemId> items) {
        return DequeOperations.removeItems(name(), items);
    }

    @Override
    SequencePage page(byte[] payload) {
        return DequeOperations.page(payload);
    }

    private @Nullable E decodeOptional(byte[] payload) {
        return decodeNullable(Results.optionalBytes(payload));
    }

    // ---- adding

    Call<Boolean> offer(boolean first, E element) {
        return call(DequeOperations.offer(name(), first, encode(element)), Results::bool);
    }

    /** Waits for room; results in whether there was some in time. */
    PatientCall<Boolean> put(boolean first, E element, @Nullable Duration limit) {
        byte[] encoded = encode(element);
        return new PatientCall<>(
                grid(),
                named().handle(),
                partition(),
                wait -> DequeOperations.put(name(), first, encoded, wait),
                LONGEST_WAIT_MILLIS,
                limit,
                payload -> payload != null,
                payload -> LOG.debug("a put that was cancelled had been done already"));
    }

    Steps<Integer> addAll(boolean first, Collection<? extends E> elements) {
        return new Batches(
                this,
                elements,
                (before, batch) -> DequeOperations.offerAll(name(), first, batch),
                (batch, payload) -> Math.toIntExact(Results.number(payload)));
    }

    // ---- taking

    Call<@Nullable E> poll(boolean first) {
        return callForElement(DequeOperations.poll(name(), first), optional);
    }

    PatientCall<@Nullable E> take(boolean first, @Nullable Duration limit) {
        return new PatientCall<>(
                        grid(),
                        named().handle(),
                        partition(),
                        wait -> DequeOperations.take(name(), first, wait),
                        LONGEST_WAIT_MILLIS,
                        limit,
                        payload -> payload == null ? null : optional.apply(payload),
                        payload -> putBack(first, payload))
                .decoding(Encoding::isQuick);
    }

    /** Puts back what a take got that nobody waits for any more. */
    private void putBack(boolean first, byte[] takenPayload) {
        byte[] element = Results.optionalBytes(takenPayload);
        if (element != null) {
            Async.listen(call(DequeOperations.offer(name(), first, element)).submit(), (payload, failure) -> {
                if (failure != null || !Results.bool(payload)) {
                    LOG.warn("an element that a cancelled operation had taken could not be put back", failure);
                }
            });
        }
    }

    Steps<List<E>> pollAll(boolean first, int maxElements) {
        if (maxElements < 0) {
            throw new IllegalArgumentException("a negative number of elements: " + maxElements);
        }
        return new Taking<>(
                this,
                maxElements,
                taken -> DequeOperations.pollAll(name(), first, maxElements - taken, PAGE_BYTES),
                DequeOperations::values);
    }

    PatientCall<@Nullable Reserved<E>> reserve(Duration lease, Duration limit) {
        long leaseMillis = Durations.millis(lease);
        return new PatientCall<>(
                grid(),
                named().handle(),
                partition(),
                wait -> DequeOperations.reserve(name(), FIRST, leaseMillis, wait),
                LONGEST_WAIT_MILLIS,
                Objects.requireNonNull(limit),
                payload -> payload == null ? null : ReservedElement.of(this, DequeOperations.reservation(payload)),
                this::releaseReservation);
    }

    /** Gives up a reservation that nobody waits for any more. */
    private void releaseReservation(byte[] reservedPayload) {
        Reservation reservation = DequeOperations.reservation(reservedPayload);
        if (reservation != null) {
            Async.listen(release(reservation.id()).submit(), (payload, failure) -> {
                if (failure != null) {
                    LOG.debug("a reservation that was cancelled ends by itself", failure);
                }
            });
        }
    }

    Call<Boolean> acknowledge(long ticket) {
        return call(DequeOperations.acknowledge(name(), ticket), Results::bool);
    }

    Call<Boolean> release(long ticket) {
        return call(DequeOperations.release(name(), ticket), Results::bool);
    }

    Call<Boolean> extend(long ticket, Duration lease) {
        return call(DequeOperations.extend(name(), ticket, Durations.millis(lease)), Results::bool);
    }

    // ---- looking

    Call<@Nullable E> peek(boolean first) {
        return callForElement(DequeOperations.peek(name(), first), optional);
    }

    Call<E> get(int index) {
        if (index < 0) {
            throw outOfBounds(index);
        }
        return callForElement(DequeOperations.get(name(), index), payload -> {
            byte[] found = Results.optionalBytes(payload);
            if (found == null) {
                throw outOfBounds(index);
            }
            return decode(found);
        });
    }

    private static IndexOutOfBoundsException outOfBounds(int index) {
        return new IndexOutOfBoundsException("there is no index " + index + " in the deque");
    }

    Call<Boolean> contains(Object element) {
        return call(DequeOperations.indexOf(name(), encode(element)), payload -> DequeOperations.index(payload) >= 0);
    }

    Call<Integer> size() {
        return call(DequeOperations.size(name()), payload -> Math.toIntExact(Results.number(payload)));
    }

    Call<Integer> capacity() {
        return call(DequeOperations.capacity(name()), payload -> {
                    long capacity = Results.number(payload);
                    return capacity == 0 ? Integer.MAX_VALUE : Math.toIntExact(capacity);
                })
                .opening();
    }

    Call<@Nullable Void> setCapacity(int elements) {
        if (elements < 1) {
            throw new IllegalArgumentException("a capacity is 1 or more, not " + elements);
        }
        String key = SettingKeys.capacityOf(named().name());
        String setting = grid().watch().config().settings().get(key);
        if (setting != null) {
            throw new IllegalStateException(
                    "the setting " + key + " is " + setting + " and wins; change that, or unset it first");
        }
        return call(DequeOperations.setCapacity(name(), elements == Integer.MAX_VALUE ? 0 : elements), Async::nothing);
    }

    // ---- removing

    Call<Boolean> removeOccurrence(boolean first, Object element) {
        return call(DequeOperations.removeOccurrence(name(), first, encode(element)), Results::bool);
    }

    Call<@Nullable Void> clear() {
        return call(DequeOperations.clear(name()), payload -> null);
    }
}
