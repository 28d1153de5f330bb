package io.kith.cluster.simulation;

import io.kith.collections.counter.CounterOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Results;
import io.kith.simulation.history.RegisterCall;
import io.kith.simulation.history.RegisterModel;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Clients that count. Numbers only rise or are replaced by higher ones, so that none comes back, and an addition that is done
 * twice is seen by the next one.
 */
final class CounterWorkload implements Workload {
    private static final int COUNTERS = 2;
    private static final int MOST_ADDED = 5;
    private static final long STRIDE = 1_000;

    private final WorkloadOptions options;
    private final KeyPool counters = new KeyPool(COUNTERS);
    private final RecordedCalls<RegisterCall, Optional<Object>> calls = new RecordedCalls<>(new RegisterModel());
    private final TreeMap<Long, Long> seen = new TreeMap<>();
    private long lastSet;

    CounterWorkload(WorkloadOptions options) {
        this.options = options;
    }

    @Override
    public ClientOperation next(long client, RandomGenerator random, long nowNanos) {
        boolean reads = random.nextInt(100) < options.readPerCent();
        long number = reads ? counters.forRead(random) : counters.forWrite(random);
        String name = "counter " + number;
        CollectionRef counter = SimulatedCollections.named(CollectionType.COUNTER, name);
        if (reads) {
            return calls.invoke(client, new RegisterCall.Read(name), nowNanos)
                    .read(counter.hash(), CounterOperations.get(counter), payload -> value(number, payload));
        }
        Runnable unknown = () -> counters.gaveUp(number);
        int dice = random.nextInt(8);
        if (dice == 0) {
            long next = nextSet();
            return calls.invoke(client, new RegisterCall.GetAndSet(name, next), nowNanos)
                    .write(
                            counter.hash(),
                            CounterOperations.getAndSet(counter, next),
                            payload -> value(number, payload),
                            unknown);
        }
        long expected = seen.getOrDefault(number, 0L);
        if (dice < 3 && expected != 0) {
            long next = nextSet();
            return calls.invoke(client, new RegisterCall.CompareAndSet(name, expected, next), nowNanos)
                    .write(
                            counter.hash(),
                            CounterOperations.compareAndSet(counter, expected, next),
                            Results::bool,
                            unknown);
        }
        long delta = 1 + random.nextInt(MOST_ADDED);
        return calls.invoke(client, new RegisterCall.AddAndGet(name, delta), nowNanos)
                .write(
                        counter.hash(),
                        CounterOperations.add(counter, delta),
                        payload -> value(number, payload),
                        unknown);
    }

    private long nextSet() {
        lastSet += STRIDE;
        return lastSet;
    }

    /** A counter that nobody has written to is 0, which the model knows as nothing. */
    private @Nullable Object value(long number, byte[] payload) {
        long value = CounterOperations.value(payload);
        seen.put(number, value);
        return value == 0 ? null : (Object) value;
    }

    @Override
    public List<String> contradictions() {
        return calls.contradictions();
    }

    @Override
    public long histories() {
        return counters.size();
    }

    @Override
    public long undecided() {
        return calls.undecided();
    }
}
