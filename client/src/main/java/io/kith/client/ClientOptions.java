package io.kith.client;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.kith.client.serialization.AllowedClasses;
import io.kith.client.serialization.JsonSerializer;
import io.kith.client.serialization.ObjectSerializer;
import io.kith.client.serialization.Serialization;
import io.kith.transport.NodeAddress;
import io.kith.transport.TransportSettings;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a client connects and behaves. Immutable: each method returns a copy with one thing changed.
 *
 * <pre>{@code
 * Kith kith = Kith.connect(ClientOptions.defaults()
 *         .address("127.0.0.1:7400")
 *         .allow(Order.class)
 *         .deadline(Duration.ofSeconds(5)));
 * }</pre>
 */
public final class ClientOptions {
    private static final int MAX_LOOPS = 64;
    private static final int MAX_IN_FLIGHT = 1 << 20;
    private static final ClientOptions DEFAULTS = new ClientOptions();

    // Written only while a copy is made, before anyone else sees it.
    private ImmutableList<String> addresses = ImmutableList.of();
    private String clusterName = "";
    private Duration deadline = Duration.ofSeconds(30);
    private Duration connectTimeout = Duration.ofSeconds(2);
    private @Nullable Duration connectWithin;
    private boolean lazy;
    private Duration lockLease = Duration.ofSeconds(30);
    private int maxInFlight = 4_096;
    private int maxValueBytes = TransportSettings.DEFAULT_MAX_VALUE_BYTES;
    private int eventLoops = 1;
    private boolean readsAtReplicas = true;
    private ImmutableSet<String> allowedClasses = ImmutableSet.of();
    private ImmutableSet<String> allowedPackages = ImmutableSet.of();
    private boolean allowsBySetting;
    private @Nullable ObjectSerializer serializer;
    private boolean json;
    private @Nullable ClassLoader classLoader;

    private ClientOptions() {}

    private ClientOptions(ClientOptions from) {
        this.addresses = from.addresses;
        this.clusterName = from.clusterName;
        this.deadline = from.deadline;
        this.connectTimeout = from.connectTimeout;
        this.connectWithin = from.connectWithin;
        this.lazy = from.lazy;
        this.lockLease = from.lockLease;
        this.maxInFlight = from.maxInFlight;
        this.maxValueBytes = from.maxValueBytes;
        this.eventLoops = from.eventLoops;
        this.readsAtReplicas = from.readsAtReplicas;
        this.allowedClasses = from.allowedClasses;
        this.allowedPackages = from.allowedPackages;
        this.allowsBySetting = from.allowsBySetting;
        this.serializer = from.serializer;
        this.json = from.json;
        this.classLoader = from.classLoader;
    }

    /** No address yet; else what suits most programs. */
    public static ClientOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Adds a node to begin with, as {@code HOST:PORT}, or several with commas between them; one is enough, more help when
     * the first is down. Of a host name that has several addresses, each is tried, looked up anew with each attempt; it may
     * be written {@code dns:NAME:PORT}, as for nodes.
     *
     * @throws IllegalArgumentException if {@code address} is not of that form; the message says what is wrong
     */
    public ClientOptions address(String address) {
        ClientOptions copy = new ClientOptions(this);
        ImmutableList.Builder<String> all = ImmutableList.<String>builder().addAll(addresses);
        NodeAddress.parseSeeds(address).forEach(each -> all.add(each.toString()));
        copy.addresses = all.build();
        return copy;
    }

    /** The cluster that must be at those addresses; by default whichever is. */
    public ClientOptions cluster(String name) {
        ClientOptions copy = new ClientOptions(this);
        copy.clusterName = Objects.requireNonNull(name);
        return copy;
    }

    /** How long an operation may take, retries included, before it fails; 30 s by default. */
    public ClientOptions deadline(Duration limit) {
        ClientOptions copy = new ClientOptions(this);
        copy.deadline = requirePositive("a deadline", limit);
        return copy;
    }

    /** How long one attempt to connect to one node may take; 2 s by default. */
    public ClientOptions connectTimeout(Duration limit) {
        ClientOptions copy = new ClientOptions(this);
        copy.connectTimeout = requirePositive("a connect time-out", limit);
        return copy;
    }

    /**
     * How long to look for a cluster, in {@link Kith#connect} or when a {@linkplain #lazy lazy} client is used, before that
     * fails; as long as any operation may take, {@link #deadline}, unless this says otherwise.
     */
    public ClientOptions connectWithin(Duration limit) {
        ClientOptions copy = new ClientOptions(this);
        copy.connectWithin = requirePositive("a time to connect within", limit);
        return copy;
    }

    /**
     * Connects when the client is first used, and not in {@link Kith#connect}, which returns at once, whether a node is there
     * or not. Collections can be had at once, too, and are opened when they are first used. The first use of anything waits
     * until a node is reached, for as long as {@link #connectWithin} says, and fails if none is; the client goes on looking,
     * and the next use waits again.
     */
    public ClientOptions lazy() {
        ClientOptions copy = new ClientOptions(this);
        copy.lazy = true;
        return copy;
    }

    /**
     * For how long the locks that this client holds stay locked if it is not heard of any more; 30 s by default. It renews
     * them three times as often.
     */
    public ClientOptions lockLease(Duration lease) {
        ClientOptions copy = new ClientOptions(this);
        copy.lockLease = requirePositive("a lease", lease);
        return copy;
    }

    /** How many operations may be under way at once, 1 to 1048576; further ones wait. 4096 by default. */
    public ClientOptions maxInFlight(int operations) {
        if (operations < 1 || operations > MAX_IN_FLIGHT) {
            throw new IllegalArgumentException("1 to " + MAX_IN_FLIGHT + " operations in flight, not " + operations);
        }
        ClientOptions copy = new ClientOptions(this);
        copy.maxInFlight = operations;
        return copy;
    }

    /** The largest encoded key or value, in bytes; 16 MiB by default. The cluster's own limit may be lower. */
    public ClientOptions maxValueBytes(int bytes) {
        if (bytes < 1 || bytes > TransportSettings.MAX_FRAME_BYTES - TransportSettings.FRAME_SLACK_BYTES) {
            throw new IllegalArgumentException("a limit of " + bytes + " bytes for values is out of range");
        }
        ClientOptions copy = new ClientOptions(this);
        copy.maxValueBytes = bytes;
        return copy;
    }

    /**
     * How many event loops, each with a thread and connections of its own, share this client's operations, 1 to 64; 1 by
     * default, which suits all but the busiest programs.
     */
    public ClientOptions eventLoops(int count) {
        if (count < 1 || count > MAX_LOOPS) {
            throw new IllegalArgumentException("1 to " + MAX_LOOPS + " event loops, not " + count);
        }
        ClientOptions copy = new ClientOptions(this);
        copy.eventLoops = count;
        return copy;
    }

    /**
     * Whether reads go to any replica of their data, which spreads them over the nodes, or to the primary only; true by
     * default. They are linearizable either way. A replica may hold a read of a key that somebody is just writing for up
     * to 2 ms; where keys are read elsewhere as soon as they are written, reading at primaries saves that.
     */
    public ClientOptions readAtReplicas(boolean any) {
        ClientOptions copy = new ClientOptions(this);
        copy.readsAtReplicas = any;
        return copy;
    }

    /** Allows objects of these classes, and of those nested in them, to be written and read. */
    public ClientOptions allow(Class<?>... classes) {
        ImmutableSet.Builder<String> names = ImmutableSet.<String>builder().addAll(allowedClasses);
        for (Class<?> type : classes) {
            names.add(type.getName());
        }
        ClientOptions copy = new ClientOptions(this);
        copy.allowedClasses = names.build();
        return copy;
    }

    /** Allows objects of all classes of this package, and of those below it, to be written and read. */
    public ClientOptions allowPackage(String name) {
        if (name.isBlank() || name.endsWith(".") || name.contains("*")) {
            throw new IllegalArgumentException("'" + name + "' is no package's name, as in com.example.orders");
        }
        ClientOptions copy = new ClientOptions(this);
        copy.allowedPackages =
                ImmutableSet.<String>builder().addAll(allowedPackages).add(name).build();
        return copy;
    }

    /**
     * Allows also what the setting {@code serialization.allow} of the cluster names, now and whenever it is changed: classes,
     * or packages as {@code com.example.*}, with commas between them. What is allowed need not be said again in each program
     * then; but whoever may change settings chooses which of this program's classes others' bytes can make objects of, so
     * that a client does not follow the setting unless it is told to.
     */
    public ClientOptions allowBySetting() {
        ClientOptions copy = new ClientOptions(this);
        copy.allowsBySetting = true;
        return copy;
    }

    /** Writes and reads what has no canonical encoding with {@code own} instead of Kryo. */
    public ClientOptions serializer(ObjectSerializer own) {
        ClientOptions copy = new ClientOptions(this);
        copy.serializer = Objects.requireNonNull(own);
        copy.json = false;
        return copy;
    }

    /**
     * Writes objects of the allowed classes, enums and records included, as JSON instead of Kryo's bytes, for those who
     * want to read the data elsewhere; see {@link JsonSerializer}. Needs {@code jackson-databind} on the class path.
     */
    public ClientOptions json() {
        ClientOptions copy = new ClientOptions(this);
        copy.serializer = null;
        copy.json = true;
        return copy;
    }

    /** Loads users' classes with {@code loader}; by default with the context class loader of the connecting thread. */
    public ClientOptions classLoader(ClassLoader loader) {
        ClientOptions copy = new ClientOptions(this);
        copy.classLoader = Objects.requireNonNull(loader);
        return copy;
    }

    /** The nodes to begin with, each as {@code HOST:PORT}. */
    public List<String> addresses() {
        return addresses;
    }

    /** The cluster that must be there; empty for whichever is. */
    public String clusterName() {
        return clusterName;
    }

    /** How long an operation may take. */
    public Duration deadline() {
        return deadline;
    }

    /** How long one attempt to connect to one node may take. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** How long to look for a cluster. */
    public Duration connectsWithin() {
        return connectWithin == null ? deadline : connectWithin;
    }

    /** Whether it connects when it is first used. */
    public boolean isLazy() {
        return lazy;
    }

    /** For how long locks stay locked if this client is not heard of any more. */
    public Duration lockLease() {
        return lockLease;
    }

    /** How many operations may be under way at once. */
    public int maxInFlight() {
        return maxInFlight;
    }

    /** The largest encoded key or value, in bytes. */
    public int maxValueBytes() {
        return maxValueBytes;
    }

    /** How many event loops share the operations. */
    public int eventLoops() {
        return eventLoops;
    }

    /** Whether reads go to any replica. */
    public boolean readsAtReplicas() {
        return readsAtReplicas;
    }

    /** Whether it follows the setting that names allowed classes. */
    public boolean allowsBySetting() {
        return allowsBySetting;
    }

    /** How keys and values are written and read. */
    public Serialization serialization() {
        return serialization("");
    }

    /**
     * The same with further classes.
     *
     * @param alsoAllowed as the setting {@code serialization.allow} names them; may be empty
     */
    public Serialization serialization(String alsoAllowed) {
        Set<String> classes = new LinkedHashSet<>(allowedClasses);
        Set<String> packages = new LinkedHashSet<>(allowedPackages);
        for (String name : alsoAllowed.split(",", -1)) {
            if (name.endsWith(".*")) {
                packages.add(name.substring(0, name.length() - 2));
            } else if (!name.isEmpty()) {
                classes.add(name);
            }
        }
        ClassLoader loader = loader();
        AllowedClasses allowed = new AllowedClasses(classes, packages);
        return new Serialization(allowed, loader, json ? new JsonSerializer(allowed, loader) : serializer);
    }

    /** The same, whatever thread asks for its serialization: with the class loader that counts on this one. */
    public ClientOptions withLoaderOfThisThread() {
        return classLoader(loader());
    }

    private ClassLoader loader() {
        ClassLoader loader = classLoader;
        if (loader == null) {
            loader = Thread.currentThread().getContextClassLoader();
        }
        return loader == null ? ClientOptions.class.getClassLoader() : loader;
    }

    private static Duration requirePositive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " is positive, not " + value);
        }
        return value;
    }
}
