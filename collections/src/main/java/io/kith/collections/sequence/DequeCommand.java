package io.kith.collections.sequence;

import static io.kith.collections.kind.Operation.none;
import static io.kith.collections.kind.Operation.ofWaiter;
import static io.kith.collections.kind.Operation.read;

import io.kith.collections.kind.Operation;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.PayloadWriter;
import java.util.Arrays;
import java.util.List;

/** All operations of deques. */
enum DequeCommand implements SequenceCommand {
    GET(read(0x01, "get", "n", SequenceReads::get)),
    SIZE(read(0x02, "size", "", SequenceReads::size)),
    INDEX_OF(read(0x03, "index of", "nnbr", SequenceReads::indexOf)),
    PAGE_AT(read(0x04, "page at", "nnnn", SequenceReads::pageAt)),
    PAGE_BESIDE(read(0x05, "page beside", "nnbj", SequenceReads::pageBeside)),
    PEEK(read(0x06, "peek", "b", DequeReads::peek)),
    CAPACITY(read(0x07, "capacity", "", DequeReads::capacity)),

    OFFER(write(0x81, "offer", "br", DequeWrites::offer, DequeGrowth::ofOne)),
    POLL(write(0x82, "poll", "b", DequeWrites::poll, none())),
    OFFER_ALL(write(0x83, "offer all", "bK", DequeWrites::offerAll, DequeGrowth::ofMany)),
    POLL_ALL(write(0x84, "poll all", "bnn", DequeWrites::pollAll, none())),
    PUT(waiting(Waiter.PUT, "put", "bnr", DequeWaits::put, DequeGrowth::ofOne)),
    TAKE(waiting(Waiter.TAKE, "take", "bn", DequeWaits::take, ofWaiter(DequeState::isEmpty))),
    REMOVE_VALUE(Operation.searching(0x87, "remove value", "br", serving(Removals::fromDeque), Removals::searchDeque)),
    REMOVE_ITEM(write(0x88, "remove item", "i", SequenceWrites::removeItem, none())),
    REMOVE_ITEMS(write(0x89, "remove items", "I", SequenceWrites::removeItems, none())),
    CLEAR(write(0x8A, "clear", "", DequeWrites::clear, none())),
    SET_CAPACITY(write(0x8B, "set capacity", "n", DequeWrites::setCapacity, none())),
    RESERVE(waiting(Waiter.RESERVE, "reserve", "bnn", DequeWaits::reserve, ofWaiter(DequeState::isEmpty))),
    ACKNOWLEDGE(write(0x8D, "acknowledge", "n", DequeWrites::acknowledge, none())),
    RELEASE(write(0x8E, "release", "n", DequeWrites::release, none())),
    EXTEND(write(0x8F, "extend", "nn", DequeWrites::extend, none())),
    EXPIRE(Operation.own(DequeState.EXPIRE_CODE, "expire", "nn", serving(DequeWaits::expire))),
    REMOVE_FOUND(Operation.searched(Removals.FOUND_IN_DEQUE, "remove found", "njbr", serving(Removals::foundInDeque)));

    @SuppressWarnings("ImmutableEnumChecker") // Operations hold nothing that changes.
    private final Operation<DequeState> operation;

    DequeCommand(Operation<DequeState> operation) {
        this.operation = operation;
    }

    private static Operation<DequeState> write(
            int code,
            String name,
            String arguments,
            Operation.Handler<DequeState> handler,
            Operation.Growth<DequeState> growth) {
        return Operation.write(code, name, arguments, serving(handler), growth);
    }

    private static Operation<DequeState> waiting(
            int code,
            String name,
            String arguments,
            Operation.WaitingHandler<DequeState> handler,
            Operation.Growth<DequeState> growth) {
        return Operation.waiting(
                code,
                name,
                arguments,
                (deque, call) -> {
                    byte[] payload = handler.run(deque, call);
                    deque.serve(call.nowMillis(), call.requests());
                    return payload;
                },
                growth);
    }

    /** Whatever was done, somebody who waits may now have what he waits for. */
    private static Operation.Handler<DequeState> serving(Operation.Handler<DequeState> handler) {
        return (deque, call) -> {
            byte[] payload = handler.run(deque, call);
            deque.serve(call.nowMillis(), call.requests());
            return payload;
        };
    }

    static List<Operation<DequeState>> all() {
        return Arrays.stream(values()).map(command -> command.operation).toList();
    }

    @Override
    public PayloadWriter of(CollectionRef collection, int expectedArgumentBytes) {
        return collection.operation(operation.spec().code(), expectedArgumentBytes);
    }
}
