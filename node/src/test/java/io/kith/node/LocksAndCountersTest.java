package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kith.client.AsyncLock;
import io.kith.client.ClientOptions;
import io.kith.client.CollectionDestroyedException;
import io.kith.client.CollectionTypeException;
import io.kith.client.Kith;
import io.kith.client.RemoteCounter;
import io.kith.client.RemoteLock;
import io.kith.client.connect.ClusterAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Counters and locks of real clients, on nodes of which one may go. */
@Timeout(180)
@SuppressWarnings("LockNotBeforeTry") // It is what a test does with a lock, and not what a program should.
class LocksAndCountersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final List<KithNode> nodes = new ArrayList<>();
    private final List<Kith> clients = new ArrayList<>();

    @BeforeEach
    void start() {
        nodes.add(KithNode.start(NodeOptions.defaults().listen("127.0.0.1:0").partitions(8)));
        nodes.get(0).awaitServing(PATIENCE);
        String seed = nodes.get(0).address().toString();
        for (int i = 1; i < 3; i++) {
            nodes.add(
                    KithNode.start(NodeOptions.defaults().listen("127.0.0.1:0").seed(seed)));
            nodes.get(i).awaitServing(PATIENCE);
        }
    }

    @AfterEach
    void close() {
        clients.forEach(Kith::close);
        nodes.forEach(KithNode::close);
    }

    private Kith client() {
        ClientOptions options = ClientOptions.defaults().deadline(PATIENCE);
        for (KithNode node : nodes) {
            options = options.address(node.address().toString());
        }
        Kith kith = Kith.connect(options);
        clients.add(kith);
        return kith;
    }

    /** While there are two voters, on the way from one to three, the death of either leaves no majority. */
    private void kill(int node) {
        await().atMost(PATIENCE)
                .until(() -> ClusterAccess.of(clients.get(0)).config().voters().size() == 3);
        nodes.get(node).close();
    }

    // ---- counters

    @Test
    @SuppressWarnings("UnnecessaryAsync") // It is the model.
    void aCounterDoesWhatAnAtomicLongDoes() throws Exception {
        RemoteCounter counter = client().counter("c");
        AtomicLong model = new AtomicLong();
        assertThat(counter.get()).isZero();
        assertThat(counter.incrementAndGet()).isEqualTo(model.incrementAndGet());
        assertThat(counter.getAndIncrement()).isEqualTo(model.getAndIncrement());
        assertThat(counter.addAndGet(-10)).isEqualTo(model.addAndGet(-10));
        assertThat(counter.getAndAdd(7)).isEqualTo(model.getAndAdd(7));
        assertThat(counter.decrementAndGet()).isEqualTo(model.decrementAndGet());
        assertThat(counter.getAndDecrement()).isEqualTo(model.getAndDecrement());
        assertThat(counter.compareAndSet(1, 2)).isFalse();
        assertThat(counter.compareAndSet(model.get(), 40)).isTrue();
        assertThat(counter.getAndSet(Long.MAX_VALUE)).isEqualTo(40);
        assertThat(counter.incrementAndGet()).isEqualTo(Long.MIN_VALUE);
        counter.set(5);
        assertThat(counter.async().incrementAndGet().get(60, TimeUnit.SECONDS)).isEqualTo(6);
        assertThat(client().counter("c").get()).isEqualTo(6);
        assertThatThrownBy(() -> client().lock("c")).isInstanceOf(CollectionTypeException.class);
        counter.destroy();
        assertThatThrownBy(counter::get).isInstanceOf(CollectionDestroyedException.class);
    }

    @Test
    void noCountIsLostOrDoubledWhenANodeDies() throws Exception {
        RemoteCounter one = client().counter("hits");
        RemoteCounter other = client().counter("hits");
        one.incrementAndGet();
        CountDownLatch half = new CountDownLatch(200);
        List<CompletableFuture<Void>> counting = new ArrayList<>();
        for (RemoteCounter counter : List.of(one, other)) {
            counting.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 500; i++) {
                    counter.incrementAndGet();
                    half.countDown();
                }
            }));
        }
        half.await();
        kill(1);
        for (CompletableFuture<Void> each : counting) {
            each.get(120, TimeUnit.SECONDS);
        }
        assertThat(one.get()).isEqualTo(1_001);
    }

    // ---- locks

    @Test
    void aLockIsHeldByOneThreadAndReentrant() throws Exception {
        RemoteLock lock = client().lock("l");
        assertThat(lock.isLocked()).isFalse();
        lock.lock();
        assertThat(lock.tryLock()).isTrue();
        assertThat(lock.isHeld()).isTrue();
        long first = lock.fencingToken();
        assertThat(CompletableFuture.supplyAsync(lock::tryLock).get(60, TimeUnit.SECONDS))
                .isFalse();
        assertThat(CompletableFuture.supplyAsync(lock::isHeld).get(60, TimeUnit.SECONDS))
                .isFalse();
        lock.unlock();
        assertThat(lock.isLocked()).isTrue();
        lock.unlock();
        assertThat(lock.isLocked()).isFalse();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
        assertThatThrownBy(lock::fencingToken).isInstanceOf(IllegalMonitorStateException.class);
        assertThatThrownBy(lock::newCondition)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("RemoteVecDeque");
        assertThat(lock.tryLock(1, TimeUnit.SECONDS)).isTrue();
        assertThat(lock.fencingToken()).isGreaterThan(first);
        lock.unlock();
    }

    @Test
    void whoWaitsGetsItInTheOrderOfAskingAlsoAfterTheNodeThatHeldItDied() throws Exception {
        RemoteLock mine = client().lock("l");
        mine.lock();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        AsyncLock others = client().lock("l").async();
        List<CompletableFuture<?>> waiting = new ArrayList<>();
        List<Long> fences = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            int place = i;
            UUID owner = UUID.randomUUID();
            waiting.add(others.lock(owner).thenCompose(fence -> {
                order.add(place);
                fences.add(fence);
                return others.unlock(owner);
            }));
        }
        // What waits has arrived once something behind it was answered.
        assertThat(others.tryLock(UUID.randomUUID(), Duration.ZERO).get(60, TimeUnit.SECONDS))
                .isNull();
        kill(2);
        mine.unlock();
        for (CompletableFuture<?> each : waiting) {
            each.get(120, TimeUnit.SECONDS);
        }
        assertThat(order).containsExactly(0, 1, 2, 3);
        assertThat(fences).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aLockIsFreeOnceItsLeaseEndsAndWhoHadItIsTold() throws Exception {
        RemoteLock one = client().lock("l");
        one.lock(Duration.ofMillis(300));
        long fence = one.fencingToken();
        RemoteLock other = client().lock("l");
        other.lock();
        assertThat(other.fencingToken()).isGreaterThan(fence);
        assertThatThrownBy(one::unlock).isInstanceOf(IllegalMonitorStateException.class);
        other.unlock();
        assertThat(one.tryLock(Duration.ZERO, LONG)).isTrue();
    }

    @Test
    void whatAClientHeldIsFreeWhenItIsClosed() throws Exception {
        Kith closing = client();
        closing.lock("l").lock();
        RemoteLock other = client().lock("l");
        assertThat(other.tryLock()).isFalse();
        CompletableFuture<Long> waiting = other.async().lock(UUID.randomUUID());
        closing.close();
        assertThat(waiting.get(60, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void aTokenOwnsALockWhereverItIsKnown() {
        UUID token = UUID.randomUUID();
        RemoteLock here = client().lock("l").ownedBy(token);
        RemoteLock there = client().lock("l").ownedBy(token);
        here.lock(LONG);
        assertThat(there.isHeld()).isTrue();
        there.unlock();
        assertThat(here.isLocked()).isFalse();
    }

    @Test
    void anInterruptEndsAWaitOrNotAsTheMethodSays() throws Exception {
        RemoteLock holder = client().lock("l").ownedBy(UUID.randomUUID());
        holder.lock();
        RemoteLock lock = client().lock("l");
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread interruptible = new Thread(() -> {
            try {
                lock.lockInterruptibly();
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        interruptible.start();
        interruptible.interrupt();
        assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread stubborn = new Thread(() -> {
            lock.lock();
            stillInterrupted.complete(Thread.currentThread().isInterrupted());
        });
        stubborn.start();
        stubborn.interrupt();
        holder.unlock();
        assertThat(stillInterrupted.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aCancelledLockIsNotKept() {
        RemoteLock holder = client().lock("l");
        holder.lock();
        AsyncLock other = client().lock("l").async();
        CompletableFuture<Long> waiting = other.lock(UUID.randomUUID());
        assertThat(waiting.cancel(true)).isTrue();
        holder.unlock();
        await().atMost(PATIENCE).until(() -> holder.tryLock(0, TimeUnit.SECONDS));
    }

    @Test
    void whoWaitsForADestroyedLockIsTold() {
        RemoteLock holder = client().lock("l");
        holder.lock();
        CompletableFuture<Long> waiting = client().lock("l").async().lock(UUID.randomUUID());
        holder.destroy();
        assertThat(waiting)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(CollectionDestroyedException.class);
    }
}
