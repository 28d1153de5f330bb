package io.kith.transport;

import static io.kith.transport.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SharedLoopTest {
    private static final long MILLI = 1_000_000;

    private SharedLoop loop;

    @BeforeEach
    void start() {
        assumeThat(NetworkBackend.best())
                .as("other threads drive loops with Linux's own sockets only")
                .isEqualTo(NetworkBackend.EPOLL);
        loop = new SharedLoop("shared", NetworkBackend.best());
    }

    @AfterEach
    void stop() {
        if (loop != null) {
            loop.shutDownAndWait();
            assertThat(loop.isTerminated()).isTrue();
        }
    }

    /** The keeper gives way; waits until it has. */
    private void claim() {
        loop.restWhen(() -> true);
        // One task at a time: a turn runs a bounded number, and what a test adds is to be among them.
        AtomicBoolean ran = new AtomicBoolean(true);
        while (!loop.tryClaim()) {
            if (ran.getAndSet(false)) {
                loop.execute(() -> ran.set(true));
            }
            Thread.onSpinWait();
        }
    }

    private Thread ranOn() throws InterruptedException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        CountDownLatch ran = new CountDownLatch(1);
        loop.execute(() -> {
            thread.set(Thread.currentThread());
            ran.countDown();
        });
        ran.await();
        return thread.get();
    }

    @Test
    void theKeeperRunsTasksWhenNobodyElseDrives() throws Exception {
        assertThat(loop.tryClaim()).as("its keeper may not rest").isFalse();
        assertThat(ranOn().getName()).startsWith("shared");
        assertThat(loop.inEventLoop()).isFalse();
    }

    @Test
    void aLoopThatDoesNotRunTakesNoMoreThanItsBoundOfOthersAndGoesOnWithItsOwn() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        loop.execute(() -> {
            hangs.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            // Its own find room even now.
            loop.execute(ran::incrementAndGet);
        });
        hangs.await();
        for (int i = 0; i < SharedLoop.MAX_TASKS; i++) {
            loop.execute(ran::incrementAndGet);
        }
        assertThatThrownBy(() -> loop.execute(ran::incrementAndGet))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("as many as may wait do so already: " + SharedLoop.MAX_TASKS);
        goesOn.countDown();
        await().until(() -> ran.get() == SharedLoop.MAX_TASKS + 1);
        assertThat(ranOn().getName()).startsWith("shared");
    }

    @Test
    void whoeverHasClaimedTheLoopRunsItsTasksAndTimers() {
        claim();
        List<Thread> threads = new ArrayList<>();
        loop.execute(() -> threads.add(Thread.currentThread()));
        var timer = loop.schedule(() -> threads.add(Thread.currentThread()), 5, TimeUnit.MILLISECONDS);
        assertThat(loop.inEventLoop()).isTrue();
        while (threads.size() < 2) {
            loop.turn(MILLI, () -> false);
        }
        loop.release(() -> false);
        assertThat(threads).containsOnly(Thread.currentThread());
        assertThat(timer.isSuccess()).isTrue();
    }

    @Test
    void onJavasOwnSocketsOnlyTheKeeperDrives() throws Exception {
        SharedLoop other = new SharedLoop("java", NetworkBackend.NIO);
        other.restWhen(() -> true);
        CountDownLatch ran = new CountDownLatch(1);
        other.execute(ran::countDown);
        ran.await();
        for (int i = 0; i < 1_000; i++) {
            assertThat(other.tryClaim()).isFalse();
        }
        assertThat(other.mayDrive()).isFalse();
        other.shutDownAndWait();
        assertThat(other.isTerminated()).isTrue();
    }

    @Test
    void onlyOneThreadDrivesAtATime() throws Exception {
        claim();
        AtomicReference<Boolean> other = new AtomicReference<>();
        Thread thread = new Thread(() -> other.set(loop.tryClaim()));
        thread.start();
        thread.join();
        assertThat(other.get()).isFalse();
        loop.release(() -> false);
        assertThatThrownBy(() -> loop.turn(1, () -> false)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aWaitingDriverIsWokenByATask() throws Exception {
        claim();
        AtomicInteger ran = new AtomicInteger();
        Thread other = new Thread(() -> loop.execute(ran::incrementAndGet));
        other.start();
        while (ran.get() == 0) {
            loop.turn(TimeUnit.MINUTES.toNanos(10), () -> ran.get() > 0);
        }
        loop.release(() -> false);
        other.join();
    }

    @Test
    void aDriverDoesNotWaitWhenATaskGaveItWhatItWanted() {
        claim();
        AtomicInteger ran = new AtomicInteger();
        loop.execute(ran::incrementAndGet);
        loop.turn(TimeUnit.MINUTES.toNanos(10), () -> ran.get() > 0);
        loop.release(() -> false);
        assertThat(ran.get()).isEqualTo(1);
    }

    @Test
    void aDriverRunsWhatIsDueBeforeItLeaves() {
        claim();
        AtomicInteger ran = new AtomicInteger();
        loop.execute(ran::incrementAndGet);
        loop.release(() -> ran.get() == 0);
        assertThat(ran.get()).isEqualTo(1);
    }

    @Test
    void theKeeperComesWhenSomethingIsAwaited() {
        claim();
        loop.restWhen(() -> false);
        loop.release(() -> true);
        while (loop.tryClaim()) {
            loop.release(() -> true);
        }
        assertThat(loop.inEventLoop()).isFalse();
    }

    @Test
    void tasksAndTimersOfALoopAtRestAreRun() throws Exception {
        claim();
        CountDownLatch ran = new CountDownLatch(2);
        var timer = loop.schedule(ran::countDown, 1, TimeUnit.MILLISECONDS);
        loop.release(() -> false);
        loop.execute(ran::countDown);
        ran.await();
        await().until(timer::isSuccess);
    }

    @Test
    void noTaskIsLostAndNoTwoRunAtOnceHoweverDriversChange() throws Exception {
        int threadCount = 4;
        int rounds = 5_000;
        AtomicInteger inside = new AtomicInteger();
        int[] ran = new int[1];
        ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
        loop.restWhen(() -> true);
        Runnable task = () -> {
            if (inside.incrementAndGet() != 1) {
                complaints.add("two tasks at once");
            }
            ran[0]++;
            inside.decrementAndGet();
        };
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < threadCount; i++) {
            SplittableRandom random = new SplittableRandom(i);
            threads.add(new Thread(() -> {
                for (int round = 0; round < rounds; round++) {
                    if (random.nextInt(4) == 0 && loop.tryClaim()) {
                        loop.turn(1 + random.nextInt(20_000), () -> false);
                        loop.release(() -> random.nextInt(8) == 0);
                    }
                    loop.execute(task);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        AtomicInteger seen = new AtomicInteger();
        await().until(() -> {
            loop.execute(() -> seen.set(ran[0]));
            return seen.get() == threadCount * rounds;
        });
        assertThat(complaints).isEmpty();
    }

    @Test
    void aConnectionIsServedByWhoeverDrives() throws Exception {
        try (TestNet net = new TestNet()) {
            AtomicReference<Thread> reader = new AtomicReference<>();
            ConnectionHandler handler = new ConnectionHandler() {
                @Override
                public void received(Connection connection, Message message) {
                    reader.set(Thread.currentThread());
                }

                @Override
                public void closed(Connection connection, String reason) {}
            };
            net.serverHandler = new ConnectionHandler() {
                @Override
                public void received(Connection connection, Message message) {
                    connection.send(message);
                }

                @Override
                public void closed(Connection connection, String reason) {}
            };
            Connection connection = net.dialer
                    .connect(net.acceptor.address(), TestNet.hello(ConnectionKind.CLIENT, 0), loop, handler)
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            claim();
            Thread.currentThread().interrupt();
            for (int i = 1; i <= 100; i++) {
                reader.set(null);
                connection.send(new Note(i));
                while (reader.get() == null) {
                    loop.turn(50 * MILLI, () -> reader.get() != null);
                }
                assertThat(reader.get()).isEqualTo(Thread.currentThread());
            }
            assertThat(Thread.interrupted()).as("an interrupt does not hurt it").isTrue();
            loop.release(() -> false);
            assertThat(connection.isOpen()).isTrue();
            reader.set(null);
            connection.send(new Note(101));
            await().until(() -> reader.get() != null && reader.get() != Thread.currentThread());
        }
    }

    @Test
    void aLoopEndsUnderItsDriverAndTakesNothingMore() throws IOException {
        claim();
        Thread ending = new Thread(loop::shutDownAndWait);
        ending.start();
        while (!loop.isShuttingDown()) {
            loop.turn(MILLI, () -> false);
        }
        assertThat(loop.isTerminated()).as("while somebody drives it").isFalse();
        loop.release(() -> false);
        await().until(loop::isTerminated);
        assertThat(loop.tryClaim()).isFalse();
        assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }
}
