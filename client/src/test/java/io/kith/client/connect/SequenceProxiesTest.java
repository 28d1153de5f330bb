package io.kith.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kith.client.AsyncVec;
import io.kith.client.AsyncVecDeque;
import io.kith.client.ClientOptions;
import io.kith.client.CollectionTypeException;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.RemoteVec;
import io.kith.client.RemoteVecDeque;
import io.kith.client.Reserved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.ListIterator;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SequenceProxiesTest {
    private static final int MANY = 5_000;

    private final FakeNode node = new FakeNode(4);
    private final Kith kith =
            ClientProvider.inProcess(node, ClientOptions.defaults().deadline(Duration.ofMinutes(1)));

    @AfterEach
    void close() {
        kith.close();
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private RemoteVec<Integer> vec(int size) {
        RemoteVec<Integer> vec = kith.vec("vec");
        vec.addAll(numbers(size));
        return vec;
    }

    @Test
    void aListsPagesAreWalkedInBothDirections() {
        RemoteVec<Integer> vec = vec(MANY);
        int before = node.requests();
        assertThat(new ArrayList<>(vec)).isEqualTo(numbers(MANY));
        assertThat(node.requests() - before).isLessThan(20);
        List<Integer> backward = new ArrayList<>();
        for (ListIterator<Integer> each = vec.listIterator(MANY); each.hasPrevious(); ) {
            assertThat(each.previousIndex()).isEqualTo(MANY - 1 - backward.size());
            backward.add(each.previous());
        }
        Collections.reverse(backward);
        assertThat(backward).isEqualTo(numbers(MANY));
    }

    @Test
    void aListIteratorDoesWhatAnArrayListsDoesOverManyPages() {
        RemoteVec<Integer> vec = vec(3_000);
        List<Integer> model = new ArrayList<>(numbers(3_000));
        Random random = new Random(7);
        ListIterator<Integer> one = vec.listIterator(1_500);
        ListIterator<Integer> other = model.listIterator(1_500);
        for (int step = 0; step < 6_000; step++) {
            boolean forward = (step / 2_500) % 2 == 0;
            if (forward ? other.hasNext() : other.hasPrevious()) {
                assertThat(forward ? one.next() : one.previous()).isEqualTo(forward ? other.next() : other.previous());
                int what = random.nextInt(30);
                if (what == 0) {
                    one.remove();
                    other.remove();
                } else if (what == 1) {
                    one.set(-step);
                    other.set(-step);
                } else if (what == 2) {
                    one.add(step + 10_000);
                    other.add(step + 10_000);
                }
            }
            assertThat(one.nextIndex()).isEqualTo(other.nextIndex());
        }
        assertThat(new ArrayList<>(vec)).isEqualTo(model);
    }

    @Test
    @SuppressWarnings("ModifyCollectionInEnhancedForLoop") // That it may be is what this shows.
    void anIteratorStaysWhereItsNeighboursAre() {
        RemoteVec<Integer> vec = vec(2_500);
        List<Integer> seen = new ArrayList<>();
        for (int element : vec) {
            if (seen.size() % 500 == 0) {
                vec.add(0, -1);
                vec.remove((Integer) 2_499);
            }
            seen.add(element);
        }
        assertThat(seen).doesNotContain(-1).isEqualTo(numbers(seen.size())).hasSizeGreaterThanOrEqualTo(2_499);
    }

    @Test
    void sortingReplacingAndRemovingWorkOnRangesToo() {
        RemoteVec<Integer> vec = kith.vec("mixed");
        List<Integer> model = new ArrayList<>(numbers(MANY));
        Collections.shuffle(model, new Random(3));
        vec.addAll(model);
        vec.subList(1_000, 4_000).sort(null);
        model.subList(1_000, 4_000).sort(null);
        vec.subList(500, 2_500).replaceAll(each -> each * 2);
        model.subList(500, 2_500).replaceAll(each -> each * 2);
        assertThat(vec.subList(100, 4_900).removeIf(each -> each % 3 == 0)).isTrue();
        model.subList(100, 4_900).removeIf(each -> each % 3 == 0);
        vec.subList(10, 20).clear();
        model.subList(10, 20).clear();
        assertThat(new ArrayList<>(vec)).isEqualTo(model);
        vec.sort(Comparator.reverseOrder());
        model.sort(Comparator.reverseOrder());
        assertThat(new ArrayList<>(vec)).isEqualTo(model);
        assertThat(vec.stream().mapToLong(each -> each).sum())
                .isEqualTo(model.stream().mapToLong(each -> each).sum());
    }

    @Test
    void aListHasItsOwnWaysToRemove() throws Exception {
        RemoteVec<Integer> vec = vec(10);
        assertThat(vec.drain(2, 5)).containsExactly(2, 3, 4);
        assertThat(vec.swapRemove(0)).isZero();
        assertThat(vec).containsExactly(9, 1, 5, 6, 7, 8);
        assertThat(vec.truncate(3)).isEqualTo(3);
        assertThat(vec).containsExactly(9, 1, 5);
        assertThatThrownBy(() -> vec.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> vec.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        AsyncVec<Integer> async = vec.async();
        assertThat(async.add(4).get(60, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(async.drain(0, 2).get(60, TimeUnit.SECONDS)).containsExactly(9, 1);
        assertThat(async.indexOf(4).get(60, TimeUnit.SECONDS)).isEqualTo(1);
        List<Integer> seen = new ArrayList<>();
        async.forEach(seen::add).get(60, TimeUnit.SECONDS);
        assertThat(seen).containsExactly(5, 4);
        assertThatThrownBy(() -> async.get(7).get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void takesWaitAtThePrimaryAndAreServedInTheirOrder() throws Exception {
        RemoteVecDeque<Integer> deque = kith.vecDeque("takes");
        assertThat(deque.poll()).isNull();
        AsyncVecDeque<Integer> async = deque.async();
        List<CompletableFuture<Integer>> takes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            takes.add(async.takeFirst());
            assertThat(async.size().get(60, TimeUnit.SECONDS)).isZero();
        }
        int asked = node.requests();
        deque.addAllLast(List.of(1, 2, 3, 4));
        List<Integer> taken = new ArrayList<>();
        for (CompletableFuture<Integer> take : takes) {
            taken.add(take.get(60, TimeUnit.SECONDS));
        }
        assertThat(taken).containsExactly(1, 2, 3);
        assertThat(node.requests() - asked).isEqualTo(1);
        assertThat(deque).containsExactly(4);
    }

    @Test
    void aFullDequeMakesPutsWait() throws Exception {
        RemoteVecDeque<Integer> deque = kith.vecDeque("bounded");
        deque.setCapacity(2);
        assertThat(deque.capacity()).isEqualTo(2);
        deque.put(1);
        deque.put(2);
        assertThat(deque.offer(3)).isFalse();
        assertThat(deque.remainingCapacity()).isZero();
        assertThatThrownBy(() -> deque.add(3)).isInstanceOf(IllegalStateException.class);
        CompletableFuture<Void> put = deque.async().putLast(3);
        assertThat(deque.take()).isEqualTo(1);
        put.get(60, TimeUnit.SECONDS);
        assertThat(deque).containsExactly(2, 3);
        assertThat(deque.get(1)).isEqualTo(3);
    }

    @Test
    void anInterruptEndsAWaitAndLosesNothing() throws Exception {
        RemoteVecDeque<Integer> deque = kith.vecDeque("interrupted");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        CountDownLatch waits = new CountDownLatch(1);
        Thread taker = new Thread(() -> {
            waits.countDown();
            try {
                thrown.set(new AssertionError("took " + deque.take()));
            } catch (InterruptedException | RuntimeException e) {
                thrown.set(e);
            }
        });
        taker.start();
        waits.await();
        taker.interrupt();
        taker.join(10_000);
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        deque.add(1);
        assertThat(deque.poll()).isEqualTo(1);
    }

    @Test
    void aCancelledTakeTakesNothing() throws Exception {
        RemoteVecDeque<Integer> deque = kith.vecDeque("cancelled");
        CompletableFuture<Integer> take = deque.async().takeFirst();
        assertThat(deque.size()).isZero();
        assertThat(take.cancel(true)).isTrue();
        CompletableFuture<Integer> second = deque.async().takeFirst();
        assertThat(deque.size()).isZero();
        deque.add(1);
        assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void aWaitWithALimitEndsWithIt() throws Exception {
        RemoteVecDeque<Integer> deque = kith.vecDeque("limited");
        CompletableFuture<Integer> poll = deque.async().pollFirst(Duration.ofMillis(50));
        assertThat(deque.size()).isZero();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            node.passMillis(60);
            return poll.isDone();
        });
        assertThat(poll.get(60, TimeUnit.SECONDS)).isNull();
        assertThat(deque.poll(0, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void reservedElementsComeBackUnlessAcknowledged() throws Exception {
        RemoteVecDeque<Integer> deque = kith.vecDeque("reserved");
        deque.addAllLast(List.of(1, 2, 3));
        Reserved<Integer> first = deque.reserve(Duration.ofSeconds(1), Duration.ZERO);
        Reserved<Integer> second = deque.reserve(Duration.ofSeconds(1), Duration.ZERO);
        Reserved<Integer> third = deque.reserve(Duration.ofSeconds(1), Duration.ZERO);
        assertThat(List.of(first.element(), second.element(), third.element())).containsExactly(1, 2, 3);
        assertThat(deque.reserve(Duration.ofSeconds(1), Duration.ZERO)).isNull();
        assertThat(first.acknowledge()).isTrue();
        assertThat(second.release()).isTrue();
        assertThat(third.extend(Duration.ofSeconds(9))).isTrue();
        node.passMillis(2_000);
        assertThat(deque).containsExactly(2);
        node.passMillis(20_000);
        assertThat(deque).containsExactlyInAnyOrder(2, 3);
        assertThat(third.acknowledge()).isFalse();
    }

    @Test
    void aDequesPagesAreWalkedInBothDirections() {
        RemoteVecDeque<Integer> deque = kith.vecDeque("pages");
        assertThat(deque.addAllLast(numbers(MANY))).isEqualTo(MANY);
        assertThat(new ArrayList<>(deque)).isEqualTo(numbers(MANY));
        List<Integer> backward = new ArrayList<>();
        deque.descendingIterator().forEachRemaining(backward::add);
        Collections.reverse(backward);
        assertThat(backward).isEqualTo(numbers(MANY));
        assertThat(deque.removeIf(each -> each % 2 == 0)).isTrue();
        List<Integer> drained = new ArrayList<>();
        assertThat(deque.drainTo(drained)).isEqualTo(MANY / 2);
        assertThat(drained).startsWith(1, 3, 5).endsWith(MANY - 1);
        assertThat(deque.addAllFirst(List.of(1, 2, 3))).isEqualTo(3);
        assertThat(deque.pollLast(2)).containsExactly(1, 2);
    }

    @Test
    void aClientMayBeClosedTwiceAndThenDoesNothingMore() {
        RemoteVec<Integer> vec = vec(1);
        kith.close();
        kith.close();
        assertThatThrownBy(() -> vec.get(0)).isInstanceOf(KithException.class).hasMessageContaining("closed");
    }

    @Test
    void aNameOpenedAsAnotherTypeIsAClearError() {
        kith.vec("typed").add(1);
        assertThatThrownBy(() -> kith.hashMap("typed"))
                .isInstanceOf(CollectionTypeException.class)
                .hasMessageContaining("'typed' is a vec, not a hash map");
    }
}
