package io.kith.collections.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.PartitionDriver;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class DequeStateTest {
    private static final CollectionRef ID = PartitionDriver.deque(88);
    private static final NodeId OTHER = new NodeId(9, 9);

    private final PartitionDriver partition = new PartitionDriver();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String optional(PartitionDriver partition, byte[] operation) {
        return text(Results.optionalBytes(partition.result(operation)));
    }

    @Property(tries = 100)
    void aDequeDoesWhatAnArrayDequeDoes(@ForAll long seed) {
        Random random = new Random(seed);
        PartitionDriver partition = new PartitionDriver();
        Deque<String> model = new ArrayDeque<>();
        int capacity = random.nextBoolean() ? 0 : 10;
        partition.result(DequeOperations.setCapacity(ID, capacity));
        for (int step = 0; step < 400; step++) {
            step(partition, model, random, capacity);
            assertThat(Results.number(partition.result(DequeOperations.size(ID))))
                    .isEqualTo(model.size());
        }
        SequencePage page = DequeOperations.page(
                partition.result(DequeOperations.pageBeside(ID, null, false, Integer.MAX_VALUE, 1 << 20)));
        assertThat(page.items().stream().map(item -> text(item.value()))).containsExactlyElementsOf(model);
    }

    private static void step(PartitionDriver partition, Deque<String> model, Random random, int capacity) {
        boolean first = random.nextBoolean();
        String value = "v" + random.nextInt(20);
        boolean room = capacity == 0 || model.size() < capacity;
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                byte[] offer = random.nextBoolean()
                        ? DequeOperations.offer(ID, first, bytes(value))
                        : DequeOperations.put(ID, first, bytes(value), 0);
                assertThat(Results.bool(partition.result(offer))).isEqualTo(room);
                if (room) {
                    add(model, first, value);
                }
            }
            case 3, 4 -> {
                byte[] poll =
                        random.nextBoolean() ? DequeOperations.poll(ID, first) : DequeOperations.take(ID, first, 0);
                assertThat(optional(partition, poll)).isEqualTo(first ? model.pollFirst() : model.pollLast());
            }
            case 5 ->
                assertThat(optional(partition, DequeOperations.peek(ID, first)))
                        .isEqualTo(first ? model.peekFirst() : model.peekLast());
            case 6 ->
                assertThat(Results.bool(partition.result(DequeOperations.removeOccurrence(ID, first, bytes(value)))))
                        .isEqualTo(first ? model.removeFirstOccurrence(value) : model.removeLastOccurrence(value));
            case 7 -> {
                List<byte[]> values = new ArrayList<>();
                int added = 0;
                for (int i = random.nextInt(6); i > 0; i--) {
                    values.add(bytes("v" + i));
                    if (capacity == 0 || model.size() < capacity) {
                        add(model, first, "v" + i);
                        added++;
                    }
                }
                assertThat(Results.number(partition.result(DequeOperations.offerAll(ID, first, values))))
                        .isEqualTo(added);
            }
            case 8 -> {
                List<String> expected = new ArrayList<>();
                int count = random.nextInt(5);
                while (expected.size() < count && !model.isEmpty()) {
                    expected.add(first ? model.pollFirst() : model.pollLast());
                }
                List<byte[]> values =
                        DequeOperations.values(partition.result(DequeOperations.pollAll(ID, first, count, 1 << 20)));
                assertThat(values.stream().map(DequeStateTest::text)).containsExactlyElementsOf(expected);
            }
            default -> {
                int index = random.nextInt(model.size() + 1);
                Iterator<String> iterator = model.iterator();
                String expected = null;
                for (int i = 0; i <= index && iterator.hasNext(); i++) {
                    String next = iterator.next();
                    expected = i == index ? next : null;
                }
                assertThat(optional(partition, DequeOperations.get(ID, index))).isEqualTo(expected);
                assertThat(DequeOperations.index(partition.result(DequeOperations.indexOf(ID, bytes(value)))))
                        .isEqualTo(List.copyOf(model).indexOf(value));
            }
        }
    }

    private static void add(Deque<String> model, boolean first, String value) {
        if (first) {
            model.addFirst(value);
        } else {
            model.addLast(value);
        }
    }

    private List<Completion> send(long opening, long number, byte[] operation) {
        return partition.log(OTHER, opening, number, 1, operation);
    }

    private static String value(Completion completion) {
        assertThat(completion.status()).isEqualTo(ResponseStatus.OK);
        return text(Results.optionalBytes(completion.payload()));
    }

    private static byte[] take() {
        return DequeOperations.take(ID, true, DequeOperations.FOREVER);
    }

    private static byte[] offer(String value) {
        return DequeOperations.offer(ID, false, bytes(value));
    }

    @Example
    void takersAreServedInTheOrderInWhichTheyCame() {
        long opening = partition.open(OTHER);
        assertThat(send(opening, 1, take())).isEmpty();
        assertThat(send(opening, 2, take())).isEmpty();
        assertThat(send(opening, 1, take())).as("a retry waits too").isEmpty();
        List<Completion> ended = send(opening, 3, offer("a"));
        assertThat(ended).hasSize(2);
        assertThat(ended.get(0).number()).isEqualTo(3);
        assertThat(ended.get(1).number()).isEqualTo(1);
        assertThat(value(ended.get(1))).isEqualTo("a");
        assertThat(value(send(opening, 4, offer("b")).get(1))).isEqualTo("b");
        assertThat(value(send(opening, 1, take()).get(0)))
                .as("a retry gets what was taken")
                .isEqualTo("a");
        assertThat(Results.number(partition.result(DequeOperations.size(ID)))).isZero();
    }

    @Example
    void oneOfferOfManyServesAllWhoWait() {
        long opening = partition.open(OTHER);
        send(opening, 1, DequeOperations.setCapacity(ID, 1));
        send(opening, 2, take());
        send(opening, 3, take());
        List<Completion> ended =
                send(opening, 4, DequeOperations.offerAll(ID, false, List.of(bytes("a"), bytes("b"), bytes("c"))));
        assertThat(Results.number(ended.get(0).payload())).isEqualTo(3);
        assertThat(value(ended.get(1))).isEqualTo("a");
        assertThat(value(ended.get(2))).isEqualTo("b");
        assertThat(optional(partition, DequeOperations.peek(ID, true))).isEqualTo("c");
    }

    @Example
    void puttersWaitForRoomInTheOrderInWhichTheyCame() {
        long opening = partition.open(OTHER);
        send(opening, 1, DequeOperations.setCapacity(ID, 1));
        send(opening, 2, offer("a"));
        assertThat(send(opening, 3, DequeOperations.put(ID, false, bytes("b"), DequeOperations.FOREVER)))
                .isEmpty();
        assertThat(send(opening, 4, DequeOperations.put(ID, false, bytes("c"), DequeOperations.FOREVER)))
                .isEmpty();
        List<Completion> ended = send(opening, 5, DequeOperations.poll(ID, true));
        assertThat(value(ended.get(0))).isEqualTo("a");
        assertThat(ended.get(1).number()).isEqualTo(3);
        assertThat(Results.bool(ended.get(1).payload())).isTrue();
        assertThat(send(opening, 6, DequeOperations.setCapacity(ID, 0)).get(1).number())
                .isEqualTo(4);
        assertThat(optional(partition, DequeOperations.get(ID, 1))).isEqualTo("c");
    }

    @Example
    void whoGivesUpGetsNothingAndTheNextOneGetsIt() {
        long opening = partition.open(OTHER);
        send(opening, 1, take());
        send(opening, 2, take());
        List<Completion> ended = send(opening, 3, PartitionOperations.cancelRequest(1));
        assertThat(ended).extracting(Completion::number).containsExactly(3L, 1L);
        assertThat(ended).allSatisfy(completion -> assertThat(value(completion)).isNull());
        assertThat(send(opening, 4, offer("a")).get(1).number()).isEqualTo(2);
        assertThat(value(send(opening, 5, PartitionOperations.cancelRequest(2)).get(0)))
                .as("too late: here is the element")
                .isEqualTo("a");
    }

    @Example
    void aWaitBelowTheFloorEndsAndIsTold() {
        long opening = partition.open(OTHER);
        send(opening, 1, take());
        List<Completion> ended = partition.log(OTHER, opening, 2, 2, offer("a"));
        assertThat(ended).extracting(Completion::number).containsExactly(2L, 1L);
        assertThat(ended.get(1).status()).isEqualTo(ResponseStatus.BELOW_FLOOR);
        assertThat(optional(partition, DequeOperations.peek(ID, true))).isEqualTo("a");
    }

    @Example
    void aWaitOfASessionThatEndsIsTold() {
        long opening = partition.open(OTHER);
        send(opening, 1, take());
        int openersOwn = 1;
        List<Completion> ended = send(opening, 2, PartitionOperations.closeSession());
        assertThat(ended).extracting(Completion::number).containsExactly(2L, 1L);
        assertThat(ended.get(1).status()).isEqualTo(ResponseStatus.SESSION_UNKNOWN);
        assertThat(partition.state.openResults()).isEqualTo(openersOwn);
    }

    @Example
    void aWaitEndsWhenItsTimeIsLogged() {
        long opening = partition.open(OTHER);
        send(opening, 1, DequeOperations.take(ID, true, 100));
        assertThat(partition.state.nextExpiries(partition.nowMillis + 99, 10)).isEmpty();
        List<byte[]> due = partition.state.nextExpiries(partition.nowMillis + 100, 10);
        assertThat(due).hasSize(1);
        List<Completion> ended = partition.log(LogCommand.NO_SESSION, 0, 0, 0, due.get(0));
        assertThat(ended).hasSize(1);
        assertThat(value(ended.get(0))).isNull();
        assertThat(send(opening, 2, offer("a"))).hasSize(1);
        assertThat(partition.state.nextExpiries(Long.MAX_VALUE, 10)).isEmpty();
    }

    @Example
    void whoeverIsGoneTakesNothing() {
        long opening = partition.open(OTHER);
        send(opening, 1, take());
        partition.own(PartitionOperations.expireSession(OTHER, opening));
        assertThat(partition.write(offer("a")).status()).isEqualTo(ResponseStatus.OK);
        assertThat(optional(partition, DequeOperations.peek(ID, true))).isEqualTo("a");
        partition.result(DequeOperations.poll(ID, true));

        long next = partition.open(OTHER);
        send(next, 1, take());
        partition.log(OTHER, next, 2, 2, MapOperations.set(PartitionDriver.map(5), bytes("k"), bytes("v"), 0));
        partition.write(offer("b"));
        assertThat(optional(partition, DequeOperations.peek(ID, true)))
                .as("nobody awaits the take any more")
                .isEqualTo("b");
    }

    @Example
    void aReservedElementComesBackUnlessItIsAcknowledged() {
        long opening = partition.open(OTHER);
        send(opening, 1, DequeOperations.offerAll(ID, false, List.of(bytes("a"), bytes("b"), bytes("c"))));
        byte[] reserve = DequeOperations.reserve(ID, true, 1000, 0);
        Reservation a = DequeOperations.reservation(partition.result(reserve));
        Reservation b = DequeOperations.reservation(partition.result(reserve));
        Reservation c = DequeOperations.reservation(partition.result(reserve));
        assertThat(DequeOperations.reservation(partition.result(reserve))).isNull();
        assertThat(text(b.value())).isEqualTo("b");
        assertThat(Results.bool(partition.result(DequeOperations.acknowledge(ID, a.id()))))
                .isTrue();
        assertThat(Results.bool(partition.result(DequeOperations.acknowledge(ID, a.id()))))
                .isFalse();
        assertThat(Results.bool(partition.result(DequeOperations.release(ID, b.id()))))
                .isTrue();
        assertThat(optional(partition, DequeOperations.peek(ID, true))).isEqualTo("b");
        partition.nowMillis += 500;
        assertThat(Results.bool(partition.result(DequeOperations.extend(ID, c.id(), 1000))))
                .isTrue();
        assertThat(partition.state.nextExpiries(partition.nowMillis + 999, 10)).isEmpty();
        partition.nowMillis += 1000;
        partition.state.nextExpiries(partition.nowMillis, 10).forEach(partition::own);
        assertThat(optional(partition, DequeOperations.peek(ID, true))).isEqualTo("c");
        assertThat(Results.bool(partition.result(DequeOperations.acknowledge(ID, c.id()))))
                .isFalse();
        partition.result(DequeOperations.clear(ID));
        assertThat(partition.state.collections().get(0).bytes()).isZero();
    }

    @Example
    void destroyingADequeEndsWhatWaitsInIt() {
        long opening = partition.open(OTHER);
        send(opening, 1, DequeOperations.take(ID, true, 100));
        List<Completion> ended = send(opening, 2, PartitionOperations.destroyCollection(ID.incarnation()));
        assertThat(ended).extracting(Completion::number).containsExactly(2L, 1L);
        assertThat(partition.state.nextExpiries(Long.MAX_VALUE, 10)).isEmpty();
        assertThat(partition.state.destroyedCount()).isEqualTo(1);
        assertThat(partition.state.bytes()).as("that it was destroyed").isEqualTo(250);
    }

    @Example
    void elementsAreRemovedByTheirIdsWhileOthersMove() {
        partition.result(DequeOperations.offerAll(ID, false, List.of(bytes("a"), bytes("b"), bytes("c"))));
        List<SequenceItem> items = DequeOperations.page(
                        partition.result(DequeOperations.pageBeside(ID, null, true, 10, 100)))
                .items();
        partition.result(DequeOperations.offer(ID, true, bytes("x")));
        assertThat(optional(
                        partition, DequeOperations.removeItem(ID, items.get(1).id())))
                .isEqualTo("b");
        assertThat(Results.number(partition.result(DequeOperations.removeItems(
                        ID, items.stream().map(SequenceItem::id).toList()))))
                .isEqualTo(2);
        assertThat(optional(partition, DequeOperations.get(ID, 0))).isEqualTo("x");
    }
}
