package io.kith.cluster.collections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kith.client.Kith;
import io.kith.client.RemoteVecDeque;
import io.kith.client.Reserved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** What {@code LinkedBlockingDeque} promises beyond what the conformance suite asks. */
@Timeout(180)
// Nulls, wrong types and the collection itself are passed to see what happens.
@SuppressWarnings({
    "NullAway",
    "CollectionIncompatibleType",
    "CollectionToArraySafeParameter",
    "EqualsIncompatibleType",
    "ModifyingCollectionWithItself"
})
class DequeContractTest {
    private static LocalCluster cluster;
    private static Kith kith;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private RemoteVecDeque<Integer> deque;

    @BeforeAll
    static void start() {
        cluster = LocalCluster.of(3, 8);
        kith = cluster.client();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @BeforeEach
    void open(TestInfo test) {
        deque = kith.vecDeque("deque of " + test.getDisplayName());
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    private void fill(int elements) {
        deque.addAllLast(IntStream.range(0, elements).boxed().toList());
    }

    /** A deque with as many elements as it may have. */
    private void fillUp(int capacity) {
        deque.setCapacity(capacity);
        fill(capacity);
    }

    private static void awaitWaiting(Thread... waiting) {
        for (Thread each : waiting) {
            await().until(() -> each.getState() == Thread.State.TIMED_WAITING);
        }
    }

    private Thread inThread(Callable<?> task, CompletableFuture<Object> outcome) {
        Thread thread = new Thread(() -> {
            try {
                outcome.complete(String.valueOf(task.call()));
            } catch (Exception e) {
                outcome.completeExceptionally(e);
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void nullsAreRefusedWhereverOneCouldGetIn() {
        assertThatNullPointerException().isThrownBy(() -> deque.add(null));
        assertThatNullPointerException().isThrownBy(() -> deque.addFirst(null));
        assertThatNullPointerException().isThrownBy(() -> deque.addLast(null));
        assertThatNullPointerException().isThrownBy(() -> deque.push(null));
        assertThatNullPointerException().isThrownBy(() -> deque.offer(null));
        assertThatNullPointerException().isThrownBy(() -> deque.offerFirst(null));
        assertThatNullPointerException().isThrownBy(() -> deque.offerLast(null));
        assertThatNullPointerException().isThrownBy(() -> deque.put(null));
        assertThatNullPointerException().isThrownBy(() -> deque.putFirst(null));
        assertThatNullPointerException().isThrownBy(() -> deque.putLast(null));
        assertThatNullPointerException().isThrownBy(() -> deque.offer(null, 1, TimeUnit.SECONDS));
        assertThatNullPointerException().isThrownBy(() -> deque.offerFirst(null, 1, TimeUnit.SECONDS));
        assertThatNullPointerException().isThrownBy(() -> deque.offerLast(null, 1, TimeUnit.SECONDS));
        assertThatNullPointerException().isThrownBy(() -> deque.addAll(null));
        assertThatNullPointerException().isThrownBy(() -> deque.addAll(Arrays.asList(1, null)));
        assertThatNullPointerException().isThrownBy(() -> deque.drainTo(null));
        assertThatNullPointerException().isThrownBy(() -> deque.drainTo(null, 0));
        assertThatNullPointerException().isThrownBy(() -> deque.removeAll(null));
        assertThatNullPointerException().isThrownBy(() -> deque.retainAll(null));
        assertThatNullPointerException().isThrownBy(() -> deque.removeIf(null));
        assertThatNullPointerException().isThrownBy(() -> deque.forEach(null));
        assertThatNullPointerException().isThrownBy(() -> deque.toArray((Object[]) null));
        assertThat(deque.contains(null)).isFalse();
        assertThat(deque.remove(null)).isFalse();
        assertThat(deque.removeFirstOccurrence(null)).isFalse();
        assertThat(deque.removeLastOccurrence(null)).isFalse();
        assertThat(deque).isEmpty();
    }

    @Test
    void anEmptyDequeSaysSo() throws Exception {
        for (Runnable each : List.<Runnable>of(
                deque::removeFirst,
                deque::removeLast,
                deque::remove,
                deque::pop,
                deque::getFirst,
                deque::getLast,
                deque::element,
                () -> deque.iterator().next(),
                () -> deque.descendingIterator().next())) {
            assertThatThrownBy(each::run).isInstanceOf(NoSuchElementException.class);
        }
        assertThat(deque.poll()).isNull();
        assertThat(deque.pollFirst()).isNull();
        assertThat(deque.pollLast()).isNull();
        assertThat(deque.peek()).isNull();
        assertThat(deque.peekFirst()).isNull();
        assertThat(deque.peekLast()).isNull();
        assertThat(deque.poll(0, TimeUnit.SECONDS)).isNull();
        assertThat(deque.pollLast(-1, TimeUnit.SECONDS)).isNull();
        assertThat(deque.poll(20, TimeUnit.MILLISECONDS)).isNull();
        assertThat(deque.toString()).isEqualTo("[]");
        assertThat(deque.remainingCapacity()).isEqualTo(Integer.MAX_VALUE);
        assertThatThrownBy(() -> deque.get(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> deque.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aFullDequeTakesNoMore() throws Exception {
        fillUp(2);
        assertThat(deque.remainingCapacity()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> deque.add(9));
        assertThatIllegalStateException().isThrownBy(() -> deque.addFirst(9));
        assertThatIllegalStateException().isThrownBy(() -> deque.addLast(9));
        assertThatIllegalStateException().isThrownBy(() -> deque.push(9));
        assertThatIllegalStateException().isThrownBy(() -> deque.addAll(List.of(7, 8)));
        assertThat(deque.offer(9)).isFalse();
        assertThat(deque.offerFirst(9)).isFalse();
        assertThat(deque.offerLast(9)).isFalse();
        assertThat(deque.offer(9, 20, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(deque.offerFirst(9, 0, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(deque).containsExactly(0, 1);
        assertThat(deque.poll()).isZero();
        assertThat(deque.offer(9)).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> deque.setCapacity(0));
        deque.setCapacity(1);
        assertThat(deque).containsExactly(1, 9);
        assertThat(deque.remainingCapacity()).isZero();
    }

    @Test
    void itIsNeitherAddedNorDrainedToItself() {
        fill(3);
        assertThatIllegalArgumentException().isThrownBy(() -> deque.addAll(deque));
        assertThatIllegalArgumentException().isThrownBy(() -> deque.drainTo(deque));
        assertThatIllegalArgumentException().isThrownBy(() -> deque.drainTo(deque, 0));
        assertThat(deque).containsExactly(0, 1, 2);
    }

    @Test
    void drainingTakesFromTheFrontAndNoMoreThanAsked() {
        fill(10);
        List<Integer> target = new ArrayList<>();
        assertThat(deque.drainTo(target, 0)).isZero();
        assertThat(deque.drainTo(target, -1)).isZero();
        assertThat(deque.drainTo(target, 4)).isEqualTo(4);
        assertThat(target).containsExactly(0, 1, 2, 3);
        assertThat(deque.drainTo(target, 100)).isEqualTo(6);
        assertThat(deque.drainTo(target)).isZero();
        assertThat(target).hasSize(10);
        assertThat(deque).isEmpty();
    }

    @Test
    void drainingMakesRoomForThoseWhoWait() {
        fillUp(2);
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        Thread putter = inThread(
                () -> {
                    deque.put(9);
                    return "put";
                },
                outcome);
        awaitWaiting(putter);
        List<Integer> target = new ArrayList<>();
        await().until(() -> {
            deque.drainTo(target);
            return target.size() == 3;
        });
        assertThat(outcome.join()).isEqualTo("put");
        assertThat(target).containsExactly(0, 1, 9);
    }

    @Test
    void iteratorsGoBothWaysAndRemoveOnceForEachNext() {
        fill(5);
        for (Iterator<Integer> each : List.of(deque.iterator(), deque.descendingIterator())) {
            assertThatIllegalStateException().isThrownBy(each::remove);
            each.next();
            each.remove();
            assertThatIllegalStateException().isThrownBy(each::remove);
        }
        assertThat(deque).containsExactly(1, 2, 3);
        List<Integer> falling = new ArrayList<>();
        Iterator<Integer> descending = deque.descendingIterator();
        descending.forEachRemaining(falling::add);
        descending.remove();
        assertThat(falling).containsExactly(3, 2, 1);
        assertThat(deque).containsExactly(2, 3);
        assertThat(deque.toString()).isEqualTo("[2, 3]");
        assertThat(deque.spliterator().hasCharacteristics(Spliterator.ORDERED | Spliterator.CONCURRENT))
                .isTrue();
        assertThat(deque.stream().mapToInt(element -> element).sum()).isEqualTo(5);
        assertThat(deque.toArray(new Integer[3])).containsExactly(2, 3, null);
        assertThat(deque.equals(List.of(2, 3))).isFalse();
    }

    @Test
    void occurrencesAreRemovedFromTheEndThatIsAsked() {
        deque.addAll(List.of(1, 2, 1, 2, 1));
        assertThat(deque.removeLastOccurrence(1)).isTrue();
        assertThat(deque.removeFirstOccurrence(2)).isTrue();
        assertThat(deque.remove(7)).isFalse();
        assertThat(deque).containsExactly(1, 1, 2);
        assertThat(deque.removeAll(List.of(1))).isTrue();
        assertThat(deque.retainAll(List.of(2))).isFalse();
        assertThat(deque).containsExactly(2);
    }

    @Test
    void anInterruptEndsAWaitWithoutEffect() throws Exception {
        CompletableFuture<Object> taken = new CompletableFuture<>();
        CompletableFuture<Object> polled = new CompletableFuture<>();
        Thread taker = inThread(deque::take, taken);
        Thread poller = inThread(() -> deque.pollLast(50, TimeUnit.SECONDS), polled);
        awaitWaiting(taker, poller);
        taker.interrupt();
        poller.interrupt();
        assertThatThrownBy(taken::join).hasCauseInstanceOf(InterruptedException.class);
        assertThatThrownBy(polled::join).hasCauseInstanceOf(InterruptedException.class);
        fillUp(1);
        CompletableFuture<Object> put = new CompletableFuture<>();
        Thread putter = inThread(
                () -> {
                    deque.put(9);
                    return "put";
                },
                put);
        awaitWaiting(putter);
        putter.interrupt();
        assertThatThrownBy(put::join).hasCauseInstanceOf(InterruptedException.class);
        assertThat(deque.poll()).isZero();
        assertThat(deque.poll()).isNull();
        Thread.currentThread().interrupt();
        assertThatThrownBy(deque::take).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void thoseWhoWaitAreServedInTheOrderOfTheirAsking() throws Exception {
        List<CompletableFuture<Integer>> takes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            takes.add(deque.async().takeFirst());
        }
        deque.addAllLast(List.of(10, 11, 12, 13, 14));
        for (int i = 0; i < 5; i++) {
            assertThat(takes.get(i).get(60, TimeUnit.SECONDS)).isEqualTo(10 + i);
        }
        deque.setCapacity(1);
        deque.add(0);
        List<CompletableFuture<?>> puts = new ArrayList<>();
        for (int i = 1; i < 5; i++) {
            puts.add(deque.async().putLast(i));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(deque.take()).isEqualTo(i);
        }
        CompletableFuture.allOf(puts.toArray(CompletableFuture<?>[]::new)).get(60, TimeUnit.SECONDS);
    }

    @Test
    void aClosedClientsTakeTakesNothing() throws Exception {
        Kith other = cluster.client();
        Future<Integer> lost =
                threads.submit(() -> other.<Integer>vecDeque(deque.name()).take());
        CompletableFuture<Integer> mine = deque.async().takeFirst();
        other.close();
        assertThatThrownBy(lost::get).hasMessageContaining("closed");
        deque.add(1);
        assertThat(mine.get(60, TimeUnit.SECONDS)).isEqualTo(1);
        deque.add(2);
        assertThat(deque.poll()).isEqualTo(2);
    }

    @Test
    void theAsynchronousViewHasTheRest() throws Exception {
        fillUp(2);
        assertThat(deque.async().offerLast(9, Duration.ofMillis(20)).get()).isFalse();
        CompletableFuture<Boolean> waiting = deque.async().offerFirst(9, Duration.ofSeconds(20));
        assertThat(deque.poll()).isZero();
        assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(deque).containsExactly(9, 1);
        Reserved<Integer> reserved =
                deque.async().reserve(Duration.ofSeconds(30), Duration.ZERO).get();
        assertThat(reserved.element()).isEqualTo(9);
        assertThat(reserved.release()).isTrue();
        assertThat(deque.async().removeIf(element -> element == 1).get()).isTrue();
        assertThat(deque.async().capacity().get()).isEqualTo(2);
        deque.async().setCapacity(5).get();
        assertThat(deque.capacity()).isEqualTo(5);
        assertThat(deque.async().isEmpty().get()).isFalse();
        CompletableFuture<Reserved<Integer>> none =
                deque.async().reserve(Duration.ofSeconds(30), Duration.ofSeconds(30));
        assertThat(none.get(60, TimeUnit.SECONDS).element()).isEqualTo(9);
    }
}
