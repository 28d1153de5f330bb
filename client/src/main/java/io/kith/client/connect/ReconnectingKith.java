package io.kith.client.connect;

import io.kith.client.ClientOptions;
import io.kith.client.ClusterSettings;
import io.kith.client.Kith;
import io.kith.client.KithException;
import io.kith.client.OpenOptions;
import io.kith.client.RemoteCounter;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteHashSet;
import io.kith.client.RemoteLock;
import io.kith.client.RemoteVec;
import io.kith.client.RemoteVecDeque;
import io.kith.client.grid.Grid;
import io.kith.client.loop.InProcessNode;
import io.kith.client.registry.Registry;
import io.kith.client.view.ClusterView;
import io.kith.client.view.KithEvent;
import io.kith.client.view.ListedCollection;
import io.kith.client.view.MeasuredLink;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A {@link Kith} that connects when it is used, unless it is connected: at first, and when its cluster was replaced. */
final class ReconnectingKith implements Kith {
    private final ClientOptions options;
    private final @Nullable InProcessNode node;

    /** Guarded by this, as is what follows. */
    private @Nullable ClientLoops looking;

    private boolean closed;
    private volatile @Nullable ConnectedKith current;

    /** Not connected yet; {@code node} is one that is reached without a socket. */
    ReconnectingKith(ClientOptions options, @Nullable InProcessNode node) {
        this.options = options.withLoaderOfThisThread();
        this.node = node;
    }

    /**
     * The client of the cluster, which is found first if need be.
     *
     * @throws KithException if none is found in time, or this client is closed
     */
    ConnectedKith connected() {
        ConnectedKith known = current;
        return known == null ? connect() : known;
    }

    private ConnectedKith connect() {
        // Whoever else waits for the same is not kept from giving up in time, or closing.
        ClientLoops loops = begin();
        loops.awaitCluster();
        return reached(loops);
    }

    private synchronized ClientLoops begin() {
        requireOpen();
        ClientLoops loops = looking;
        if (loops == null) {
            loops = ClientLoops.start(options, node);
            looking = loops;
        }
        return loops;
    }

    private synchronized ConnectedKith reached(ClientLoops loops) {
        if (closed || looking != loops) {
            throw new KithException("this client was closed or reconnected while it was connecting");
        }
        ConnectedKith known = current;
        if (known == null) {
            known = new ConnectedKith(loops, new Grid(options, loops.loops(), loops.watch()), options.lockLease());
            current = known;
        }
        return known;
    }

    /** A collection; of a lazy client that is not connected yet one that is opened, and connects, when it is first used. */
    @SuppressWarnings("unchecked") // What opens it says of what type it is.
    private <T> T opened(Class<?> type, String name, Function<ConnectedKith, T> opening) {
        if (current != null || !options.isLazy()) {
            return opening.apply(connected());
        }
        Registry.requireName(name);
        requireOpen();
        return (T) FirstUse.of(type, name, () -> opening.apply(connected()));
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new KithException("this client was closed");
        }
    }

    @Override
    public void reconnect() {
        ConnectedKith replaced = current;
        if (replaced != null && replaced.isReplaced() && forget(replaced)) {
            replaced.close();
        }
        connected();
    }

    /** Whether nobody else did so before. */
    private synchronized boolean forget(ConnectedKith replaced) {
        if (current != replaced || closed) {
            return false;
        }
        current = null;
        looking = null;
        return true;
    }

    @Override
    public void close() {
        ConnectedKith known;
        ClientLoops loops;
        synchronized (this) {
            closed = true;
            known = current;
            loops = looking;
        }
        if (known != null) {
            known.close();
        } else if (loops != null) {
            loops.close();
        }
    }

    @Override
    public <K, V> RemoteHashMap<K, V> hashMap(String name, OpenOptions with) {
        return opened(RemoteHashMap.class, name, kith -> kith.hashMap(name, with));
    }

    @Override
    public <E> RemoteHashSet<E> hashSet(String name, OpenOptions with) {
        return opened(RemoteHashSet.class, name, kith -> kith.hashSet(name, with));
    }

    @Override
    public <E> RemoteVec<E> vec(String name) {
        return opened(RemoteVec.class, name, kith -> kith.vec(name));
    }

    @Override
    public <E> RemoteVecDeque<E> vecDeque(String name, OpenOptions with) {
        return opened(RemoteVecDeque.class, name, kith -> kith.vecDeque(name, with));
    }

    @Override
    public RemoteCounter counter(String name) {
        return opened(RemoteCounter.class, name, kith -> kith.counter(name));
    }

    @Override
    public RemoteLock lock(String name) {
        return opened(RemoteLock.class, name, kith -> kith.lock(name));
    }

    @Override
    public List<ListedCollection> collections() {
        return connected().collections();
    }

    @Override
    public ClusterSettings config() {
        return connected().config();
    }

    @Override
    public Runnable onEvent(Consumer<KithEvent> listener) {
        return connected().onEvent(listener);
    }

    @Override
    public Runnable onEventSince(long since, Consumer<KithEvent> listener) {
        return connected().onEventSince(since, listener);
    }

    @Override
    public ClusterView clusterView() {
        return connected().clusterView();
    }

    @Override
    public ClusterView awaitCluster(Predicate<ClusterView> wanted, Duration limit) {
        return connected().awaitCluster(wanted, limit);
    }

    @Override
    public List<MeasuredLink> links(Duration limit) {
        return connected().links(limit);
    }
}
