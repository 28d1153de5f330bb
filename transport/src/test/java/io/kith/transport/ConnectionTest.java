package io.kith.transport;

import static io.kith.transport.TestNet.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.transport.TestNet.Recorder;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConnectionTest {
    /** Well above what Linux buffers in both directions however it is configured (32 + 4 MiB by default). */
    private static final int MORE_THAN_A_KERNEL_BUFFERS = 1 << 30;

    @ParameterizedTest
    @EnumSource(NetworkBackend.class)
    void messagesArriveInOrderOnTheLoopThatTheOwnerChose(NetworkBackend backend) throws Exception {
        try (TestNet net = new TestNet(backend, TransportSettings.defaults())) {
            for (int shard = 0; shard < 2; shard++) {
                Connection connection = net.dial(TestNet.hello(ConnectionKind.NODE_DATA, shard), new Recorder());
                assertThat(connection.peerId()).isEqualTo(TestNet.SERVER);
                assertThat(connection.peerShardCount()).isEqualTo(2);
                for (int i = 0; i < 1_000; i++) {
                    assertThat(connection.send(new Note(i))).isTrue();
                }
                int expected = 1_000 * (shard + 1);
                await().until(() -> net.server.notes.size() == expected);
                Connection accepted = net.server.opened.poll();
                assertThat(accepted.eventLoop()).isSameAs(net.loops.loop(shard));
                assertThat(accepted.peerId()).isEqualTo(TestNet.CLIENT);
                assertThat(accepted.shard()).isEqualTo(shard);
            }
            assertThat(net.server.numbers().subList(0, 1_000))
                    .isEqualTo(LongStream.range(0, 1_000).boxed().toList());
            assertThat(net.server.offLoop).isEmpty();
            assertThat(net.fatal).isEmpty();
        }
    }

    @Test
    void answersComeBackOverTheSameConnection() throws Exception {
        try (TestNet net = new TestNet()) {
            net.serverHandler = (connection, message) -> connection.send(message);
            Recorder client = new Recorder();
            Connection connection = net.dial(TestNet.hello(ConnectionKind.CLIENT, 1), client);
            byte[] large = new byte[3 << 20];
            large[12345] = 7;
            connection.send(new Note(1, large));
            connection.send(new Note(2));
            await().until(() -> client.notes.size() == 2);
            assertThat(client.notes.poll().body()).isEqualTo(large);
        }
    }

    @Test
    void manyMessagesOfOneTurnShareAFlush() throws Exception {
        try (TestNet net = new TestNet()) {
            Connection connection = net.dial(TestNet.hello(ConnectionKind.NODE_DATA, 1), new Recorder());
            long before = net.transport.counters().flushes();
            net.clientLoop()
                    .submit(() -> {
                        for (int i = 0; i < 500; i++) {
                            connection.send(new Note(i));
                        }
                    })
                    .sync();
            await().until(() -> net.server.notes.size() == 500);
            assertThat(net.transport.counters().flushes() - before).isEqualTo(1);
        }
    }

    @Test
    void aBurstOfAnotherThreadWakesTheLoopOnce() throws Exception {
        try (TestNet net = new TestNet()) {
            Connection connection = net.dial(TestNet.hello(ConnectionKind.NODE_DATA, 1), new Recorder());
            long before = net.transport.counters().flushes();
            CountDownLatch busy = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            net.clientLoop().execute(() -> {
                busy.countDown();
                awaitQuietly(release);
            });
            busy.await();
            for (int i = 0; i < 500; i++) {
                connection.send(new Note(i));
            }
            release.countDown();
            await().until(() -> net.server.notes.size() == 500);
            assertThat(net.server.numbers())
                    .isEqualTo(LongStream.range(0, 500).boxed().toList());
            assertThat(net.transport.counters().flushes() - before).isEqualTo(1);
        }
    }

    @Test
    void aMessageOverTheLimitFailsAtTheSenderAndTheConnectionGoesOn() throws Exception {
        try (TestNet net =
                new TestNet(NetworkBackend.best(), TransportSettings.defaults().withMaxFrameBytes(10_000))) {
            Connection connection = net.dial(TestNet.hello(ConnectionKind.NODE_DATA, 1), new Recorder());
            assertThatThrownBy(() -> connection.send(new Note(1, new byte[10_000])))
                    .isInstanceOf(FrameTooLargeException.class)
                    .hasMessageContaining("limit of 10000 bytes");
            assertThatThrownBy(() -> net.clientLoop()
                            .submit(() -> connection.send(new Note(1, new byte[10_000])))
                            .get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(FrameTooLargeException.class);
            connection.send(new Note(2, new byte[9_900]));
            await().until(() -> net.server.numbers().equals(List.of(2L)));
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void nodeTrafficAboveTheBoundIsDroppedAndCounted() throws Exception {
        TransportSettings settings = TransportSettings.defaults().withOutboundBytes(1 << 16, 1 << 18, 1 << 20);
        try (TestNet net = new TestNet(NetworkBackend.best(), settings)) {
            Connection connection = net.dial(TestNet.hello(ConnectionKind.NODE_DATA, 1), new Recorder());
            await().until(() -> !net.server.opened.isEmpty());
            net.server.opened.peek().pauseReading();
            byte[] body = new byte[50_000];
            Callable<Boolean> overfill = () -> {
                for (int i = 0; i < 100; i++) {
                    if (!connection.send(new Note(1, body))) {
                        assertThat(connection.isWritable()).isFalse();
                        return true;
                    }
                }
                return false;
            };
            // The operating system takes what it likes, tens of megabytes perhaps, but not without end.
            int sent = 0;
            while (!net.clientLoop().submit(overfill).get()) {
                sent += 100 * body.length;
                assertThat(sent).isLessThan(MORE_THAN_A_KERNEL_BUFFERS);
            }
            assertThat(net.transport.counters().dropped()).isPositive();
            assertThat(connection.isOpen()).isTrue();
            net.server.opened.peek().resumeReading();
            await().until(() -> connection.isWritable());
            connection.send(new Note(99));
            await().until(() -> net.server.numbers().contains(99L));
        }
    }

    @Test
    void aClientThatDoesNotReadItsAnswersIsNotReadFromUntilItDoes() throws Exception {
        TransportSettings settings = TransportSettings.defaults().withOutboundBytes(1 << 16, 1 << 18, 64 << 20);
        try (TestNet net = new TestNet(NetworkBackend.best(), settings)) {
            byte[] body = new byte[200_000];
            AtomicReference<Connection> answering = new AtomicReference<>();
            net.serverHandler = (connection, message) -> {
                answering.set(connection);
                net.server.received(connection, message);
                connection.send(new Note(((Note) message).number(), body));
            };
            Recorder client = new Recorder();
            Connection connection = net.dial(TestNet.hello(ConnectionKind.CLIENT, 1), client);
            connection.pauseReading();
            AtomicInteger asked = new AtomicInteger();
            connection.send(new Note(asked.getAndIncrement(), body));
            Connection accepted = await().until(answering::get, Objects::nonNull);
            // Until the questions pile up here, which they do once nobody reads them there.
            await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> {
                for (int i = 0; i < 10 && connection.isWritable(); i++) {
                    assertThat(asked.get() * body.length).isLessThan(MORE_THAN_A_KERNEL_BUFFERS);
                    connection.send(new Note(asked.getAndIncrement(), body));
                }
                return !connection.isWritable() && !accepted.isReading();
            });
            assertThat(connection.isOpen()).isTrue();
            assertThat(net.server.notes.size()).isLessThan(asked.get());
            connection.resumeReading();
            await().until(() -> client.notes.size() == asked.get());
            assertThat(client.numbers())
                    .isEqualTo(LongStream.range(0, asked.get()).boxed().toList());
        }
    }

    @Test
    void bothEndsLearnThatAConnectionEnded() throws Exception {
        try (TestNet net = new TestNet()) {
            Recorder client = new Recorder();
            Connection connection = net.dial(TestNet.hello(ConnectionKind.NODE_DATA, 1), client);
            connection.send(new Note(5));
            connection.close("enough");
            await().until(() -> net.server.closed.size() == 1 && client.closed.size() == 1);
            assertThat(client.closed).containsExactly("enough");
            assertThat(net.server.numbers()).containsExactly(5L);
            assertThat(connection.send(new Note(6))).isFalse();
        }
    }

    @Test
    void whatAHandlerThrowsReachesTheFatalHandler() throws Exception {
        try (TestNet net = new TestNet()) {
            IllegalStateException bug = new IllegalStateException("a bug");
            net.serverHandler = (connection, message) -> {
                throw bug;
            };
            net.dial(TestNet.hello(ConnectionKind.NODE_DATA, 1), new Recorder()).send(new Note(1));
            await().until(() -> net.fatal.contains(bug));
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
