package io.kith.client.loop;

import io.kith.client.routing.ClientPort;
import io.kith.client.routing.RequestRouter;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.Connection;
import io.kith.transport.ConnectionHandler;
import io.kith.transport.Dialer;
import io.kith.transport.FrameTooLargeException;
import io.kith.transport.HandshakeRefusedException;
import io.kith.transport.Hello;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.Refusal;
import io.kith.transport.SharedLoop;
import io.kith.transport.SystemClock;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a router sees of the world: a loop's links to nodes, its timers, its clock. Used on the loop only. */
final class RouterPort implements ClientPort {
    private static final Logger LOG = LoggerFactory.getLogger(RouterPort.class);

    private final SharedLoop loop;
    private final Executor tasks;
    private final Dialer dialer;
    private final Hello hello;
    private final @Nullable InProcessNode inProcess;
    private final RandomGenerator random;
    private final Set<NodeAddress> seeds;
    private final Map<NodeId, NodeLink> links = new HashMap<>();
    private final Set<NodeAddress> refused = new HashSet<>();
    private @Nullable RequestRouter router;
    private boolean closed;

    private volatile boolean hopeless;

    /**
     * A port without links, which is to be {@linkplain #serve given} its router.
     *
     * @param tasks runs them on the loop, also when that has ended
     * @param hello how to introduce the client to nodes
     * @param inProcess a node that is reached without a socket
     */
    RouterPort(
            SharedLoop loop,
            Executor tasks,
            Dialer dialer,
            Hello hello,
            Collection<NodeAddress> seeds,
            @Nullable InProcessNode inProcess,
            long seed) {
        this.loop = loop;
        this.tasks = tasks;
        this.dialer = dialer;
        this.hello = hello;
        this.inProcess = inProcess;
        this.random = new SplittableRandom(seed);
        this.seeds = Set.copyOf(seeds);
    }

    /** From now on what comes in is for {@code served}. */
    void serve(RequestRouter served) {
        router = served;
    }

    private RequestRouter router() {
        return Objects.requireNonNull(router, "a port serves a router");
    }

    /** Whether every node that was given refused to talk to this client; any thread may ask. */
    boolean isHopeless() {
        return hopeless;
    }

    /** What comes of attempts to connect is of no use any more. */
    void close() {
        closed = true;
    }

    /** Runs a task; what it throws is the loop's end no more than the program's. */
    static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a task of the client's event loop failed", e);
        }
    }

    @Override
    public void send(NodeId to, Message message) {
        // What does not go out is as good as lost: the router asks again.
        offer(to, message);
    }

    @Override
    public boolean offer(NodeId to, Message message) {
        NodeLink link = links.get(to);
        if (link == null) {
            return false;
        }
        try {
            return link.send(message);
        } catch (FrameTooLargeException e) {
            if (message instanceof ClientMessage request) {
                refuse(to, request.correlation(), e);
            }
            return true;
        }
    }

    private void refuse(NodeId by, long correlation, FrameTooLargeException e) {
        byte[] text = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
        tasks.execute(
                () -> router().received(by, new ClientMessage.Response(correlation, ResponseStatus.TOO_LARGE, text)));
    }

    @Override
    public Cancellable schedule(long delayNanos, Runnable task) {
        ScheduledFuture<?> scheduled = loop.schedule(() -> guarded(task), delayNanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public Clock clock() {
        return SystemClock.INSTANCE;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public void disconnect(NodeId node) {
        NodeLink link = links.remove(node);
        if (link != null) {
            link.close();
        }
    }

    @Override
    public void connect(NodeAddress address, @Nullable NodeId expected) {
        InProcessNode local = inProcess;
        if (local != null && local.address().equals(address)) {
            tasks.execute(() -> connectInProcess(local));
            return;
        }
        Hello introduction = expected == null ? hello : hello.expecting(expected);
        dialer.connect(address, introduction, loop, new TcpReceiver())
                .whenComplete((connection, failure) -> guarded(() -> dialled(address, connection, failure)));
    }

    private void dialled(NodeAddress address, @Nullable Connection connection, @Nullable Throwable failure) {
        if (connection == null) {
            failed(address, failure);
        } else if (closed || !connection.isOpen() || links.containsKey(connection.peerId())) {
            connection.close("the client has no use for it");
            if (!closed && !links.containsKey(connection.peerId())) {
                router().connectFailed(address, "the connection ended at once");
            } else {
                router().connected(connection.peerId(), address);
            }
        } else {
            refused.remove(address);
            links.put(connection.peerId(), new TcpLink(connection));
            router().connected(connection.peerId(), address);
        }
    }

    private void failed(NodeAddress address, @Nullable Throwable failure) {
        String reason = failure == null ? "unknown" : String.valueOf(failure.getMessage());
        if (failure instanceof HandshakeRefusedException refusal
                && refusal.refusal().isFinal()) {
            refused.add(address);
        }
        router().connectFailed(address, reason);
        hopeless = refused.containsAll(seeds);
    }

    private final class TcpReceiver implements ConnectionHandler {
        @Override
        public void received(Connection connection, Message message) {
            if (links.get(connection.peerId()) instanceof TcpLink link && link.connection() == connection) {
                try {
                    router().received(connection.peerId(), message);
                } catch (RuntimeException e) {
                    LOG.warn("{} sent what the client cannot make sense of", connection, e);
                    connection.close("the client cannot make sense of what the node sent: " + e.getMessage());
                }
            }
        }

        @Override
        public void closed(Connection connection, String reason) {
            NodeId node = connection.peerId();
            if (links.get(node) instanceof TcpLink link && link.connection() == connection) {
                links.remove(node);
                boolean crowdedOut = connection.refusal() == Refusal.TOO_BUSY;
                guarded(() -> router().disconnected(node, reason, crowdedOut));
            }
        }
    }

    private void connectInProcess(InProcessNode local) {
        NodeId node = local.id();
        AtomicReference<@Nullable NodeLink> own = new AtomicReference<>();
        NodeLink.Receiver receiver = new InProcessReceiver(
                tasks,
                InProcessReceiver.limitBytes(),
                message -> {
                    if (links.get(node) == own.get()) {
                        router().received(node, message);
                    }
                },
                reason -> {
                    if (links.get(node) == own.get() && links.remove(node) != null) {
                        router().disconnected(node, reason, false);
                    }
                });
        NodeLink link = local.connect(hello.senderId(), receiver);
        own.set(link);
        links.put(node, link);
        router().connected(node, local.address());
    }
}
