package io.kith.cluster.simulation;

import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Results;
import io.kith.simulation.history.SequenceCall;
import io.kith.simulation.history.SequenceModel;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Clients that share short lists. Each element is added once only, so that whoever sees it knows who added it. */
final class VecWorkload implements Workload {
    private static final int LISTS = 2;

    /** Indexes go a little beyond what lists grow to. */
    private static final int INDEXES = 6;

    private final WorkloadOptions options;
    private final KeyPool lists = new KeyPool(LISTS);
    private final RecordedCalls<SequenceCall, List<Object>> calls = new RecordedCalls<>(new SequenceModel());
    private long lastElement;

    VecWorkload(WorkloadOptions options) {
        this.options = options;
    }

    @Override
    public ClientOperation next(long client, RandomGenerator random, long nowNanos) {
        int index = random.nextInt(INDEXES);
        return random.nextInt(100) < options.readPerCent()
                ? read(client, random, index, nowNanos)
                : write(client, random, index, nowNanos);
    }

    private ClientOperation read(long client, RandomGenerator random, int index, long nowNanos) {
        String list = "vec " + lists.forRead(random);
        CollectionRef id = SimulatedCollections.named(CollectionType.VEC, list);
        return switch (random.nextInt(3)) {
            case 0 ->
                calls.invoke(client, new SequenceCall.Size(list), nowNanos)
                        .read(id.hash(), VecOperations.size(id), payload -> (int) Results.number(payload));
            case 1 -> {
                long sought = Math.max(1, lastElement - random.nextInt(8));
                byte[] value = RecordedCalls.bytes(sought);
                yield calls.invoke(client, new SequenceCall.IndexOf(list, sought), nowNanos)
                        .read(id.hash(), VecOperations.indexOf(id, value, 0, Integer.MAX_VALUE), VecOperations::index);
            }
            default ->
                calls.invoke(client, new SequenceCall.Get(list, index), nowNanos)
                        .read(id.hash(), VecOperations.get(id, index), VecWorkload::elementOrAbsent);
        };
    }

    private ClientOperation write(long client, RandomGenerator random, int index, long nowNanos) {
        long number = lists.forWrite(random);
        String list = "vec " + number;
        CollectionRef id = SimulatedCollections.named(CollectionType.VEC, list);
        long element = ++lastElement;
        byte[] value = RecordedCalls.bytes(element);
        Runnable whenGivenUp = () -> lists.gaveUp(number);
        return switch (random.nextInt(8)) {
            case 5 ->
                calls.invoke(client, new SequenceCall.ReverseFirst(list, index), nowNanos)
                        .write(id.hash(), reversal(id, index), Results::bool, whenGivenUp);
            case 0, 1 ->
                calls.invoke(client, new SequenceCall.AddLast(list, element), nowNanos)
                        .write(id.hash(), VecOperations.add(id, value), VecWorkload::nothing, whenGivenUp);
            case 2 ->
                calls.invoke(client, new SequenceCall.InsertAt(list, index, element), nowNanos)
                        .write(
                                id.hash(),
                                VecOperations.insert(id, index, value),
                                payload -> Results.bool(payload) ? null : SequenceCall.ABSENT,
                                whenGivenUp);
            case 3 ->
                calls.invoke(client, new SequenceCall.SetAt(list, index, element), nowNanos)
                        .write(
                                id.hash(),
                                VecOperations.set(id, index, value),
                                VecWorkload::elementOrAbsent,
                                whenGivenUp);
            case 4 -> {
                long removed = Math.max(1, element - 1 - random.nextInt(8));
                byte[] sought = RecordedCalls.bytes(removed);
                yield calls.invoke(client, new SequenceCall.RemoveElement(list, removed), nowNanos)
                        .write(
                                id.hash(),
                                VecOperations.removeValue(id, sought, 0, Integer.MAX_VALUE, false),
                                payload -> VecOperations.index(payload) >= 0,
                                whenGivenUp);
            }
            default ->
                calls.invoke(client, new SequenceCall.RemoveAt(list, index), nowNanos)
                        .write(id.hash(), VecOperations.remove(id, index), VecWorkload::elementOrAbsent, whenGivenUp);
        };
    }

    /** Turns the order of the first {@code count} elements round. */
    private static byte[] reversal(CollectionRef id, int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = count - 1 - i;
        }
        return VecOperations.permute(id, 0, -1, order);
    }

    private static @Nullable Object nothing(byte[] payload) {
        Results.number(payload);
        return null;
    }

    private static Object elementOrAbsent(byte[] payload) {
        byte[] bytes = Results.optionalBytes(payload);
        return bytes == null ? SequenceCall.ABSENT : (Object) RecordedCalls.number(bytes);
    }

    @Override
    public List<String> contradictions() {
        return calls.contradictions();
    }

    @Override
    public long histories() {
        return lists.size();
    }

    @Override
    public long undecided() {
        return calls.undecided();
    }
}
