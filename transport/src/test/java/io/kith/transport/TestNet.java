package io.kith.transport;

import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A listening node and what is needed to dial it, over the loopback interface. */
final class TestNet implements AutoCloseable {
    static final String CLUSTER = "test";
    static final NodeId SERVER = new NodeId(1, 1);
    static final NodeId CLIENT = new NodeId(2, 2);

    final EventLoops loops;
    final Transport transport;
    final ListeningSocket acceptor;
    final Dialer dialer;
    final Recorder server = new Recorder();
    final ConcurrentLinkedQueue<Throwable> fatal = new ConcurrentLinkedQueue<>();
    volatile ConnectionHandler serverHandler = server;

    TestNet(NetworkBackend backend, TransportSettings settings) throws IOException {
        this(backend, settings, IntakeLimits.NONE);
    }

    TestNet(NetworkBackend backend, TransportSettings settings, IntakeLimits intake) throws IOException {
        loops = new EventLoops("test", 3, backend, true);
        transport = new Transport(Note.codecs(), settings, new Intake(intake), fatal::add);
        acceptor = ListeningSocket.bind(
                "127.0.0.1", 0, loops.loop(0), backend, transport, new LocalNode(SERVER, CLUSTER, 2), this::admit);
        dialer = new Dialer(backend, transport);
    }

    TestNet() throws IOException {
        this(NetworkBackend.best(), patient());
    }

    /** Settings under which nothing gives up because the machine is busy. */
    static TransportSettings patient() {
        return TransportSettings.defaults().withTimeouts(60_000, 60_000);
    }

    /** Waits as long as a busy machine may take; only failing tests take long. */
    static ConditionFactory await() {
        return Awaitility.await().atMost(60, TimeUnit.SECONDS);
    }

    private Admission admit(Hello hello, SocketAddress from) {
        if (hello.shard() == 9) {
            return new Admission.Refuse("loop 9 is not to be had");
        }
        return new Admission.Accept(loops.loop(hello.shard()), serverHandler);
    }

    Connection dial(Hello hello, ConnectionHandler handler) throws Exception {
        return dialer.connect(acceptor.address(), hello, clientLoop(), handler)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    EventLoop clientLoop() {
        return loops.loop(2);
    }

    static Hello hello(ConnectionKind kind, int shard) {
        return new Hello(kind, CLUSTER, CLIENT, null, null, shard);
    }

    @Override
    public void close() {
        acceptor.close();
        loops.close();
    }

    /** Remembers what came. */
    static final class Recorder implements ConnectionHandler {
        final ConcurrentLinkedQueue<Note> notes = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Connection> opened = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<String> closed = new ConcurrentLinkedQueue<>();
        final ConcurrentLinkedQueue<Boolean> offLoop = new ConcurrentLinkedQueue<>();

        @Override
        public void opened(Connection connection) {
            opened.add(connection);
        }

        @Override
        public void received(Connection connection, Message message) {
            if (!connection.eventLoop().inEventLoop()) {
                offLoop.add(true);
            }
            notes.add((Note) message);
        }

        @Override
        public void closed(Connection connection, String reason) {
            closed.add(reason);
        }

        List<Long> numbers() {
            List<Long> numbers = new ArrayList<>();
            notes.forEach(note -> numbers.add(note.number()));
            return numbers;
        }
    }
}
