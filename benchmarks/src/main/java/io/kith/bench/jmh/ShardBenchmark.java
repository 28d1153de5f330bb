package io.kith.bench.jmh;

import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.config.ClusterParameters;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.node.core.Loop;
import io.kith.node.core.NodeCore;
import io.kith.node.core.NodeEvents;
import io.kith.node.core.NodeOutlets;
import io.kith.node.core.NodeSetup;
import io.kith.node.core.RelayLimits;
import io.kith.replication.host.ShardLimits;
import io.kith.replication.log.Commits;
import io.kith.transport.Cancellable;
import io.kith.transport.Clock;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * A write through all of replication at a node that holds the only replica: ordered, committed, applied, answered. Without
 * and with somebody who follows what is committed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ShardBenchmark {
    private static final CollectionRef NAMED = CollectionRef.named(CollectionType.HASH_MAP, new Incarnation(1, 4711));
    private static final NodeId NODE = new NodeId(1, 1);
    private static final NodeId SESSION = new NodeId(1, 2);
    private static final int KEYS = 1_000;

    /** Who follows commits: nobody, or one who keeps the last of each few. */
    @Param({"nobody", "ring"})
    public String follower = "nobody";

    private final HandLoop loop = new HandLoop();
    private final byte[][] sets = new byte[KEYS][];

    @SuppressWarnings("NullAway.Init")
    private NodeCore core;

    private long configId;
    private long opening;
    private long number;
    private int next;
    private ResponseStatus lastStatus = ResponseStatus.RETRY;
    private byte[] lastPayload = new byte[0];

    /** A loop that runs when the benchmark says so. */
    private static final class HandLoop implements Loop, ProtocolPort, Clock {
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        private final Random random = new Random(1);

        void drain() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        @Override
        public ProtocolPort port() {
            return this;
        }

        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public void post(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void send(NodeId to, Message message) {}

        @Override
        public Cancellable schedule(long delayNanos, Runnable task) {
            if (delayNanos == 0) {
                tasks.add(task);
            }
            return () -> {};
        }

        @Override
        public Clock clock() {
            return this;
        }

        @Override
        public RandomGenerator random() {
            return random;
        }

        @Override
        public long nowNanos() {
            return System.nanoTime();
        }

        @Override
        public long wallMillis() {
            return System.currentTimeMillis();
        }
    }

    /** Keeps the sequence numbers of the last commits, as many as fit. */
    private static Commits ring() {
        long[] last = new long[1_024];
        return (partition, term, primary, entry, outcome) ->
                last[(int) (entry.sequence() & (last.length - 1))] = entry.sequence() + outcome.size();
    }

    /** Makes a node that is a cluster by itself, and opens a session and a map in its only partition. */
    @Setup
    public void begin() {
        NodeOutlets outlets = new NodeOutlets() {
            @Override
            public Commits commits(int index) {
                return follower.equals("ring") ? ring() : NodeOutlets.super.commits(index);
            }
        };
        core = new NodeCore(
                new Member(NODE, new NodeAddress("bench", 7_000), "zone", 100, false, MemberState.ACTIVE, 0),
                loop,
                List.of(loop),
                NodeSetup.of(ShardLimits.defaults(), RelayLimits.off()),
                new NodeEvents() {},
                outlets);
        core.create(new ClusterParameters("bench", 1, 1_000, 10), 1);
        loop.drain();
        configId = core.shard(0).view(0).active() ? 1 : 0;
        ask(new ClientMessage.OpenSession(1, configId, 0, SESSION));
        opening = Results.number(lastPayload);
        write(PartitionOperations.openCollection(NAMED.incarnation(), NAMED.type(), "bench", CollectionOptions.NONE));
        CollectionRef collection = NAMED.openedAs(Results.number(lastPayload));
        byte[] value = new byte[100];
        for (int i = 0; i < KEYS; i++) {
            sets[i] = MapOperations.set(collection, new byte[] {(byte) i, (byte) (i >> 8), 3, 4, 5, 6, 7, 8}, value, 0);
            write(sets[i]);
        }
        if (lastStatus != ResponseStatus.OK) {
            throw new IllegalStateException("a write was answered with " + lastStatus);
        }
    }

    private void ask(ClientMessage request) {
        core.serve(request, (status, payload) -> {
            lastStatus = status;
            lastPayload = payload;
        });
        loop.drain();
    }

    private void write(byte[] operation) {
        number++;
        ask(new ClientMessage.Write(number, configId, 0, SESSION, opening, number, number, operation));
    }

    /** A write, from its request to its answer. */
    @Benchmark
    public Object write() {
        next = (next + 7) % KEYS;
        write(sets[next]);
        return lastStatus;
    }
}
