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
import java.util.List;
import java.util.Objects;
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
    private Duration lockLease = Duration.ofSeconds(30);
    private int maxInFlight = 4_096;
    private int maxValueBytes = TransportSettings.DEFAULT_MAX_VALUE_BYTES;
    private int eventLoops = 1;
    private boolean readsAtReplicas = true;
    private ImmutableSet<String> allowedClasses = ImmutableSet.of();
    private ImmutableSet<String> allowedPackages = ImmutableSet.of();
    private @Nullable ObjectSerializer serializer;
    private boolean json;
    private @Nullable ClassLoader classLoader;

    private ClientOptions() {}

    private ClientOptions(ClientOptions from) {
        this.addresses = from.addresses;
        this.clusterName = from.clusterName;
        this.deadline = from.deadline;
        this.connectTimeout = from.connectTimeout;
        this.lockLease = from.lockLease;
        this.maxInFlight = from.maxInFlight;
        this.maxValueBytes = from.maxValueBytes;
        this.eventLoops = from.eventLoops;
        this.readsAtReplicas = from.readsAtReplicas;
        this.allowedClasses = from.allowedClasses;
        this.allowedPackages = from.allowedPackages;
        this.serializer = from.serializer;
        this.json = from.json;
        this.classLoader = from.classLoader;
    }

    /** No address yet; else what suits most programs. */
    public static ClientOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Adds a node to begin with, as {@code HOST:PORT}; one is enough, more help when the first is down.
     *
     * @throws IllegalArgumentException if {@code address} is not of that form
     */
    public ClientOptions address(String address) {
        ClientOptions copy = new ClientOptions(this);
        copy.addresses = ImmutableList.<String>builder()
                .addAll(addresses)
                .add(NodeAddress.parse(address).toString())
                .build();
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

    /** How keys and values are written and read. */
    public Serialization serialization() {
        ClassLoader loader = classLoader;
        if (loader == null) {
            loader = Thread.currentThread().getContextClassLoader();
        }
        if (loader == null) {
            loader = ClientOptions.class.getClassLoader();
        }
        AllowedClasses allowed = new AllowedClasses(allowedClasses, allowedPackages);
        return new Serialization(allowed, loader, json ? new JsonSerializer(allowed, loader) : serializer);
    }

    private static Duration requirePositive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " is positive, not " + value);
        }
        return value;
    }
}
