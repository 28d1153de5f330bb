package io.kith.bench.jmh;

import io.kith.collections.Kinds;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.partition.PartitionState;
import io.kith.collections.partition.PartitionStates;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One partition with a thousand entries of a map, as a node holds a thousand of such. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PartitionBenchmark {
    private static final CollectionRef NAMED = CollectionRef.named(CollectionType.HASH_MAP, new Incarnation(1, 4711));
    private static final int ENTRIES = 1_000;
    private static final NodeId SESSION = new NodeId(1, 2);
    private static final long MILLIS = 1_700_000_000_000L;

    private final PartitionState partition = new PartitionStates(Kinds.all()).empty();
    private final byte[][] keys = new byte[ENTRIES][];
    private final byte[][] gets = new byte[ENTRIES][];
    private final byte[][] sets = new byte[ENTRIES][];
    private long sequence;
    private long opening;
    private long number;
    private int next;

    /** Fills the partition. */
    @Setup
    public void fill() {
        byte[] value = new byte[100];
        var opened = partition.apply(
                new LogCommand(++sequence, SESSION, 0, 0, 0, MILLIS, PartitionOperations.openSession()));
        opening = Results.number(opened.get(0).payload());
        CollectionRef collection = NAMED.openedAs(sequence + 1);
        apply(PartitionOperations.openCollection(NAMED.incarnation(), NAMED.type(), "bench", CollectionOptions.NONE));
        for (int i = 0; i < ENTRIES; i++) {
            keys[i] = String.format(Locale.ROOT, "key:%012d", i).getBytes(StandardCharsets.US_ASCII);
            gets[i] = MapOperations.get(collection, keys[i]);
            sets[i] = MapOperations.set(collection, keys[i], value, 0);
            apply(sets[i]);
        }
        if (MapOperations.timedValue(partition
                        .read(MapOperations.getEntry(collection, keys[1]))
                        .payload())
                == null) {
            throw new IllegalStateException("what was put is not there");
        }
    }

    private Object apply(byte[] operation) {
        number++;
        return partition.apply(new LogCommand(++sequence, SESSION, opening, number, number, MILLIS, operation));
    }

    private int next() {
        next = (next + 7) % ENTRIES;
        return next;
    }

    /** A get at the node that holds it. */
    @Benchmark
    public Object get() {
        return partition.read(gets[next()]);
    }

    /** A committed put, with what exactly-once keeps of it. */
    @Benchmark
    public Object put() {
        return apply(sets[next()]);
    }
}
