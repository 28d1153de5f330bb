package io.kith.cluster.hostile;

import io.kith.client.ClientOptions;
import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.client.RemoteLock;
import io.kith.client.RemoteVec;
import io.kith.client.RemoteVecDeque;
import io.kith.node.KithNode;
import io.kith.node.NodeOptions;
import io.kith.transport.ConnectionKind;
import io.kith.transport.Hello;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Payloads of real frames, by what their connections are for: heard on the wire of a small cluster that this process runs for it. */
public final class Recording {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int MOST_OF_A_KIND = 48;
    private static final int MOST_BYTES = 64 << 10;

    private final Map<ConnectionKind, List<byte[]>> byConnection = new TreeMap<>();
    private final List<byte[]> hellos = new ArrayList<>();
    private final Map<String, Integer> ofKind = new HashMap<>();

    private Recording() {}

    /** Makes a cluster of that name, has nodes come and go and a client do a little of everything, and ends it again. */
    public static Recording make(String cluster) {
        Recording recording = new Recording();
        List<AutoCloseable> parts = new ArrayList<>();
        try {
            String first = recording.node(cluster, null, parts).toString();
            for (int i = 0; i < 2; i++) {
                recording.node(cluster, first, parts);
            }
            KithNode last = (KithNode) parts.get(parts.size() - 1);
            ClientOptions options = ClientOptions.defaults()
                    .address(first)
                    .cluster(cluster)
                    .connectTimeout(LIMIT)
                    .deadline(LIMIT);
            try (Kith kith = Kith.connect(options)) {
                use(kith);
                last.leave().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                use(kith);
            }
        } catch (Exception e) {
            throw new IllegalStateException("the recording of frames failed: " + e.getMessage(), e);
        } finally {
            for (int i = parts.size() - 1; i >= 0; i--) {
                close(parts.get(i));
            }
        }
        return recording;
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException("cannot end what frames were recorded of", e);
        }
    }

    private String node(String cluster, @Nullable String seed, List<AutoCloseable> parts) {
        int port = freePort();
        FrameTap tap = new FrameTap(port, this::heard);
        parts.add(tap);
        NodeOptions options = NodeOptions.defaults()
                .cluster(cluster)
                .listen("127.0.0.1:" + port)
                .advertise(tap.address())
                .partitions(16);
        KithNode node = KithNode.start(seed == null ? options : options.seed(seed));
        parts.add(node);
        node.awaitServing(LIMIT);
        return tap.address();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void use(Kith kith) {
        RemoteHashMap<String, Object> map = kith.hashMap("map");
        for (int i = 0; i < 20; i++) {
            map.put("key" + i, i);
        }
        map.put("large", new byte[30_000]);
        map.put("deque", new ArrayDeque<>(List.of(1, "two", List.of(3L))));
        map.putAll(Map.of("a", 1, "b", "two"));
        map.replace("a", 1, 2);
        map.getAll(List.of("a", "b", "c"));
        map.entrySet().forEach(entry -> map.remove(entry.getKey(), entry.getValue()));
        kith.<Integer>hashSet("set").addAll(List.of(1, 2, 3));
        requireThere(kith.<Integer>hashSet("set").contains(2));
        RemoteVec<Integer> vec = kith.vec("vec");
        vec.addAll(IntStream.range(0, 50).boxed().toList());
        vec.set(3, 4);
        vec.add(1, 9);
        requireThere(vec.indexOf(17) >= 0);
        vec.remove(0);
        RemoteVecDeque<String> deque = kith.vecDeque("deque");
        deque.addLast("x");
        deque.addFirst("y");
        requireThere(deque.contains("x"));
        deque.pollFirst();
        deque.clear();
        kith.counter("counter").incrementAndGet();
        RemoteLock lock = kith.lock("lock");
        lock.lock();
        try {
            kith.counter("counter").getAndSet(1);
        } finally {
            lock.unlock();
        }
    }

    private static void requireThere(boolean there) {
        if (!there) {
            throw new IllegalStateException("a cluster lacks what was just put into it");
        }
    }

    private void heard(byte[] first, byte[] payload) {
        if (payload.length > MOST_BYTES || payload.length < 2) {
            return;
        }
        if (!(Wire.message(Wire.frame(first)) instanceof Hello hello)) {
            return;
        }
        synchronized (this) {
            String kind = hello.kind() + " " + payload[0] + " " + payload[1];
            if (ofKind.merge(kind, 1, Integer::sum) > MOST_OF_A_KIND) {
                return;
            }
            (payload[0] == Wire.HANDSHAKE_FAMILY
                            ? hellos
                            : byConnection.computeIfAbsent(hello.kind(), unused -> new ArrayList<>()))
                    .add(payload);
        }
    }

    /** What was said on connections of that kind after the handshake. */
    synchronized List<byte[]> of(ConnectionKind kind) {
        return List.copyOf(byConnection.getOrDefault(kind, List.of()));
    }

    synchronized List<byte[]> hellos() {
        return List.copyOf(hellos);
    }

    /** How many frames there are, and of how many kinds. */
    public synchronized String toText() {
        int frames = hellos.size()
                + byConnection.values().stream().mapToInt(List::size).sum();
        return frames + " frames of " + ofKind.size() + " kinds";
    }
}
