package io.kith.node;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.connect.ClientProvider;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.config.FoundingPlan;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.node.core.Loop;
import io.kith.node.core.NodeCore;
import io.kith.node.core.NodeEvents;
import io.kith.node.core.NodeOutlets;
import io.kith.node.core.NodeSetup;
import io.kith.node.core.RelayLimits;
import io.kith.node.wiring.NeighbourSearch;
import io.kith.node.wiring.NodeWiring;
import io.kith.replication.host.ShardLimits;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of a cluster, in this process. Without a seed it creates a cluster of its own; with seeds it keeps asking
 * them until one admits it, and makes a cluster with them if it was told {@linkplain NodeOptions#expect how many to expect}.
 */
public final class KithNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KithNode.class);
    private static final long LEAVE_POLL_NANOS = 20_000_000;

    private final NodeOptions options;
    private final NodeId id;
    private final NodeWiring wiring;
    private final NodeCore core;
    private final CompletableFuture<ClusterConfig> serving = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<NodeListener> listeners = new CopyOnWriteArrayList<>();
    private final WaitingLine waiting = new WaitingLine();
    private volatile @Nullable String waitingFor;
    private final List<Kith> localClients = new CopyOnWriteArrayList<>();
    private @Nullable Kith localClient;

    private KithNode(NodeOptions options) throws IOException {
        this.options = options;
        this.id = NodeId.random(new SecureRandom());
        this.wiring = new NodeWiring(options.wiring(id), this::core, new Events(), this::fatal);
        this.core = wiring.core();
    }

    private NodeCore core(
            NodeAddress address, Loop controlLoop, List<Loop> dataLoops, NodeEvents events, NodeOutlets outlets) {
        return new NodeCore(
                new Member(id, address, options.zone(), options.weight(), options.witness(), MemberState.ACTIVE, 0),
                controlLoop,
                dataLoops,
                NodeSetup.of(
                        ShardLimits.defaults()
                                .withMemory(
                                        options.memoryLimitBytes(),
                                        Runtime.getRuntime().maxMemory()),
                        options.relaying() ? RelayLimits.defaults() : RelayLimits.off()),
                events,
                outlets);
    }

    // ---- starting

    /**
     * Starts a node: it listens when this returns, and serves once it is a member, see {@link #awaitServing}.
     *
     * @throws UncheckedIOException if it cannot listen; the message says why and what to do
     * @throws IllegalArgumentException if the options contradict each other
     */
    public static KithNode start(NodeOptions options) {
        options.requireConsistent();
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
        wiring.open();
        if (options.expect() > 0) {
            core.form(FoundingPlan.of(parameters(), options.replicas(), options.expect()));
        } else if (options.seeds().isEmpty()) {
            core.create(parameters(), options.replicas());
        } else {
            core.join();
        }
        wiring.look(new Search(), options.lookup());
    }

    private ClusterParameters parameters() {
        ClusterParameters defaults = ClusterParameters.defaults(options.cluster());
        return new ClusterParameters(
                options.cluster(), options.partitions(), defaults.leaseMillis(), defaults.clockDriftPerMille());
    }

    /** Asks seeds for admission; and all members that it knew once it hears nobody any more. */
    private final class Search implements NeighbourSearch {
        @Override
        public Set<NodeAddress> wanted() {
            ClusterConfig config = core.control().config();
            tellWaiting();
            if (closed.get()) {
                return Set.of();
            } else if (config == null || !serving.isDone()) {
                return Set.copyOf(options.seeds());
            }
            return core.control().isAlone() ? knownAddresses(config) : Set.of();
        }

        /** All addresses at which the node may find its cluster again. */
        private Set<NodeAddress> knownAddresses(ClusterConfig config) {
            Set<NodeAddress> known = new LinkedHashSet<>(options.seeds());
            for (Member member : config.members().values()) {
                if (!member.id().equals(id)) {
                    known.add(member.address());
                }
            }
            return known;
        }

        @Override
        public void answered(NodeAddress address, NodeId node) {
            waiting.answered(address, node.equals(id));
            wiring.found(address, node);
            tellWaiting();
        }

        @Override
        public void unreachable(NodeAddress address, String reason) {
            waiting.unreachable(address, reason);
            tellWaiting();
        }

        /** No seed will ever admit it: asking on would only hide the mistake. */
        @Override
        public void hopeless(String reason) {
            if (!serving.isDone()) {
                end(new IllegalStateException(reason + "; check the cluster's name and the seeds' addresses"));
            }
        }
    }

    /** Called on the control loop. */
    private void tellWaiting() {
        waitingFor = serving.isDone()
                ? null
                : waiting.text(core.control().configCore().waitingFor());
    }

    // ---- what happens

    private final class Events implements NodeEvents {
        @Override
        public void configChanged(@Nullable ClusterConfig previous, ClusterConfig next, List<Change> changes) {
            if (next.isMember(id)) {
                serving.complete(next);
                waitingFor = null;
            }
            listeners.forEach(listener -> listener.configChanged(previous, next, changes));
            wiring.controlLoop().post(KithNode.this::noticeDeparture);
        }

        @Override
        public void suspected(NodeId peer) {
            listeners.forEach(listener -> listener.suspected(peer));
        }

        @Override
        public void cleared(NodeId peer) {
            listeners.forEach(listener -> listener.cleared(peer));
        }

        @Override
        public void rerouted(NodeId peer, @Nullable NodeId relay) {
            listeners.forEach(listener -> listener.rerouted(peer, relay));
        }

        @Override
        public void linksThin(List<String> warnings) {
            listeners.forEach(listener -> listener.linksThin(warnings));
        }

        @Override
        public void joinDelayed(String reason) {
            waiting.delayed(reason);
            tellWaiting();
            listeners.forEach(listener -> listener.joinDelayed(reason));
        }
    }

    private void fatal(Throwable cause) {
        LOG.error("node {} ends: its protocol code failed, and it must not go on half right", id.shortName(), cause);
        end(cause);
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
     * call. {@link #client(ClientOptions)} makes one that may store the program's own classes.
     */
    public synchronized Kith client() {
        Kith client = localClient;
        if (client == null) {
            client = client(ClientOptions.defaults());
            localClient = client;
        }
        return client;
    }

    /**
     * A further client in this process, as {@code options} say: which of the program's classes may be stored, deadlines and
     * all else. What this node holds it reaches without a socket. Closed with the node, if not before.
     *
     * @param options addresses that they name are tried too where this node alone is not enough
     */
    public Kith client(ClientOptions options) {
        Kith client = ClientProvider.inProcess(
                wiring.localClients(),
                options.clusterName().isEmpty() ? options.cluster(this.options.cluster()) : options);
        localClients.add(client);
        if (closed.get()) {
            client.close();
        }
        return client;
    }

    /** Names this start of the node. */
    public NodeId id() {
        return id;
    }

    /** Where other nodes and clients reach it. */
    public NodeAddress address() {
        return wiring.address();
    }

    /** The newest config it holds, or null while it is in no cluster. */
    public @Nullable ClusterConfig config() {
        return wiring.door().config();
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
            serving.get(TimeUnit.MILLISECONDS.convert(patience), TimeUnit.MILLISECONDS);
            return this;
        } catch (TimeoutException e) {
            String reason = waitingFor;
            throw new IllegalStateException(
                    "the node is not a member after " + TimeUnit.MILLISECONDS.convert(patience) + " ms: "
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
        wiring.controlLoop().post(() -> {
            core.control().leave();
            noticeDeparture();
        });
        return left.copy();
    }

    private void noticeDeparture() {
        ClusterConfig current = wiring.door().config();
        if (left.isDone() || closed.get() || !core.control().isLeaving()) {
            return;
        }
        if (current == null || (!current.isMember(id) && core.control().safeToStop())) {
            left.complete(null);
        } else {
            wiring.controlLoop().port().schedule(LEAVE_POLL_NANOS, this::noticeDeparture);
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
        closeLocalClients();
        wiring.close();
        IllegalStateException end = new IllegalStateException("the node was closed");
        serving.completeExceptionally(end);
        left.completeExceptionally(end);
    }

    private void closeLocalClients() {
        localClients.forEach(Kith::close);
    }
}
