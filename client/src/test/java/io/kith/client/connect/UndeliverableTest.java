package io.kith.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteVec;
import io.kith.client.RemoteVecDeque;
import io.kith.client.Reserved;
import io.kith.client.serialization.ClassNotAllowedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operation takes reaches the caller, or stays where it was. */
class UndeliverableTest {
    private record Circle(int radius) {}

    /** Something happens as soon as one is read. */
    private record Tripwire(int number) {
        private static volatile Runnable sprung = () -> {};

        Tripwire {
            sprung.run();
        }
    }

    private final FakeNode node = new FakeNode(4);
    private final Kith producer = ClientProvider.inProcess(
            node, ClientOptions.defaults().deadline(Duration.ofMinutes(1)).allow(Circle.class));
    private final Kith consumer =
            ClientProvider.inProcess(node, ClientOptions.defaults().deadline(Duration.ofMinutes(1)));

    @AfterEach
    void close() {
        producer.close();
        consumer.close();
    }

    private static void assertUndelivered(ThrowingCallable taking) {
        assertThatThrownBy(taking).satisfies(thrown -> {
            Throwable cause = thrown instanceof java.util.concurrent.ExecutionException ? thrown.getCause() : thrown;
            assertThat(cause).isInstanceOf(ClassNotAllowedException.class).hasMessageContaining("Circle");
        });
    }

    /** Reads so much that the handle trusts what it reads. */
    private static void trust(RemoteVecDeque<Object> deque) {
        for (int i = 0; i < 20; i++) {
            deque.add(i);
            assertThat(deque.poll()).isEqualTo(i);
        }
    }

    @Test
    void aDequesElementStaysIfItCannotBeRead() throws Exception {
        for (boolean trusting : new boolean[] {false, true}) {
            RemoteVecDeque<Object> full = producer.vecDeque("shapes" + trusting);
            RemoteVecDeque<Object> deque = consumer.vecDeque("shapes" + trusting);
            if (trusting) {
                trust(deque);
            }
            full.addAll(List.of(new Circle(1), "x", new Circle(2)));
            List<Callable<Object>> takes = List.of(
                    deque::poll,
                    deque::pollLast,
                    deque::pollFirst,
                    deque::take,
                    deque::takeLast,
                    deque::pop,
                    deque::remove,
                    deque::removeLast,
                    () -> deque.poll(1, TimeUnit.SECONDS),
                    () -> deque.pollLast(1, TimeUnit.SECONDS),
                    () -> deque.pollFirst(3),
                    () -> deque.pollLast(3),
                    () -> deque.drainTo(new ArrayList<>()),
                    () -> deque.reserve(Duration.ofMinutes(5), Duration.ZERO),
                    () -> deque.async().pollFirst().get(),
                    () -> deque.async().pollLast().get(),
                    () -> deque.async().takeFirst().get(),
                    () -> deque.async().pollFirst(Duration.ofSeconds(1)).get(),
                    () -> deque.async().pollLast(5).get(),
                    () -> deque.async()
                            .reserve(Duration.ofMinutes(5), Duration.ZERO)
                            .get());
            for (Callable<Object> take : takes) {
                assertUndelivered(take::call);
                assertThat(new ArrayList<>(full)).containsExactly(new Circle(1), "x", new Circle(2));
            }
            assertThat(full.poll()).isEqualTo(new Circle(1));
            assertThat(deque.poll()).isEqualTo("x");
        }
    }

    @Test
    void aFullDequeTakesBackWhatCannotBeRead() throws Exception {
        for (boolean trusting : new boolean[] {false, true}) {
            RemoteVecDeque<Object> full = producer.vecDeque("bounded" + trusting);
            RemoteVecDeque<Object> deque = consumer.vecDeque("bounded" + trusting);
            if (trusting) {
                trust(deque);
            }
            full.setCapacity(1);
            full.add(new Circle(1));
            CompletableFuture<Void> waiting = full.async().putLast("next");
            assertUndelivered(deque::poll);
            await().until(() -> !full.isEmpty());
            List<Object> seen = new ArrayList<>();
            while (seen.size() < 2) {
                seen.add(full.poll(10, TimeUnit.SECONDS));
            }
            waiting.get(10, TimeUnit.SECONDS);
            assertThat(seen).containsExactlyInAnyOrder(new Circle(1), "next");
        }
    }

    @Test
    void whatIsReadBeforeIsDeliveredAndTheRestStays() throws Exception {
        RemoteVecDeque<Object> full = producer.vecDeque("partly");
        RemoteVecDeque<Object> deque = consumer.vecDeque("partly");
        full.addAll(List.of(1, 2, new Circle(3), 4, 5));
        assertThat(deque.pollFirst(5)).containsExactly(1, 2);
        assertThat(deque.async().pollLast(5).get()).containsExactly(5, 4);
        assertThat(new ArrayList<>(full)).containsExactly(new Circle(3));
        full.addFirst(0);
        List<Object> target = new ArrayList<>();
        assertUndelivered(() -> deque.drainTo(target));
        assertThat(target).containsExactly(0);
        assertThat(new ArrayList<>(full)).containsExactly(new Circle(3));
    }

    @Test
    void aFullTargetLeavesTheRest() {
        RemoteVecDeque<Integer> deque = consumer.vecDeque("drained");
        List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
        deque.addAll(numbers);
        ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(10);
        assertThatThrownBy(() -> deque.drainTo(queue)).isInstanceOf(IllegalStateException.class);
        assertThat(new ArrayList<>(queue)).isEqualTo(numbers.subList(0, 10));
        assertThat(new ArrayList<>(deque)).isEqualTo(numbers.subList(10, 100));

        List<Integer> choosy = new ArrayList<>() {
            private static final long serialVersionUID = 1L;

            @Override
            public boolean add(Integer element) {
                if (element == 15) {
                    throw new IllegalArgumentException("not 15");
                }
                return super.add(element);
            }
        };
        assertThatThrownBy(() -> deque.drainTo(choosy)).hasMessage("not 15");
        assertThat(choosy).isEqualTo(numbers.subList(10, 15));
        assertThat(new ArrayList<>(deque)).isEqualTo(numbers.subList(15, 100));

        LinkedBlockingDeque<Integer> exact = new LinkedBlockingDeque<>(85);
        assertThat(deque.drainTo(exact)).isEqualTo(85);
        assertThat(deque).isEmpty();
        assertThat(deque.drainTo(exact)).isZero();
    }

    /** The elements of the second answer stay; those of the first one, with the wire among them, are delivered. */
    @Test
    void whatWasAnsweredReachesTheCallerWhateverEndsTheCall() {
        List<Object> elements =
                new ArrayList<>(IntStream.range(0, 5_000).boxed().toList());
        ClientOptions options = ClientOptions.defaults().allow(Tripwire.class);
        try (Kith writer = ClientProvider.inProcess(node, options);
                Kith hasty = ClientProvider.inProcess(node, options.deadline(Duration.ofMillis(500)));
                Kith closed = ClientProvider.inProcess(node, options)) {
            elements.set(100, new Tripwire(100));
            RemoteVecDeque<Object> full = writer.vecDeque("many");
            full.addAll(elements);

            RemoteVecDeque<Object> interrupted = writer.vecDeque("many");
            Tripwire.sprung = () -> Thread.currentThread().interrupt();
            assertThat(interrupted.pollFirst(4_500)).hasSize(4_500);
            assertThat(Thread.interrupted()).isTrue();
            Tripwire.sprung = () -> {};
            full.clear();
            full.addAll(elements);

            RemoteVecDeque<Object> ended = closed.vecDeque("many");
            Tripwire.sprung = closed::close;
            assertThat(ended.pollFirst(5_000)).hasSize(4_096);
            Tripwire.sprung = () -> {};
            assertThat(full).hasSize(5_000 - 4_096);
            full.clear();
            full.addAll(elements);

            RemoteVecDeque<Object> timed = hasty.vecDeque("many");
            List<Object> target = new ArrayList<>();
            Tripwire.sprung = node::fallSilent;
            assertThatThrownBy(() -> timed.drainTo(target)).isInstanceOf(io.kith.client.KithTimeoutException.class);
            assertThat(target).hasSize(4_096);
        } finally {
            Tripwire.sprung = () -> {};
        }
    }

    @Test
    void aListsElementStaysIfItCannotBeRead() throws Exception {
        for (boolean trusting : new boolean[] {false, true}) {
            RemoteVec<Object> full = producer.vec("list" + trusting);
            RemoteVec<Object> vec = consumer.vec("list" + trusting);
            for (int i = 0; trusting && i < 20; i++) {
                vec.add(i);
                assertThat(vec.remove(0)).isEqualTo(i);
            }
            full.addAll(List.of(new Circle(1), "x", new Circle(2)));
            List<Callable<Object>> takes = List.of(
                    () -> vec.remove(0),
                    () -> vec.remove(2),
                    () -> vec.set(0, "y"),
                    () -> vec.drain(0, 3),
                    () -> vec.subList(0, 1).remove(0),
                    () -> vec.subList(2, 3).set(0, "y"),
                    () -> vec.async().remove(2).get(),
                    () -> vec.async().set(0, "y").get(),
                    () -> vec.async().drain(0, 1).get());
            for (Callable<Object> take : takes) {
                assertUndelivered(take::call);
                assertThat(new ArrayList<>(full)).containsExactly(new Circle(1), "x", new Circle(2));
            }
            assertUndelivered(() -> vec.swapRemove(0));
            assertUndelivered(() -> vec.async().swapRemove(0).get());
            assertThat(new ArrayList<>(full)).containsExactlyInAnyOrder(new Circle(1), "x", new Circle(2));
            assertThatThrownBy(() -> vec.remove(7)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> vec.set(7, 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(vec.drain(full.indexOf("x"), 3)).isEqualTo(List.of("x"));
        }
    }

    @Test
    void aMapsValueStaysIfItCannotBeRead() throws Exception {
        for (boolean trusting : new boolean[] {false, true}) {
            RemoteHashMap<String, Object> full = producer.hashMap("map" + trusting);
            RemoteHashMap<String, Object> map = consumer.hashMap("map" + trusting);
            for (int i = 0; trusting && i < 20; i++) {
                assertThat(map.put("t", i)).isEqualTo(i == 0 ? null : i - 1);
            }
            full.put("a", new Circle(1));
            List<Callable<Object>> takes = List.of(
                    () -> map.put("a", "y"),
                    () -> map.put("a", "y", Duration.ofMinutes(1)),
                    () -> map.remove("a"),
                    () -> map.replace("a", "y"),
                    () -> map.putIfAbsent("a", "y"),
                    () -> map.compute("a", (k, v) -> "y"),
                    () -> map.merge("a", "y", (one, other) -> "z"),
                    () -> map.computeIfPresent("a", (k, v) -> null),
                    () -> map.async().put("a", "y").get(),
                    () -> map.async().remove("a").get(),
                    () -> map.async().replace("a", "y").get());
            for (Callable<Object> take : takes) {
                assertUndelivered(take::call);
                assertThat(full.get("a")).isEqualTo(new Circle(1));
            }
            map.set("a", "fixed");
            assertThat(map.remove("a")).isEqualTo("fixed");
            full.put("a", new Circle(1));
            assertThat(map.keySet().remove("a")).isTrue();
        }
    }

    @Test
    void whatNobodyCanReadIsRemovedByAnIterator() {
        RemoteVecDeque<Object> deque = consumer.vecDeque("poisoned");
        producer.<Object>vecDeque("poisoned").addAll(List.of(1, new Circle(2), 3));
        java.util.Iterator<Object> each = deque.iterator();
        assertThat(each.next()).isEqualTo(1);
        assertUndelivered(each::next);
        each.remove();
        assertThat(each.next()).isEqualTo(3);
        assertThat(new ArrayList<>(deque)).containsExactly(1, 3);

        RemoteVec<Object> vec = consumer.vec("poisoned list");
        producer.<Object>vec("poisoned list").addAll(List.of(1, new Circle(2), 3, new Circle(4)));
        java.util.Iterator<Object> one = vec.iterator();
        one.next();
        assertUndelivered(one::next);
        one.remove();
        assertThat(one.next()).isEqualTo(3);
        vec.subList(2, 3).clear();
        assertThat(new ArrayList<>(vec)).containsExactly(1, 3);
    }

    @Test
    void carefulOperationsDoWhatTheOthersDo() throws Exception {
        RemoteHashMap<String, Integer> map = consumer.hashMap("careful");
        assertThat(map.put("a", 1)).isNull();
        assertThat(map.put("a", 2)).isEqualTo(1);
        assertThat(map.replace("b", 2)).isNull();
        assertThat(map.replace("a", 3)).isEqualTo(2);
        assertThat(map.remove("a")).isEqualTo(3);
        assertThat(map.remove("a")).isNull();
        RemoteVec<Integer> vec = consumer.vec("careful list");
        vec.addAll(List.of(1, 2, 3, 4));
        assertThat(vec.remove(1)).isEqualTo(2);
        assertThat(vec.set(0, 7)).isEqualTo(1);
        assertThat(vec.swapRemove(0)).isEqualTo(7);
        assertThat(new ArrayList<>(vec)).containsExactly(4, 3);
        RemoteVecDeque<Integer> deque = consumer.vecDeque("careful deque");
        assertThat(deque.poll()).isNull();
        assertThat(deque.poll(0, TimeUnit.MILLISECONDS)).isNull();
        assertThatThrownBy(deque::remove).isInstanceOf(NoSuchElementException.class);
        deque.addAll(List.of(1, 2, 3));
        assertThat(deque.take()).isEqualTo(1);
        assertThat(deque.pollLast()).isEqualTo(3);
        assertThat(deque.size()).isEqualTo(1);
        Reserved<Integer> reserved = deque.reserve(Duration.ofMinutes(1), Duration.ZERO);
        assertThat(reserved.element()).isEqualTo(2);
        assertThat(reserved.acknowledge()).isTrue();
    }

    @Test
    void aCancelledPollPutsBackWhatItGot() {
        RemoteVecDeque<Integer> deque = consumer.vecDeque("cancelled");
        deque.addAll(List.of(1, 2, 3));
        node.hold();
        CompletableFuture<Integer> one = deque.async().pollFirst();
        CompletableFuture<List<Integer>> some = deque.async().pollFirst(2);
        one.cancel(false);
        some.cancel(false);
        node.release();
        await().until(() -> deque.size() == 3);
        assertThat(new ArrayList<>(deque)).containsExactlyInAnyOrder(1, 2, 3);
    }
}
