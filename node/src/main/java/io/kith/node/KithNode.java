package io.kith.node;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.collections.ClientMessageCodec;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.config.ConfigMessageCodec;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.membership.MembershipCodec;
import io.kith.replication.ReplicationMessageCodec;
import io.kith.replication.ShardLimits;
import io.kith.transport.Admission;
import io.kith.transport.Connection;
import io.kith.transport.ConnectionHandler;
import io.kith.transport.ConnectionKind;
import io.kith.transport.Dialer;
import io.kith.transport.EventLoops;
import io.kith.transport.Hello;
import io.kith.transport.LinkListener;
import io.kith.transport.ListeningSocket;
import io.kith.transport.LocalNode;
import io.kith.transport.LoopPort;
import io.kith.transport.Message;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NetworkBackend;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.PeerLinks;
import io.kith.transport.Relayed;
import io.kith.transport.Transport;
import io.kith.transport.TransportSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of a cluster, in this process. Without a seed it creates a cluster of its own; with seeds it keeps asking
 * them until one admits it.
 */
public final class KithNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KithNode.class);
    private static final long LEAVE_POLL_NANOS = 20_000_000;

    private final NodeOptions options;
    private final NodeId id;
    private final Transport transport;
    private final EventLoops loops;
    private final Dialer dialer;
    private final ListeningSocket acceptor;
    private final NodeAddress advertised;
    private final NettyLoop controlLoop;
    private final List<NettyLoop> dataLoops = new ArrayList<>();
    private final ClientConnections clients = new ClientConnections();
    private final ConfigPublisher publisher;
    private final NodeCore core;
    private final ClientRequests requests;
    private final CompletableFuture<ClusterConfig> serving = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicInteger nextClientLoop = new AtomicInteger();
    private final List<NodeListener> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable String waitingFor;
    private volatile boolean ready;
    private @Nullable Kith localClient;

    private KithNode(NodeOptions options) throws IOException {
        this.options = options;
        SecureRandom entropy = new SecureRandom();
        this.id = NodeId.random(entropy);
        this.transport = new Transport(
                MessageCodecs.of(
                        new MembershipCodec(),
                        new ConfigMessageCodec(),
                        new ReplicationMessageCodec(),
                        new ClientMessageCodec()),
                TransportSettings.defaults()
                        .withMaxFrameBytes(options.valueLimitBytes() + TransportSettings.FRAME_SLACK_BYTES),
                this::fatal);
        this.loops = new EventLoops("kith-" + id.shortName(), 1 + options.dataLoops(), NetworkBackend.best(), true);
        boolean started = false;
        try {
            this.dialer = new Dialer(loops.backend(), transport);
            LocalNode local = new LocalNode(id, options.cluster(), options.dataLoops());
            this.acceptor = ListeningSocket.bind(
                    options.listenHost(),
                    options.listenPort(),
                    loops.loop(0),
                    loops.backend(),
                    transport,
                    local,
                    this::admit);
            NodeAddress own = options.advertised();
            this.advertised = own != null ? own : acceptor.address();
            this.controlLoop = newLoop(0, ConnectionKind.NODE_CONTROL, entropy);
            for (int i = 0; i < options.dataLoops(); i++) {
                dataLoops.add(newLoop(i + 1, ConnectionKind.NODE_DATA, entropy));
            }
            this.publisher = new ConfigPublisher(clients, controlLoop);
            Member member = new Member(
                    id, advertised, options.zone(), options.weight(), options.witness(), MemberState.ACTIVE, 0);
            this.core = onControlLoop(() -> new NodeCore(
                    member,
                    controlLoop,
                    List.copyOf(dataLoops),
                    NodeTimes.defaults(),
                    ShardLimits.defaults()
                            .withMemory(
                                    options.memoryLimitBytes(),
                                    Runtime.getRuntime().maxMemory()),
                    options.relaying() ? RelayLimits.defaults() : RelayLimits.off(),
                    NodeRules.all(),
                    new Events(),
                    (partition, term, entry) -> {}));
            publisher.publishFor(core.control());
            this.requests = new ClientRequests(core, List.copyOf(dataLoops), publisher, options.valueLimitBytes());
            started = true;
        } finally {
            if (!started) {
                loops.close();
            }
        }
    }

    // ---- starting

    /**
     * Starts a node: it listens when this returns, and serves once it is a member, see {@link #awaitServing}.
     *
     * @throws UncheckedIOException if it cannot listen; the message says why and what to do
     * @throws IllegalArgumentException if the options contradict each other
     */
    public static KithNode start(NodeOptions options) {
        if (options.witness() && options.seeds().isEmpty()) {
            throw new IllegalArgumentException(
                    "a witness holds no data and cannot create a cluster; give it a seed, the address of a neighbour");
        }
        KithNode node;
        try {
            node = new KithNode(options);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        node.begin();
        return node;
    }

    private void begin() {
        ready = true;
        if (options.seeds().isEmpty()) {
            ClusterParameters defaults = ClusterParameters.defaults(options.cluster());
            core.create(
                    new ClusterParameters(
                            options.cluster(),
                            options.partitions(),
                            defaults.leaseMillis(),
                            defaults.clockDriftPerMille()),
                    options.replicas());
        } else {
            core.join();
        }
        new SeedDialing(
                        controlLoop.eventLoop(),
                        dialer,
                        hello(ConnectionKind.NODE_CONTROL, 0),
                        this::neighboursToFind,
                        (seed, address) -> {
                            controlLoop.links().learn(seed, address);
                            core.seedAnswered(seed);
                        },
                        (address, reason) -> waitingFor = "asking " + address + " for admission, but: " + reason,
                        this::unwanted)
                .start();
    }

    private Set<NodeAddress> neighboursToFind() {
        ClusterConfig config = core.control().config();
        if (closed.get()) {
            return Set.of();
        } else if (config == null || !serving.isDone()) {
            return Set.copyOf(options.seeds());
        }
        return core.control().isAlone() ? SeedDialing.knownAddresses(options.seeds(), config, id) : Set.of();
    }

    private NettyLoop newLoop(int index, ConnectionKind kind, SecureRandom entropy) {
        int shard = Math.max(0, index - 1);
        PeerLinks links =
                new PeerLinks(loops.loop(index), dialer, hello(kind, shard), new Links(kind), entropy.nextLong());
        return new NettyLoop(new LoopPort(loops.loop(index), links, entropy.nextLong(), transport), links, clients);
    }

    private Hello hello(ConnectionKind kind, int shard) {
        return new Hello(kind, options.cluster(), id, advertised, null, shard);
    }

    private <T> T onControlLoop(Callable<T> task) {
        try {
            return loops.loop(0).submit(task).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the node was starting", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the node could not be started: " + e.getCause(), e.getCause());
        }
    }

    // ---- connections

    private Admission admit(Hello hello, SocketAddress from) {
        if (!ready || closed.get()) {
            return new Admission.Refuse("this node is starting or ending; ask again, or ask another one");
        }
        return switch (hello.kind()) {
            case NODE_CONTROL -> {
                NodeAddress address = hello.senderAddress();
                if (address != null) {
                    controlLoop.post(() -> controlLoop.links().learn(hello.senderId(), address));
                }
                yield new Admission.Accept(controlLoop.eventLoop(), new FromNode(dataLoops.size()));
            }
            case NODE_DATA -> {
                int index = hello.shard() % dataLoops.size();
                yield new Admission.Accept(dataLoops.get(index).eventLoop(), new FromNode(index));
            }
            case CLIENT -> {
                int index = Math.floorMod(nextClientLoop.getAndIncrement(), dataLoops.size());
                yield new Admission.Accept(
                        dataLoops.get(index).eventLoop(), new RemoteClient(requests, clients, index));
            }
        };
    }

    private final class FromNode implements ConnectionHandler {
        private final int loop;
        private final RelayedClients relayedClients;

        FromNode(int loop) {
            this.loop = loop;
            this.relayedClients = new RelayedClients(
                    id,
                    loop < dataLoops.size() ? dataLoops.get(loop) : controlLoop,
                    requests,
                    origin -> isMember(origin));
        }

        @Override
        public void received(Connection connection, Message message) {
            if (message instanceof Relayed relayed) {
                if (!relayedClients.received(connection.peerId(), relayed)) {
                    core.handleRelayed(loop, connection.peerId(), relayed);
                }
            } else {
                core.handle(connection.peerId(), message);
            }
        }
    }

    private boolean isMember(NodeId node) {
        ClusterConfig config = publisher.current();
        return config != null && config.isMember(node);
    }

    private final class Links implements LinkListener {
        private final ConnectionKind kind;

        Links(ConnectionKind kind) {
            this.kind = kind;
        }

        @Override
        public void loopback(Message message) {
            core.handle(id, message);
        }

        @Override
        public void connectionLost(NodeId peer) {
            if (kind == ConnectionKind.NODE_CONTROL) {
                core.control().connectionLost(peer);
            }
        }

        @Override
        public void connectionRefused(NodeId peer) {
            if (kind == ConnectionKind.NODE_CONTROL) {
                core.control().connectionRefused(peer);
            }
        }
    }

    // ---- what happens

    private final class Events implements NodeListener {
        private final EventLog log = new EventLog(LOG);

        @Override
        public void configChanged(@Nullable ClusterConfig previous, ClusterConfig next, List<Change> changes) {
            Map<NodeId, NodeAddress> addresses = new LinkedHashMap<>();
            next.members().values().forEach(member -> addresses.put(member.id(), member.address()));
            controlLoop.links().members(addresses);
            for (NettyLoop loop : dataLoops) {
                loop.post(() -> loop.links().members(addresses));
            }
            log.configChanged(previous, next);
            publisher.configChanged(previous, next, changes);
            if (next.isMember(id)) {
                serving.complete(next);
                waitingFor = null;
            }
            listeners.forEach(listener -> listener.configChanged(previous, next, changes));
            controlLoop.post(KithNode.this::noticeDeparture);
        }

        @Override
        public void suspected(NodeId peer) {
            LOG.info("suspects node {}", peer.shortName());
            publisher.suspicion(peer, true);
            listeners.forEach(listener -> listener.suspected(peer));
        }

        @Override
        public void cleared(NodeId peer) {
            LOG.info("no longer suspects node {}", peer.shortName());
            publisher.suspicion(peer, false);
            listeners.forEach(listener -> listener.cleared(peer));
        }

        @Override
        public void rerouted(NodeId peer, @Nullable NodeId relay) {
            if (relay == null) {
                LOG.info("no longer reaches node {} over another", peer.shortName());
            } else {
                LOG.warn(
                        "the direct link to node {} is down; reaches it over node {}",
                        peer.shortName(),
                        relay.shortName());
            }
            listeners.forEach(listener -> listener.rerouted(peer, relay));
        }

        @Override
        public void linksThin(List<String> warnings) {
            warnings.forEach(LOG::warn);
            if (warnings.isEmpty()) {
                LOG.info("all parts of the cluster are well connected again");
            }
            listeners.forEach(listener -> listener.linksThin(warnings));
        }

        @Override
        public void joinDelayed(String reason) {
            waitingFor = reason;
            listeners.forEach(listener -> listener.joinDelayed(reason));
        }
    }

    private void fatal(Throwable cause) {
        LOG.error("node {} ends: its protocol code failed, and it must not go on half right", id.shortName(), cause);
        end(cause);
    }

    /** No seed will ever admit it: asking on would only hide the mistake. */
    private void unwanted(String reason) {
        if (!serving.isDone()) {
            end(new IllegalStateException(reason + "; check the cluster's name and the seeds' addresses"));
        }
    }

    private void end(Throwable cause) {
        failed.complete(cause);
        serving.completeExceptionally(cause);
        left.completeExceptionally(cause);
        Thread ending = new Thread(this::close, "kith-end-" + id.shortName());
        ending.setDaemon(true);
        ending.start();
    }

    // ---- for users

    /**
     * A client in this process: what this node holds it reaches without a socket. Closed with the node; the same at each
     * call.
     */
    public synchronized Kith client() {
        Kith client = localClient;
        if (client == null) {
            client = Kith.inProcess(
                    new LocalClients(id, advertised, dataLoops.get(0), requests, clients),
                    ClientOptions.defaults().cluster(options.cluster()));
            localClient = client;
        }
        return client;
    }

    /** Names this start of the node. */
    public NodeId id() {
        return id;
    }

    /** Where other nodes and clients reach it. */
    public NodeAddress address() {
        return advertised;
    }

    /** The newest config it holds, or null while it is in no cluster. */
    public @Nullable ClusterConfig config() {
        return publisher.current();
    }

    /** Completes when the node is a member; fails if the node ends before. */
    public CompletionStage<ClusterConfig> serving() {
        return serving.copy();
    }

    /** Completes with what went wrong if the node had to end by itself. */
    public CompletionStage<Throwable> failed() {
        return failed.copy();
    }

    /** Why the node is not a member yet, in a line for people; null if it is, or nothing is known. */
    public @Nullable String waitingFor() {
        return waitingFor;
    }

    /** Adds someone who is told what happens, on the node's control loop. */
    public void addListener(NodeListener listener) {
        listeners.add(listener);
    }

    /**
     * Waits until the node is a member.
     *
     * @throws IllegalStateException if that takes longer than {@code patience}; the message says what it waits for
     */
    public KithNode awaitServing(Duration patience) {
        try {
            serving.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return this;
        } catch (TimeoutException e) {
            String reason = waitingFor;
            throw new IllegalStateException(
                    "the node is not a member after " + patience.toMillis() + " ms: "
                            + (reason == null ? "none of its seeds has admitted it yet" : reason),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for admission", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the node ended: " + e.getCause(), e.getCause());
        }
    }

    /**
     * Moves the node's partitions to others, leaves the cluster, and completes when the node may be closed. The last
     * member of a cluster, or the last one that holds data, cannot leave; closing it ends the cluster.
     */
    public CompletionStage<Void> leave() {
        controlLoop.post(() -> {
            core.control().leave();
            noticeDeparture();
        });
        return left.copy();
    }

    private void noticeDeparture() {
        ClusterConfig current = publisher.current();
        if (left.isDone() || closed.get() || !core.control().isLeaving()) {
            return;
        }
        if (current == null || (!current.isMember(id) && core.control().safeToStop())) {
            left.complete(null);
        } else {
            controlLoop.port().schedule(LEAVE_POLL_NANOS, this::noticeDeparture);
        }
    }

    /**
     * Ends the node at once, as if it had crashed: others notice and go on without it. Use {@link #leave} before, to
     * hand its data over first.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        closeLocalClient();
        core.stop();
        acceptor.close();
        controlLoop.post(() -> controlLoop.links().close());
        dataLoops.forEach(loop -> loop.post(() -> loop.links().close()));
        loops.close();
        IllegalStateException end = new IllegalStateException("the node was closed");
        serving.completeExceptionally(end);
        left.completeExceptionally(end);
    }

    private synchronized void closeLocalClient() {
        Kith client = localClient;
        if (client != null) {
            client.close();
        }
    }
}
