package io.kith.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MemoryAccountTest {

    /** A wish: room that was asked for, and when it was granted compared with others. */
    private static final class Wish {
        final long bytes;
        Room room;
        boolean told;

        Wish(long bytes) {
            this.bytes = bytes;
        }
    }

    @Property(tries = 500)
    void whatIsGrantedNeverExceedsTheLimitAndAllIsGrantedInOrderAndGivenBack(
            @ForAll @LongRange(min = 1, max = 1_000) long limit,
            @ForAll @Size(max = 60) List<@IntRange(max = 1_000_000) Integer> steps) {
        MemoryAccount account = new MemoryAccount(limit);
        List<Wish> asked = new ArrayList<>();
        List<Wish> held = new ArrayList<>();
        List<Wish> waiting = new ArrayList<>();
        for (int step : steps) {
            boolean asks = step % 2 == 0 || asked.isEmpty();
            if (asks) {
                Wish wish = new Wish(1 + (step / 2) % limit);
                wish.room = account.ask(wish.bytes, () -> wish.told = true);
                asked.add(wish);
                (wish.room.isGranted() ? held : waiting).add(wish);
                assertThat(wish.told).isFalse();
            } else {
                Wish wish = asked.get((step / 2) % asked.size());
                wish.room.release();
                held.remove(wish);
                waiting.remove(wish);
            }
            while (!waiting.isEmpty() && waiting.get(0).room.isGranted()) {
                assertThat(waiting.get(0).told).isTrue();
                held.add(waiting.remove(0));
            }
            // Whoever still waits was overtaken by nobody, and the first of them has a reason to wait.
            assertThat(waiting).noneMatch(wish -> wish.told || wish.room.isGranted());
            long granted = held.stream().mapToLong(wish -> wish.bytes).sum();
            assertThat(account.reservedBytes()).isEqualTo(granted).isLessThanOrEqualTo(limit);
            assertThat(account.waitingCount()).isEqualTo(waiting.size());
            if (!waiting.isEmpty()) {
                assertThat(waiting.get(0).bytes).isGreaterThan(limit - granted);
            }
        }
        asked.forEach(wish -> wish.room.release());
        assertThat(account.reservedBytes()).isZero();
        assertThat(account.waitingCount()).isZero();
    }

    @Test
    void roomThatIsGivenBackTwiceCountsOnce() {
        MemoryAccount account = new MemoryAccount(10);
        Room first = account.ask(6, () -> {});
        Room second = account.ask(4, () -> {});
        first.release();
        first.release();
        assertThat(account.reservedBytes()).isEqualTo(4);
        assertThat(first.isGranted()).isFalse();
        second.release();
        assertThat(account.reservedBytes()).isZero();
    }

    @Test
    void whoDoesNotWaitAnyMoreLetsOthersPass() {
        MemoryAccount account = new MemoryAccount(10);
        account.ask(6, () -> {});
        Room large = account.ask(10, () -> {});
        AtomicInteger told = new AtomicInteger();
        Room small = account.ask(4, told::incrementAndGet);
        assertThat(small.isGranted()).isFalse();
        large.release();
        assertThat(small.isGranted()).isTrue();
        assertThat(told).hasValue(1);
    }

    @Test
    void whatCanNeverBeGrantedIsRefused() {
        MemoryAccount account = new MemoryAccount(10);
        assertThatThrownBy(() -> account.ask(11, () -> {})).hasMessageContaining("room of 1 to 10 bytes");
        assertThatThrownBy(() -> account.ask(0, () -> {})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MemoryAccount(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void threadsThatShareAnAccountNeverHaveMoreThanItsLimitAndAllGetTheirTurn() throws InterruptedException {
        MemoryAccount account = new MemoryAccount(100);
        AtomicLong inUse = new AtomicLong();
        AtomicLong most = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        AtomicInteger turns = new AtomicInteger();
        for (int t = 0; t < 4; t++) {
            SplittableRandom random = new SplittableRandom(t);
            threads.add(new Thread(() -> {
                for (int i = 0; i < 2_000; i++) {
                    long bytes = 1 + random.nextLong(100);
                    CountDownLatch granted = new CountDownLatch(1);
                    Room room = account.ask(bytes, granted::countDown);
                    if (!room.isGranted()) {
                        awaitUninterrupted(granted);
                    }
                    most.accumulateAndGet(inUse.addAndGet(bytes), Math::max);
                    inUse.addAndGet(-bytes);
                    room.release();
                    turns.incrementAndGet();
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join(60_000);
        }
        assertThat(turns).hasValue(8_000);
        assertThat(most.get()).isBetween(1L, 100L);
        assertThat(account.reservedBytes()).isZero();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
