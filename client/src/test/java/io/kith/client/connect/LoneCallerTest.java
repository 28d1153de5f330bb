package io.kith.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.KithTimeoutException;
import io.kith.client.RemoteHashMap;
import io.kith.transport.NetworkBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that alone waits for answers sends and receives itself; others must not notice. */
@Timeout(180)
final class LoneCallerTest {
    private final FakeNode node = new FakeNode(8);
    private final Kith kith = ClientProvider.inProcess(
            node, ClientOptions.defaults().eventLoops(1).deadline(Duration.ofSeconds(10)));
    private final RemoteHashMap<String, Long> map = kith.hashMap("lone");

    @BeforeEach
    void needsLinux() {
        assumeThat(NetworkBackend.best()).isEqualTo(NetworkBackend.EPOLL);
    }

    @AfterEach
    void close() {
        kith.close();
    }

    /** Calls until this thread does the sending. */
    private void becomeDriver() {
        await().atMost(Duration.ofMinutes(1))
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    // One right after the other: on a busy machine a pause may last until the loop is the keeper's
                    // again.
                    map.put("driver", 1L);
                    for (int i = 0; i < 50 && node.lastSender() != Thread.currentThread(); i++) {
                        map.put("driver", 1L);
                    }
                    return node.lastSender() == Thread.currentThread();
                });
    }

    @Test
    void sendsItsOwnRequests() {
        becomeDriver();
        assertThat(map.get("driver")).isEqualTo(1L);
    }

    @Test
    void letsOthersIn() throws Exception {
        becomeDriver();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 500; i++) {
                    map.merge("counter", 1L, Long::sum);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(map.get("counter")).isEqualTo(2_000L);
        becomeDriver();
    }

    @Test
    void mayNotWaitInACallbackThatItRuns() throws Exception {
        becomeDriver();
        node.hold();
        CompletableFuture<Long> inside =
                map.async().get("driver").toCompletableFuture().thenApply(value -> map.get("driver"));
        Thread releaser = new Thread(node::release);
        releaser.start();
        assertThat(map.get("driver")).isEqualTo(1L);
        releaser.join();
        assertThatThrownBy(() -> inside.get(60, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void isNotKeptWaitingByAnInterruptAndStaysInterrupted() {
        becomeDriver();
        node.fallSilent();
        Thread caller = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            await().atMost(Duration.ofMinutes(1)).until(() -> node.lastSender() == caller);
            caller.interrupt();
        });
        interrupter.start();
        // Not by the deadline: the interrupt ended it.
        assertThatThrownBy(() -> map.get("driver"))
                .isInstanceOf(KithException.class)
                .isNotInstanceOf(KithTimeoutException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void isToldWhenTheClientIsClosedUnderIt() throws Exception {
        becomeDriver();
        node.fallSilent();
        Thread closer = new Thread(kith::close);
        closer.start();
        assertThatThrownBy(() -> map.get("driver")).isInstanceOf(KithException.class);
        closer.join();
    }
}
