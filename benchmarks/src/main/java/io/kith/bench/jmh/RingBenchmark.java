package io.kith.bench.jmh;

import io.kith.ring.PartitionHash;
import io.kith.ring.RingMember;
import io.kith.ring.RingPlacement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Which partition a key is in, and where partitions should live. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RingBenchmark {
    private static final long COLLECTION = 4711;
    private static final int KEYS = 1_000;
    private static final int PARTITIONS = 1_024;
    private static final int COPIES = 2;

    private final byte[][] keys = new byte[KEYS][];
    private final List<RingMember> four = new ArrayList<>();
    private final int[][] before;
    private int next;

    /** Makes keys, and the places of three members. */
    public RingBenchmark() {
        for (int i = 0; i < KEYS; i++) {
            keys[i] = String.format(Locale.ROOT, "key:%012d", i).getBytes(StandardCharsets.US_ASCII);
        }
        for (int i = 1; i <= 4; i++) {
            four.add(new RingMember(i * 0x9E3779B97F4A7C15L, i, "", 1));
        }
        before = RingPlacement.next(four.subList(0, 3), PARTITIONS, COPIES, null);
    }

    /** Which partition a key is in. */
    @Benchmark
    public int partitionOfKey() {
        next = (next + 7) % KEYS;
        return PartitionHash.partitionOf(PartitionHash.keyHash(COLLECTION, keys[next]), PARTITIONS);
    }

    /** Where a thousand partitions should live when a fourth member joins three. */
    @Benchmark
    public int[][] placesWhenOneJoins() {
        return RingPlacement.next(four, PARTITIONS, COPIES, before);
    }
}
