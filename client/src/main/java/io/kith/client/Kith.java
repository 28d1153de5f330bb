package io.kith.client;

import io.kith.client.view.ClusterView;
import io.kith.client.view.KithEvent;
import io.kith.client.view.ListedCollection;
import io.kith.client.view.MeasuredLink;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Predicate;

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
public interface Kith extends AutoCloseable {

    /**
     * Connects to the cluster that has a node at one of these addresses.
     *
     * @param addresses each as {@code HOST:PORT}, or several of these with commas between them; any node's will do, several
     *     help when one is down
     * @throws IllegalArgumentException if there is none, or one is not of that form
     * @throws KithException if no node can be reached within the deadline (30 s), or none wants this client; the message says
     *     what came of each address
     */
    static Kith connect(String... addresses) {
        ClientOptions options = ClientOptions.defaults();
        for (String address : addresses) {
            options = options.address(address);
        }
        return connect(options);
    }

    /**
     * Connects as {@code options} say; at the first use if they are {@linkplain ClientOptions#lazy lazy}.
     *
     * @throws IllegalArgumentException if they name no address
     * @throws KithException if no node can be reached in time ({@link ClientOptions#connectWithin}), or none wants this
     *     client; the message says what came of each address
     */
    static Kith connect(ClientOptions options) {
        if (options.addresses().isEmpty()) {
            throw new IllegalArgumentException("a client needs the address of a node, as in 127.0.0.1:7400");
        }
        return ServiceLoader.load(KithProvider.class, KithProvider.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new KithException("the jar of Kith's client was taken apart: it lacks "
                        + "META-INF/services/" + KithProvider.class.getName()))
                .connect(options);
    }

    /**
     * The map of that name, which is empty if nobody has put anything.
     *
     * @throws CollectionTypeException if the name is that of another type of collection
     */
    default <K, V> RemoteHashMap<K, V> hashMap(String name) {
        return hashMap(name, OpenOptions.defaults());
    }

    /**
     * The map of that name, which is made with {@code options} if there is none.
     *
     * @throws CollectionTypeException if the name is that of another type of collection
     */
    <K, V> RemoteHashMap<K, V> hashMap(String name, OpenOptions options);

    /**
     * The set of that name, which is empty if nobody has added anything.
     *
     * @throws CollectionTypeException if the name is that of another type of collection
     */
    default <E> RemoteHashSet<E> hashSet(String name) {
        return hashSet(name, OpenOptions.defaults());
    }

    /**
     * The set of that name, which is made with {@code options} if there is none.
     *
     * @throws CollectionTypeException if the name is that of another type of collection
     */
    <E> RemoteHashSet<E> hashSet(String name, OpenOptions options);

    /**
     * The list of that name, which is empty if nobody has added anything.
     *
     * @throws CollectionTypeException if the name is that of another type of collection
     */
    <E> RemoteVec<E> vec(String name);

    /**
     * The deque of that name, which is empty if nobody has added anything.
     *
     * @throws CollectionTypeException if the name is that of another type of collection
     */
    default <E> RemoteVecDeque<E> vecDeque(String name) {
        return vecDeque(name, OpenOptions.defaults());
    }

    /**
     * The deque of that name, which is made with {@code options} if there is none.
     *
     * @throws CollectionTypeException if the name is that of another type of collection
     */
    <E> RemoteVecDeque<E> vecDeque(String name, OpenOptions options);

    /**
     * The counter of that name, which is 0 if nobody has changed it.
     *
     * @throws CollectionTypeException if the name is that of something else
     */
    RemoteCounter counter(String name);

    /**
     * The lock of that name.
     *
     * @throws CollectionTypeException if the name is that of something else
     */
    RemoteLock lock(String name);

    /**
     * The collections that the cluster has, in the order of their names, with what they are, how large, and what they do of
     * their own accord. Asks every partition, and for the sizes of maps and sets once more each: for people and programs that
     * look around, not for each request of a service.
     */
    List<ListedCollection> collections();

    /** The configuration service: settings that all nodes and clients of the cluster share. */
    ClusterSettings config();

    /**
     * Calls {@code listener} for what happens in the cluster from now on: members, settings, the partitions' replicas. In
     * order and each once, also what happened while this client was not connected. It is called on a thread of the
     * client's own, and may block that.
     *
     * @return ends that when it is run
     */
    Runnable onEvent(Consumer<KithEvent> listener);

    /**
     * The same for all that happened after config_id {@code since}, so that a program which notes the last one it was
     * told of misses nothing when it is restarted. The cluster keeps the last 512 events of members and the last 1,000 of
     * settings; a {@link KithEvent.Missed} says so if there were more.
     */
    Runnable onEventSince(long since, Consumer<KithEvent> listener);

    /** The cluster as this client knows it. */
    ClusterView clusterView();

    /**
     * Waits until the cluster is as wanted.
     *
     * @param wanted is called on an event loop of the client; must not block
     * @return the cluster as it first was as wanted
     * @throws KithTimeoutException if it was not in time
     */
    ClusterView awaitCluster(Predicate<ClusterView> wanted, Duration limit);

    /**
     * What the nodes measured of the links between them, as one of them knows it, and what this client measured of its
     * own.
     *
     * @throws KithTimeoutException if no node answered in time
     */
    List<MeasuredLink> links(Duration limit);

    /**
     * Connects to the cluster that is at the client's addresses by now, if the one that it was connected to is gone and another
     * one is there, which operations tell by a {@link ClusterReplacedException}; connects a {@linkplain ClientOptions#lazy lazy}
     * client that is not connected yet; else does nothing. The other cluster has other data: what was opened before, and
     * who listens to events, stays with the one that is gone, and fails or hears nothing; open and listen again.
     *
     * @throws KithException if no node can be reached in time, or none wants this client
     */
    void reconnect();

    /**
     * Ends the client. Operations that are under way fail, and their outcome is unknown; those that wait in the cluster,
     * such as a {@code take}, are ended there too. Waits until the cluster has forgotten the client, a second at most.
     */
    @Override
    void close();
}
