package io.kith.cluster.simulation;

import io.kith.collections.counter.CounterOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Results;
import io.kith.simulation.history.CounterCall;
import io.kith.simulation.history.CounterModel;
import java.util.List;
import java.util.random.RandomGenerator;

/** Clients that share counters. */
final class CounterWorkload implements Workload {
    private static final int COUNTERS = 2;

    private final WorkloadOptions options;
    private final KeyPool counters = new KeyPool(COUNTERS);
    private final RecordedCalls<CounterCall, Long> calls = new RecordedCalls<>(new CounterModel());

    CounterWorkload(WorkloadOptions options) {
        this.options = options;
    }

    @Override
    public ClientOperation next(long client, RandomGenerator random, long nowNanos) {
        if (random.nextInt(200) < options.readPerCent()) {
            String counter = "counter " + counters.forRead(random);
            CollectionRef ref = SimulatedCollections.named(CollectionType.COUNTER, counter);
            return calls.invoke(client, new CounterCall.Get(counter), nowNanos)
                    .read(ref.hash(), CounterOperations.get(ref), CounterOperations::value);
        }
        long number = counters.forWrite(random);
        String counter = "counter " + number;
        CollectionRef ref = SimulatedCollections.named(CollectionType.COUNTER, counter);
        Runnable whenGivenUp = () -> counters.gaveUp(number);
        // Few values, so that what is expected is often there.
        long value = random.nextInt(4);
        return switch (random.nextInt(4)) {
            case 0 ->
                calls.invoke(client, new CounterCall.GetAndSet(counter, value), nowNanos)
                        .write(
                                ref.hash(),
                                CounterOperations.getAndSet(ref, value),
                                CounterOperations::value,
                                whenGivenUp);
            case 1 -> {
                long expected = random.nextInt(4);
                yield calls.invoke(client, new CounterCall.CompareAndSet(counter, expected, value), nowNanos)
                        .write(
                                ref.hash(),
                                CounterOperations.compareAndSet(ref, expected, value),
                                Results::bool,
                                whenGivenUp);
            }
            default ->
                calls.invoke(client, new CounterCall.Add(counter, value - 1), nowNanos)
                        .write(
                                ref.hash(),
                                CounterOperations.add(ref, value - 1),
                                CounterOperations::value,
                                whenGivenUp);
        };
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
