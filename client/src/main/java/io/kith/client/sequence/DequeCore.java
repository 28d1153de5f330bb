package io.kith.client.sequence;

import io.kith.client.Reserved;
import io.kith.client.grid.Async;
import io.kith.client.grid.Call;
import io.kith.client.grid.Durations;
import io.kith.client.grid.Encoding;
import io.kith.client.grid.PatientCall;
import io.kith.client.grid.Steps;
import io.kith.client.grid.Undo;
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
import java.util.concurrent.CompletableFuture;
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
    static final long LONGEST_WAIT_MILLIS = 10_000;

    private final Function<byte[], @Nullable E> optional = this::decodeOptional;
    private final DequeTaking<E> taking;

    DequeCore(NamedCollection named) {
        super(named);
        this.taking = new DequeTaking<>(this);
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
        return putEncoded(first, encode(element), limit);
    }

    PatientCall<Boolean> putEncoded(boolean first, byte[] encoded, @Nullable Duration limit) {
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
        Undo back = taking.puttingBack(first);
        return callForElement(DequeOperations.poll(name(), first), optional)
                .undoing(back)
                .handingOver(payload -> putBack(first, payload))
                .carefully(taking.care(), () -> taking.poll(first));
    }

    @SuppressWarnings("NullAway") // It does not see that what is taken may be nullable.
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
                .decoding(Encoding::isQuick)
                .undoing(taking.puttingBack(first))
                .carefully(taking.care(), () -> taking.take(first, limit));
    }

    /** Puts back what a take got that nobody waits for any more. */
    private void putBack(boolean first, byte[] takenPayload) {
        byte[] element = Results.optionalBytes(takenPayload);
        if (element != null) {
            new GivingBack(this, first).quietly(List.of(element));
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
                DequeOperations::values,
                new GivingBack(this, first)::call);
    }

    Steps<Integer> drainTo(Collection<? super E> target, int maxElements) {
        return new Draining<>(this, target, maxElements);
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
                        payload ->
                                payload == null ? null : ReservedElement.of(this, DequeOperations.reservation(payload)),
                        this::releaseReservation)
                .decoding(payload -> false)
                .undoing(this::givingUp);
    }

    private CompletableFuture<String> givingUp(byte[] reservedPayload) {
        Reservation reservation = DequeOperations.reservation(reservedPayload);
        return reservation == null
                ? Undo.nothing()
                : Async.map(
                        release(reservation.id()).start(),
                        back -> back ? "the element was given back at once" : "its reservation had ended by then");
    }

    /** Gives up a reservation that nobody waits for any more. */
    void releaseReservation(byte[] reservedPayload) {
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

    /** The first or last element, encoded. */
    Call<@Nullable Void> peek(boolean first, Function<byte @Nullable [], @Nullable Void> reader) {
        return call(DequeOperations.peek(name(), first), payload -> reader.apply(Results.optionalBytes(payload)));
    }

    /** Results in the lowest index of an element that is equal, -1 if there is none. */
    Steps<Integer> indexOf(Object element) {
        return new Seeking<>(
                this,
                new Seeking.Aim(element, 0, Integer.MAX_VALUE, false, false),
                encoded -> DequeOperations.indexOf(name(), encoded),
                DequeOperations::index);
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

    /** Results in -1 if there is none. */
    Steps<Integer> removeOccurrence(boolean first, Object element) {
        return new Seeking<>(
                this,
                new Seeking.Aim(element, 0, Integer.MAX_VALUE, !first, true),
                encoded -> DequeOperations.removeOccurrence(name(), first, encoded),
                payload -> Results.bool(payload) ? 0 : -1);
    }

    Call<@Nullable Void> clear() {
        return call(DequeOperations.clear(name()), payload -> null);
    }
}
