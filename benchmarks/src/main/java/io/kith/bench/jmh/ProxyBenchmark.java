package io.kith.bench.jmh;

import io.kith.bench.process.FreePorts;
import io.kith.bench.process.Quiet;
import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.node.KithNode;
import io.kith.node.NodeOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A call of a map from the proxy to a node in the same process and back: without a socket, or over the loopback device. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProxyBenchmark {
    private static final int ENTRIES = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String[] keys = new String[ENTRIES];
    private final byte[] value = new byte[100];
    private int next;

    /** How the client reaches the node. */
    @Param({"in-process", "loopback"})
    @SuppressWarnings("NullAway.Init")
    public String way;

    @SuppressWarnings("NullAway.Init")
    private KithNode node;

    @SuppressWarnings("NullAway.Init")
    private Kith kith;

    @SuppressWarnings("NullAway.Init")
    private RemoteHashMap<String, byte[]> map;

    /** Starts a node and fills a map. */
    @Setup
    public void start() {
        Quiet.logging();
        String address = "127.0.0.1:" + FreePorts.one();
        node = KithNode.start(NodeOptions.defaults().listen(address)).awaitServing(PATIENCE);
        kith = way.equals("loopback") ? Kith.connect(address) : node.client();
        map = kith.hashMap("map");
        for (int i = 0; i < ENTRIES; i++) {
            keys[i] = String.format(Locale.ROOT, "key:%012d", i);
            map.set(keys[i], value);
        }
    }

    private String key() {
        next = (next + 7) % ENTRIES;
        return keys[next];
    }

    /** A get that blocks. */
    @Benchmark
    public byte @Nullable [] get() {
        return map.get(key());
    }

    /** A put that blocks and does not ask for the old value; a single node has no backup. */
    @Benchmark
    public void put() {
        map.set(key(), value);
    }

    /** Ends client and node. */
    @TearDown
    public void stop() {
        kith.close();
        node.close();
    }
}
