package io.kith.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.RemoteHashMap;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever is interrupted again and again waits no less than who is interrupted once. */
@Timeout(180)
final class InterruptedTwiceTest {
    private final FakeNode node = new FakeNode(4);
    private final Kith kith =
            ClientProvider.inProcess(node, ClientOptions.defaults().deadline(Duration.ofMinutes(1)));
    private final RemoteHashMap<String, Long> map = kith.hashMap("map");

    @AfterEach
    void close() {
        kith.close();
    }

    /** Runs {@code operation} on a thread that is interrupted three times before nodes answer; returns what it threw. */
    private Throwable interrupted(Runnable operation, boolean answered) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> stayed = new AtomicReference<>();
        node.hold();
        Thread caller = new Thread(() -> {
            try {
                operation.run();
            } catch (Throwable e) {
                thrown.set(e);
            }
            stayed.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        BooleanSupplier waits = () -> switch (caller.getState()) {
            case WAITING, TIMED_WAITING, TERMINATED -> true;
            case NEW, RUNNABLE, BLOCKED -> false;
        };
        await().until(() -> node.held() > 0 && waits.getAsBoolean());
        for (int i = 0; i < 3; i++) {
            caller.interrupt();
            await().until(() -> (!caller.isInterrupted() && waits.getAsBoolean()) || !caller.isAlive());
        }
        if (answered) {
            node.release();
        }
        caller.join();
        assertThat(stayed.get()).isTrue();
        return thrown.get();
    }

    @Test
    void anAnswerThatComesSoonIsNotLost() throws Exception {
        map.put("before", 0L);
        assertThat(interrupted(() -> map.put("a", 1L), true)).isNull();
        assertThat(map.get("a")).isEqualTo(1L);
        assertThat(interrupted(map::clear, true)).isNull();
        assertThat(map).isEmpty();
    }

    @Test
    void oneThatDoesNotComeIsWaitedForASecondAndNoLonger() throws Exception {
        map.put("before", 0L);
        long start = System.nanoTime();
        assertThat(interrupted(() -> map.put("a", 1L), false))
                .isInstanceOf(KithException.class)
                .hasMessageContaining("the outcome is unknown");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(40));
    }
}
