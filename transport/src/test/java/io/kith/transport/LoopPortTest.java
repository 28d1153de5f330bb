package io.kith.transport;

import static io.kith.transport.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LoopPortTest {
    private TestNet net;
    private LoopPort port;

    @BeforeEach
    void start() throws IOException {
        net = new TestNet();
        PeerLinks links = new PeerLinks(
                net.clientLoop(), net.dialer, TestNet.hello(ConnectionKind.NODE_DATA, 0), message -> {}, 1);
        port = new LoopPort(net.clientLoop(), links, 42, net.transport);
    }

    @AfterEach
    void stop() {
        net.close();
    }

    @Test
    void tasksAndTimersRunOnTheLoopInOrder() {
        ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
        port.post(() -> {
            port.schedule(30_000_000, () -> ran.add("late"));
            port.schedule(1_000_000, () -> ran.add("early " + net.clientLoop().inEventLoop()));
            port.schedule(10_000_000, () -> ran.add("never")).cancel();
        });
        await().until(() -> ran.contains("late"));
        assertThat(ran).containsExactly("early true", "late");
    }

    @Test
    void whatTasksAndTimersThrowReachesTheFatalHandler() {
        AssertionError bug = new AssertionError("a bug");
        IllegalStateException other = new IllegalStateException("another");
        port.post(() -> {
            throw bug;
        });
        port.schedule(1, () -> {
            throw other;
        });
        await().until(() -> net.fatal.size() == 2);
        assertThat(net.fatal).containsExactlyInAnyOrder(bug, other);
    }

    @Test
    void aMessageOverTheLimitIsDroppedNotThrown() {
        port.post(() -> port.send(TestNet.SERVER, new Note(1, new byte[20 << 20])));
        port.post(() -> port.send(TestNet.SERVER, new Note(2)));
        await().until(() -> net.transport.counters().dropped() == 2);
        assertThat(net.fatal).isEmpty();
    }

    @Test
    void equalSeedsGiveEqualChance() {
        LoopPort other = new LoopPort(
                net.clientLoop(),
                new PeerLinks(
                        net.clientLoop(), net.dialer, TestNet.hello(ConnectionKind.NODE_DATA, 0), message -> {}, 1),
                42,
                net.transport);
        assertThat(port.random().nextLong()).isEqualTo(other.random().nextLong());
    }
}
