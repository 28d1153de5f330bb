package io.kith.client.connect;

import io.kith.client.ClusterSettings;
import io.kith.client.OpenOptions;
import io.kith.client.RemoteCounter;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteHashSet;
import io.kith.client.RemoteLock;
import io.kith.client.RemoteVec;
import io.kith.client.RemoteVecDeque;
import io.kith.client.counter.CounterProxy;
import io.kith.client.grid.Durations;
import io.kith.client.grid.Grid;
import io.kith.client.lock.LockHolds;
import io.kith.client.lock.LockProxy;
import io.kith.client.map.HashMapProxy;
import io.kith.client.map.HashSetProxy;
import io.kith.client.map.KeyTurns;
import io.kith.client.registry.NamedCollection;
import io.kith.client.registry.Registry;
import io.kith.client.sequence.DequeProxy;
import io.kith.client.sequence.VecProxy;
import io.kith.client.view.ClusterView;
import io.kith.client.view.KithEvent;
import io.kith.client.view.ListedCollection;
import io.kith.client.view.MeasuredLink;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What a client does in the cluster that it is connected to; closed with that connection. */
final class ConnectedKith {
    private final ClientLoops loops;
    private final Grid grid;
    private final Registry registry;
    private final KeyTurns turns = new KeyTurns();
    private final LockHolds holds;
    private final ClusterEventFeed feed;
    private final ClusterAccess access;
    private final ClusterSettings settings;

    ConnectedKith(ClientLoops loops, Grid grid, Duration lockLease) {
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

    /** Whether the cluster is known to be gone, and another one to be where it was. */
    boolean isReplaced() {
        grid.requireMayWait();
        return loops.isReplaced();
    }

    <K, V> RemoteHashMap<K, V> hashMap(String name, OpenOptions options) {
        return new HashMapProxy<>(open(name, CollectionType.HASH_MAP, options), turns);
    }

    <E> RemoteHashSet<E> hashSet(String name, OpenOptions options) {
        return new HashSetProxy<>(open(name, CollectionType.HASH_SET, options), turns);
    }

    <E> RemoteVec<E> vec(String name) {
        return new VecProxy<>(open(name, CollectionType.VEC, OpenOptions.defaults()));
    }

    <E> RemoteVecDeque<E> vecDeque(String name, OpenOptions options) {
        return new DequeProxy<>(open(name, CollectionType.VEC_DEQUE, options));
    }

    RemoteCounter counter(String name) {
        return new CounterProxy(open(name, CollectionType.COUNTER, OpenOptions.defaults()));
    }

    RemoteLock lock(String name) {
        return new LockProxy(open(name, CollectionType.LOCK, OpenOptions.defaults()), holds);
    }

    private NamedCollection open(String name, CollectionType type, OpenOptions options) {
        Duration timeToLive = options.timeToLive();
        long ttlMillis =
                timeToLive == null || timeToLive.compareTo(Durations.FOR_EVER) >= 0 ? 0 : Durations.millis(timeToLive);
        return registry.open(
                name,
                type,
                new CollectionOptions(ttlMillis, options.capacity() == Integer.MAX_VALUE ? 0 : options.capacity()));
    }

    List<ListedCollection> collections() {
        return new CollectionList(registry, turns).all(settings.all());
    }

    ClusterSettings config() {
        return settings;
    }

    Runnable onEvent(Consumer<KithEvent> listener) {
        return onEventSince(access.config().configId(), listener);
    }

    Runnable onEventSince(long since, Consumer<KithEvent> listener) {
        if (since < 0) {
            throw new IllegalArgumentException("a config_id is not negative, but was " + since);
        }
        return feed.listen(since, event -> listener.accept(Views.of(event)));
    }

    ClusterView clusterView() {
        return Views.of(access.config());
    }

    ClusterView awaitCluster(Predicate<ClusterView> wanted, Duration limit) {
        return Views.of(access.awaitConfig(config -> wanted.test(Views.of(config)), limit));
    }

    List<MeasuredLink> links(Duration limit) {
        return Views.of(access.links(limit));
    }

    void close() {
        holds.close();
        grid.close();
        feed.close();
        loops.close();
        grid.closeDecoders();
    }
}
