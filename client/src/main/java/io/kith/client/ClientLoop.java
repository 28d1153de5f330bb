package io.kith.client;

import io.kith.client.routing.ClientPort;
import io.kith.client.routing.Request;
import io.kith.client.routing.RequestRouter;
import io.kith.client.routing.RouterListener;
import io.kith.client.routing.RouterSettings;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.membership.LinkReport;
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
import io.kith.transport.SharedLoop;
import io.kith.transport.SystemClock;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop of a client: a router and its links. */
final class ClientLoop implements ClientPort {
    static final Logger LOG = LoggerFactory.getLogger(ClientLoop.class);

    /** For how long a thread drives the loop for one answer; then the keeper goes on. */
    private static final long MAX_DRIVE_NANOS = 100_000_000;

    /** How soon a thread that drives the loop notices that it was interrupted. */
    private static final long SLICE_NANOS = 20_000_000;

    /** For how long after several requests were under way at once a lone one is not run by its caller. */
    private static final long CROWDED_NANOS = 10_000_000;

    /** For how long at most a client that ends tries to be forgotten by the cluster. */
    private static final long CLOSE_PATIENCE_NANOS = 1_000_000_000;

    private final SharedLoop loop;
    private final Dialer dialer;
    private final Hello hello;
    private final @Nullable InProcessNode inProcess;
    private final RandomGenerator random;
    private final Set<NodeAddress> seeds;
    private final RequestRouter router;

    // Requests of other threads on their way to the loop.
    private final Queue<Request> handedOver = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean takeOverScheduled = new AtomicBoolean();
    private final Runnable takeOver = this::takeOver;

    /** A thread would have driven the loop, but its keeper did. */
    private volatile boolean driverTurnedAway;

    // Only the loop touches these.
    private long crowdedNanos;
    private final Map<NodeId, NodeLink> links = new HashMap<>();
    private final Set<NodeAddress> refused = new HashSet<>();

    private volatile String problems = "not tried yet";
    private volatile boolean hopeless;
    private volatile boolean closed;

    ClientLoop(
            SharedLoop loop,
            Dialer dialer,
            Hello hello,
            Collection<NodeAddress> seeds,
            @Nullable InProcessNode inProcess,
            RouterSettings settings,
            long seed,
            RouterListener listener) {
        this.loop = loop;
        this.dialer = dialer;
        this.hello = hello;
        this.inProcess = inProcess;
        this.random = new SplittableRandom(seed);
        this.router = new RequestRouter(this, hello.senderId(), settings, seeds, listener);
        this.seeds = Set.copyOf(seeds);
        this.crowdedNanos = clock().nowNanos() - CROWDED_NANOS;
        loop.restWhen(this::mayRest);
    }

    void start() {
        loop.execute(() -> guarded(router::start));
    }

    boolean isCurrentThread() {
        return loop.inEventLoop();
    }

    /** What became of the attempts to connect, for people. */
    String problems() {
        return problems;
    }

    /** Whether every node that was given refused to talk to this client. */
    boolean isHopeless() {
        return hopeless;
    }

    /** Hands a request to the router; any thread may. */
    void submit(Request request) {
        if (loop.inEventLoop()) {
            router.submit(request);
            return;
        }
        handedOver.add(request);
        if (takeOverScheduled.compareAndSet(false, true)) {
            execute(takeOver);
        }
    }

    /**
     * Hands a request to the router as {@link #submit} does, for a thread that will wait for its answer. If nothing else
     * is under way and nobody drives the loop, this thread does until the answer is there, so that no other need be
     * woken.
     */
    void submitAndDrive(Request request) {
        if (!loop.tryClaim()) {
            submit(request);
            if (!driverTurnedAway && loop.mayDrive()) {
                driverTurnedAway = true;
            }
            return;
        }
        try {
            guarded(this::takeOver);
            guarded(() -> router.submit(request));
            long limitNanos = clock().nowNanos() + MAX_DRIVE_NANOS;
            while (mayGoOnDriving(request, limitNanos)) {
                // It does not read for others: what is theirs is for the keeper.
                loop.turn(SLICE_NANOS, () -> request.hasEnded() || router.inFlight() != 1);
            }
        } finally {
            loop.release(router::awaitsAnswers);
        }
    }

    private boolean mayGoOnDriving(Request request, long limitNanos) {
        return !request.hasEnded()
                && router.inFlight() == 1
                && !loop.isShuttingDown()
                && !Thread.currentThread().isInterrupted()
                && clock().nowNanos() - limitNanos < 0;
    }

    /** Whether the keeper may leave the loop to threads that each wait for one answer. */
    private boolean mayRest() {
        if (!driverTurnedAway || router.awaitsAnswers() || clock().nowNanos() - crowdedNanos < CROWDED_NANOS) {
            return false;
        }
        driverTurnedAway = false;
        return true;
    }

    /** What nodes and this client measured of their links; any thread may ask. */
    CompletableFuture<List<LinkReport>> links() {
        CompletableFuture<List<LinkReport>> links = new CompletableFuture<>();
        execute(() -> router.surveyLinks(links::complete));
        return links;
    }

    /** Gives a request up; any thread may. */
    void cancel(Call<?> call) {
        execute(() -> {
            takeOver();
            if (router.cancel(call)) {
                call.abandoned();
            }
        });
    }

    /** Ends the wait of a request; any thread may. */
    void withdraw(Call<?> call) {
        execute(() -> {
            takeOver();
            router.withdraw(call);
        });
    }

    private void takeOver() {
        takeOverScheduled.set(false);
        for (Request request = handedOver.poll(); request != null; request = handedOver.poll()) {
            router.submit(request);
        }
        if (router.inFlight() > 1) {
            crowdedNanos = clock().nowNanos();
        }
    }

    private void execute(Runnable task) {
        if (!tryExecute(task)) {
            // The loop takes no more; once its last tasks are done no other thread runs the router.
            loop.awaitEnd();
            synchronized (this) {
                router.close();
                takeOver();
            }
        }
    }

    private boolean tryExecute(Runnable task) {
        try {
            loop.execute(() -> guarded(task));
            return true;
        } catch (RejectedExecutionException e) {
            LOG.trace("the loop has ended", e);
            return false;
        }
    }

    /** Ends all requests, sessions and links. The stage completes on the loop. */
    CompletableFuture<@Nullable Void> close() {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        boolean runs = tryExecute(() -> router.closeSessions(CLOSE_PATIENCE_NANOS, () -> {
            closed = true;
            done.complete(null);
        }));
        if (!runs) {
            done.complete(null);
        }
        return done;
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a task of the client's event loop failed", e);
        }
    }

    // ---- the router's port

    @Override
    public void send(NodeId to, Message message) {
        NodeLink link = links.get(to);
        if (link == null) {
            return;
        }
        try {
            link.send(message);
        } catch (FrameTooLargeException e) {
            if (message instanceof ClientMessage request) {
                refuse(to, request.correlation(), e);
            }
        }
    }

    private void refuse(NodeId by, long correlation, FrameTooLargeException e) {
        byte[] text = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
        execute(() -> router.received(by, new ClientMessage.Response(correlation, ResponseStatus.TOO_LARGE, text)));
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
            execute(() -> connectInProcess(local));
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
                router.connectFailed(address, "the connection ended at once");
            } else {
                router.connected(connection.peerId(), address);
            }
        } else {
            refused.remove(address);
            links.put(connection.peerId(), new TcpLink(connection));
            router.connected(connection.peerId(), address);
            problems = router.connectionProblems();
        }
    }

    private void failed(NodeAddress address, @Nullable Throwable failure) {
        String reason = failure == null ? "unknown" : String.valueOf(failure.getMessage());
        if (failure instanceof HandshakeRefusedException) {
            refused.add(address);
        }
        router.connectFailed(address, reason);
        problems = router.connectionProblems();
        hopeless = refused.containsAll(seeds);
    }

    private final class TcpReceiver implements ConnectionHandler {
        @Override
        public void received(Connection connection, Message message) {
            if (links.get(connection.peerId()) instanceof TcpLink link && link.connection() == connection) {
                try {
                    router.received(connection.peerId(), message);
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
                guarded(() -> router.disconnected(node, reason));
            }
        }
    }

    private void connectInProcess(InProcessNode local) {
        InProcessReceiver receiver = new InProcessReceiver(local.id());
        NodeLink link = local.connect(hello.senderId(), receiver);
        receiver.link = link;
        links.put(local.id(), link);
        router.connected(local.id(), local.address());
    }

    /** Brings what an embedded node's threads send to the client's loop, with one wake-up for a burst. */
    private final class InProcessReceiver implements NodeLink.Receiver {
        private final NodeId node;
        private final Queue<Message> arrived = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean deliveryScheduled = new AtomicBoolean();
        private final Runnable delivery = this::deliver;
        private @Nullable NodeLink link;

        InProcessReceiver(NodeId node) {
            this.node = node;
        }

        @Override
        public void received(Message message) {
            arrived.add(message);
            if (deliveryScheduled.compareAndSet(false, true)) {
                execute(delivery);
            }
        }

        private void deliver() {
            deliveryScheduled.set(false);
            for (Message message = arrived.poll(); message != null; message = arrived.poll()) {
                if (links.get(node) == link) {
                    router.received(node, message);
                }
            }
        }

        @Override
        public void closed(String reason) {
            execute(() -> {
                deliver();
                if (links.get(node) == link && links.remove(node) != null) {
                    router.disconnected(node, reason);
                }
            });
        }
    }
}
