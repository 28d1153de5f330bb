package io.kith.client.connect;

import io.kith.client.ClusterSettings;
import io.kith.client.Kith;
import io.kith.client.OpenOptions;
import io.kith.client.RemoteCounter;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteHashSet;
import io.kith.client.RemoteLock;
import io.kith.client.RemoteVec;
import io.kith.client.RemoteVecDeque;
import io.kith.client.counter.CounterProxy;
import io.kith.client.grid.Grid;
import io.kith.client.lock.LockHolds;
import io.kith.client.lock.LockProxy;
import io.kith.client.loop.ClientLoop;
import io.kith.client.map.HashMapProxy;
import io.kith.client.map.HashSetProxy;
import io.kith.client.map.KeyTurns;
import io.kith.client.registry.NamedCollection;
import io.kith.client.registry.Registry;
import io.kith.client.sequence.DequeProxy;
import io.kith.client.sequence.VecProxy;
import io.kith.client.view.ClusterView;
import io.kith.client.view.KithEvent;
import io.kith.client.view.MeasuredLink;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import io.kith.transport.SharedLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Kith} with threads, loops and a grid. */
final class ConnectedKith implements Kith {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectedKith.class);
    private static final long CLOSE_SECONDS = 5;

    private final List<SharedLoop> threads;
    private final List<ClientLoop> loops;
    private final Grid grid;
    private final Registry registry;
    private final KeyTurns turns = new KeyTurns();
    private final LockHolds holds;
    private final ClusterEventFeed feed;
    private final ClusterAccess access;
    private final ClusterSettings settings;

    ConnectedKith(List<SharedLoop> threads, List<ClientLoop> loops, Grid grid, Duration lockLease) {
        this.threads = threads;
        this.loops = loops;
        this.grid = grid;
        this.holds = new LockHolds(lockLease);
        this.registry = new Registry(grid);
        this.feed = new ClusterEventFeed(grid.watch());
        this.access = new ClusterAccess(grid);
        this.settings = new ConfigSettings(grid, feed, System.getProperty("user.name", ""));
    }

    ClusterAccess access() {
        return access;
    }

    @Override
    public <K, V> RemoteHashMap<K, V> hashMap(String name, OpenOptions options) {
        return new HashMapProxy<>(open(name, CollectionType.HASH_MAP, options), turns);
    }

    @Override
    public <E> RemoteHashSet<E> hashSet(String name, OpenOptions options) {
        return new HashSetProxy<>(open(name, CollectionType.HASH_SET, options), turns);
    }

    @Override
    public <E> RemoteVec<E> vec(String name) {
        return new VecProxy<>(open(name, CollectionType.VEC, OpenOptions.defaults()));
    }

    @Override
    public <E> RemoteVecDeque<E> vecDeque(String name, OpenOptions options) {
        return new DequeProxy<>(open(name, CollectionType.VEC_DEQUE, options));
    }

    @Override
    public RemoteCounter counter(String name) {
        return new CounterProxy(open(name, CollectionType.COUNTER, OpenOptions.defaults()));
    }

    @Override
    public RemoteLock lock(String name) {
        return new LockProxy(open(name, CollectionType.LOCK, OpenOptions.defaults()), holds);
    }

    private NamedCollection open(String name, CollectionType type, OpenOptions options) {
        Duration timeToLive = options.timeToLive();
        return registry.open(
                name,
                type,
                new CollectionOptions(
                        timeToLive == null ? 0 : timeToLive.toMillis(),
                        options.capacity() == Integer.MAX_VALUE ? 0 : options.capacity()));
    }

    @Override
    public ClusterSettings config() {
        return settings;
    }

    @Override
    public Runnable onEvent(Consumer<KithEvent> listener) {
        return onEventSince(access.config().configId(), listener);
    }

    @Override
    public Runnable onEventSince(long since, Consumer<KithEvent> listener) {
        if (since < 0) {
            throw new IllegalArgumentException("a config_id is not negative, but was " + since);
        }
        return feed.listen(since, event -> listener.accept(Views.of(event)));
    }

    @Override
    public ClusterView clusterView() {
        return Views.of(access.config());
    }

    @Override
    public ClusterView awaitCluster(Predicate<ClusterView> wanted, Duration limit) {
        return Views.of(access.awaitConfig(config -> wanted.test(Views.of(config)), limit));
    }

    @Override
    public List<MeasuredLink> links(Duration limit) {
        return Views.of(access.links(limit));
    }

    @Override
    public void close() {
        holds.close();
        grid.close();
        feed.close();
        closeAll(loops, threads);
        grid.closeDecoders();
    }

    static void closeAll(List<ClientLoop> loops, List<SharedLoop> threads) {
        CompletableFuture<?>[] ended = loops.stream().map(ClientLoop::close).toArray(CompletableFuture<?>[]::new);
        boolean onLoop = loops.stream().anyMatch(ClientLoop::isCurrentThread);
        if (!onLoop) {
            try {
                CompletableFuture.allOf(ended).get(CLOSE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("the client's event loops did not end in good order", e);
            }
        }
        threads.forEach(SharedLoop::shutDownAndWait);
    }
}
