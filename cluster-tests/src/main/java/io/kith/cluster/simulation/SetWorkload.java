package io.kith.cluster.simulation;

import io.kith.collections.map.SetOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Results;
import io.kith.ring.PartitionHash;
import io.kith.simulation.history.SetCall;
import io.kith.simulation.history.SetModel;
import java.util.List;
import java.util.random.RandomGenerator;

/** Clients that add and remove a few elements of one set. */
final class SetWorkload implements Workload {
    private static final String SET = "set";
    private static final CollectionRef SET_ID = SimulatedCollections.named(CollectionType.HASH_SET, SET);

    private final WorkloadOptions options;
    private final KeyPool elements;
    private final RecordedCalls<SetCall, Boolean> calls = new RecordedCalls<>(new SetModel());

    SetWorkload(WorkloadOptions options) {
        this.options = options;
        this.elements = new KeyPool(options.keys());
    }

    @Override
    public ClientOperation next(long client, RandomGenerator random, long nowNanos) {
        boolean read = random.nextInt(100) < options.readPerCent();
        long element = read ? elements.forRead(random) : elements.forWrite(random);
        byte[] bytes = RecordedCalls.bytes(element);
        long hash = PartitionHash.keyHash(SET_ID.hash(), bytes);
        if (read) {
            return calls.invoke(client, new SetCall.Contains(SET, element), nowNanos)
                    .read(hash, SetOperations.contains(SET_ID, bytes), Results::bool);
        }
        if (random.nextBoolean()) {
            return calls.invoke(client, new SetCall.Add(SET, element), nowNanos)
                    .write(
                            hash,
                            SetOperations.add(SET_ID, bytes, 0),
                            SetOperations::added,
                            () -> elements.gaveUp(element));
        }
        return calls.invoke(client, new SetCall.Remove(SET, element), nowNanos)
                .write(hash, SetOperations.remove(SET_ID, bytes), Results::bool, () -> elements.gaveUp(element));
    }

    @Override
    public List<String> contradictions() {
        return calls.contradictions();
    }

    @Override
    public long histories() {
        return elements.size();
    }

    @Override
    public long undecided() {
        return calls.undecided();
    }
}
