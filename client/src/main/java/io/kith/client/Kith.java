package io.kith.client;

import io.kith.client.routing.RouterSettings;
import io.kith.collections.wire.ClientMessageCodec;
import io.kith.collections.wire.CollectionType;
import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterEvent;
import io.kith.config.ConfigMessageCodec;
import io.kith.membership.LinkReport;
import io.kith.membership.MembershipCodec;
import io.kith.transport.ConnectionKind;
import io.kith.transport.Dialer;
import io.kith.transport.Hello;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NetworkBackend;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.SharedLoop;
import io.kith.transport.Transport;
import io.kith.transport.TransportSettings;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A program's connection to a cluster. It knows all nodes once it knows one, follows them as they come and go, and hands
 * out the cluster's collections. One is enough for a program; it is safe for use by many threads, and closed in the end.
 *
 * <pre>{@code
 * try (Kith kith = Kith.connect("127.0.0.1:7400")) {
 *     RemoteHashMap<String, Long> words = kith.hashMap("words");
 *     words.merge("gossip", 1L, Long::sum);
 * }
 * }</pre>
 */
public final class Kith implements AutoCloseable {
    private static final long POLL_MILLIS = 10;
    private static final long CLOSE_SECONDS = 5;

    private final List<SharedLoop> threads;
    private final List<ClientLoop> loops;
    private final Grid grid;
    private final Registry registry;
    private final ClusterEventFeed feed;
    private final ClusterSettings settings;
    private final DefaultCapacities capacities;

    private Kith(List<SharedLoop> threads, List<ClientLoop> loops, Grid grid) {
        this.threads = threads;
        this.loops = loops;
        this.grid = grid;
        this.registry = new Registry(grid);
        this.feed = new ClusterEventFeed(grid.watch());
        this.capacities = new DefaultCapacities(grid.watch(), feed);
        this.settings = new ClusterSettings(grid, feed, System.getProperty("user.name", ""));
    }

    /**
     * Connects to the cluster that has a node at one of these addresses.
     *
     * @param addresses each as {@code HOST:PORT}; any node's will do, several help when one is down
     * @throws IllegalArgumentException if there is none, or one is not of that form
     * @throws KithException if no node can be reached, or none wants this client
     */
    public static Kith connect(String... addresses) {
        ClientOptions options = ClientOptions.defaults();
        for (String address : addresses) {
            options = options.address(address);
        }
        return connect(options);
    }

    /**
     * Connects as {@code options} say.
     *
     * @throws IllegalArgumentException if they name no address
     * @throws KithException if no node can be reached, or none wants this client
     */
    public static Kith connect(ClientOptions options) {
        if (options.addresses().isEmpty()) {
            throw new IllegalArgumentException("a client needs the address of a node, as in 127.0.0.1:7400");
        }
        return connect(options, null);
    }

    /**
     * Connects to the cluster of a node in this process, and to that node without a socket.
     *
     * @throws KithException if it does not answer in time
     */
    public static Kith inProcess(InProcessNode node, ClientOptions options) {
        return connect(options.address(node.address()), node);
    }

    private static Kith connect(ClientOptions options, @Nullable InProcessNode node) {
        NetworkBackend backend = NetworkBackend.best();
        List<SharedLoop> threads = new ArrayList<>();
        List<ClientLoop> loops = new ArrayList<>();
        ConfigWatch watch = new ConfigWatch();
        try {
            MessageCodecs codecs =
                    MessageCodecs.of(new ClientMessageCodec(), new ConfigMessageCodec(), new MembershipCodec());
            int connectMillis =
                    (int) Math.min(Integer.MAX_VALUE, options.connectTimeout().toMillis());
            TransportSettings settings = TransportSettings.defaults()
                    .withMaxFrameBytes(options.maxValueBytes() + TransportSettings.FRAME_SLACK_BYTES)
                    .withTimeouts(Math.max(1, connectMillis), Math.max(1, connectMillis));
            Transport transport = new Transport(
                    codecs, settings, cause -> ClientLoop.LOG.error("the client's event loop threw", cause));
            Dialer dialer = new Dialer(backend, transport);
            SecureRandom random = new SecureRandom();
            for (int i = 0; i < options.eventLoops(); i++) {
                SharedLoop thread = new SharedLoop("kith-client", backend);
                threads.add(thread);
                NodeId session = NodeId.random(random);
                Hello hello = new Hello(ConnectionKind.CLIENT, options.clusterName(), session, null, null, 0);
                ClientLoop loop = new ClientLoop(
                        thread,
                        dialer,
                        hello,
                        options.addresses(),
                        node,
                        RouterSettings.defaults().withReadsFromReplicas(options.readsAtReplicas()),
                        random.nextLong(),
                        watch);
                loops.add(loop);
                loop.start();
            }
            awaitFirstConfig(options, loops, watch);
            return new Kith(threads, loops, new Grid(options, loops, watch));
        } catch (RuntimeException e) {
            closeAll(loops, threads);
            throw e;
        }
    }

    private static void awaitFirstConfig(ClientOptions options, List<ClientLoop> loops, ConfigWatch watch) {
        CompletableFuture<ClusterConfig> first = watch.first(config -> true);
        long start = System.nanoTime();
        long patience =
                Math.min(options.deadline().toNanos(), options.connectTimeout().toNanos() * 2);
        while (true) {
            ClientLoop loop = loops.get(0);
            if (loop.isHopeless()) {
                throw new KithException("no node wants this client: " + loop.problems());
            }
            if (System.nanoTime() - start > patience) {
                throw new KithException("no node of a cluster was reached within "
                        + Duration.ofNanos(patience).toMillis() + " ms: " + loop.problems());
            }
            try {
                first.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                ClientLoop.LOG.trace("not connected yet", e);
            } catch (ExecutionException e) {
                throw Grid.thrownFor(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KithException("interrupted while connecting", e);
            }
        }
    }

    /**
     * The map of that name, which is empty if nobody has put anything.
     *
     * @throws CollectionTypeException if the name is that of another type of collection
     */
    public <K, V> RemoteHashMap<K, V> hashMap(String name) {
        return new HashMapProxy<>(name, registry.open(name, CollectionType.HASH_MAP), grid, registry);
    }

    /**
     * The set of that name, which is empty if nobody has added anything.
     *
     * @throws CollectionTypeException if the name is that of another type of collection
     */
    public <E> RemoteHashSet<E> hashSet(String name) {
        return new HashSetProxy<>(name, registry.open(name, CollectionType.HASH_SET), grid, registry);
    }

    /**
     * The list of that name, which is empty if nobody has added anything.
     *
     * @throws CollectionTypeException if the name is that of another type of collection
     */
    public <E> RemoteVec<E> vec(String name) {
        return new VecProxy<>(name, registry.open(name, CollectionType.VEC), grid, registry);
    }

    /**
     * The deque of that name, which is empty if nobody has added anything.
     *
     * @throws CollectionTypeException if the name is that of another type of collection
     */
    public <E> RemoteVecDeque<E> vecDeque(String name) {
        RemoteVecDeque<E> deque = new DequeProxy<>(name, registry.open(name, CollectionType.VEC_DEQUE), grid, registry);
        capacities.follow(deque);
        return deque;
    }

    /** The configuration service: settings that all nodes and clients of the cluster share. */
    public ClusterSettings config() {
        return settings;
    }

    /**
     * Calls {@code listener} for what happens in the cluster from now on: members, settings, the partitions' replicas. In
     * order and each once, also what happened while this client was not connected. It is called on a thread of the
     * client's own, and may block that.
     *
     * @return ends that when it is run
     */
    public Runnable onEvent(Consumer<ClusterEvent> listener) {
        return feed.listen(clusterView().configId(), listener);
    }

    /**
     * The same for all that happened after config_id {@code since}, so that a program which notes the last one it was
     * told of misses nothing when it is restarted. The cluster keeps the last 512 events of members and the last 1,000 of
     * settings; a {@link ClusterEvent.Missed} says so if there were more.
     */
    public Runnable onEventSince(long since, Consumer<ClusterEvent> listener) {
        if (since < 0) {
            throw new IllegalArgumentException("a config_id is not negative, but was " + since);
        }
        return feed.listen(since, listener);
    }

    /** The newest config of the cluster that this client knows. */
    public ClusterConfig clusterView() {
        return grid.watch().config();
    }

    /**
     * Waits until the cluster's config is as wanted.
     *
     * @param wanted is called on an event loop of the client; must not block
     * @return the first config that was
     * @throws KithTimeoutException if there was none in time
     */
    public ClusterConfig awaitConfig(Predicate<ClusterConfig> wanted, Duration limit) {
        grid.requireMayWait();
        ClusterConfig found = grid.watch().await(wanted, limit);
        if (found == null) {
            throw new KithTimeoutException("no config was as wanted within " + limit.toMillis() + " ms; the newest is "
                    + grid.watch().config());
        }
        return found;
    }

    /**
     * What the nodes measured of the links between them, as one of them knows it, and what this client measured of its
     * own.
     *
     * @throws KithTimeoutException if no node answered in time
     */
    public List<LinkReport> links(Duration limit) {
        grid.requireMayWait();
        CompletableFuture<List<LinkReport>> links = loops.get(0).links();
        try {
            return links.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            links.cancel(false);
            throw new KithTimeoutException(
                    "no node told what it knows of the links within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw Grid.thrownFor(e.getCause());
        } catch (InterruptedException e) {
            links.cancel(false);
            Thread.currentThread().interrupt();
            throw new KithException("interrupted while waiting for what nodes know of their links", e);
        }
    }

    /**
     * Calls {@code listener} for each newer config, on an event loop of the client; it must not block.
     *
     * @return ends that when it is run
     */
    public Runnable onConfigChange(Consumer<ClusterConfig> listener) {
        return grid.watch().listen(listener);
    }

    /**
     * Has the cluster decide on a change, such as a member's leaving. The node that is asked becomes its author.
     *
     * @throws KithException if the cluster refuses; the message says why
     * @throws KithTimeoutException if it did not answer in time; it may have been decided all the same
     */
    public void propose(Change change) {
        grid.requireMayWait();
        byte[] nothing = grid.await(grid.propose(change));
        if (nothing.length != 0) {
            throw new KithException("an answer to a proposal has no result");
        }
    }

    /** The addresses of the members that this client knows. */
    public List<NodeAddress> memberAddresses() {
        return clusterView().members().values().stream()
                .map(member -> member.address())
                .toList();
    }

    /**
     * Ends the client. Operations that are under way fail, and their outcome is unknown; those that wait in the cluster,
     * such as a {@code take}, are ended there too. Waits until the cluster has forgotten the client, a second at most.
     */
    @Override
    public void close() {
        grid.close();
        feed.close();
        closeAll(loops, threads);
    }

    private static void closeAll(List<ClientLoop> loops, List<SharedLoop> threads) {
        CompletableFuture<?>[] ended = loops.stream().map(ClientLoop::close).toArray(CompletableFuture<?>[]::new);
        boolean onLoop = loops.stream().anyMatch(ClientLoop::isCurrentThread);
        if (!onLoop) {
            try {
                CompletableFuture.allOf(ended).get(CLOSE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                ClientLoop.LOG.warn("the client's event loops did not end in good order", e);
            }
        }
        threads.forEach(SharedLoop::shutDownAndWait);
    }
}
