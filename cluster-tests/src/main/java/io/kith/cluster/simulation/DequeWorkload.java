package io.kith.cluster.simulation;

import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Results;
import io.kith.simulation.history.SequenceCall;
import io.kith.simulation.history.SequenceModel;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Clients that share deques, and often find them empty: takes wait at the primary until an element comes, their time is
 * over, or their client gives up and cancels them.
 */
final class DequeWorkload implements Workload {
    private static final int DEQUES = 2;
    private static final int MAX_WAIT_MILLIS = 1_500;

    private final WorkloadOptions options;
    private final KeyPool deques = new KeyPool(DEQUES);
    private final RecordedCalls<SequenceCall, List<Object>> calls = new RecordedCalls<>(new SequenceModel());
    private long lastElement;

    DequeWorkload(WorkloadOptions options) {
        this.options = options;
    }

    @Override
    public ClientOperation next(long client, RandomGenerator random, long nowNanos) {
        boolean first = random.nextBoolean();
        if (random.nextInt(200) < options.readPerCent()) {
            String deque = "deque " + deques.forRead(random);
            CollectionRef id = SimulatedCollections.named(CollectionType.VEC_DEQUE, deque);
            SequenceCall call = first ? new SequenceCall.PeekFirst(deque) : new SequenceCall.PeekLast(deque);
            return calls.invoke(client, call, nowNanos)
                    .read(id.hash(), DequeOperations.peek(id, first), DequeWorkload::element);
        }
        long number = deques.forWrite(random);
        String deque = "deque " + number;
        CollectionRef id = SimulatedCollections.named(CollectionType.VEC_DEQUE, deque);
        Runnable whenGivenUp = () -> deques.gaveUp(number);
        int dice = random.nextInt(12);
        if (dice < 6) {
            long element = ++lastElement;
            SequenceCall call =
                    first ? new SequenceCall.AddFirst(deque, element) : new SequenceCall.AddLast(deque, element);
            return calls.invoke(client, call, nowNanos)
                    .write(
                            id.hash(),
                            DequeOperations.offer(id, first, RecordedCalls.bytes(element)),
                            DequeWorkload::nothing,
                            whenGivenUp);
        }
        SequenceCall call = first ? new SequenceCall.PollFirst(deque) : new SequenceCall.PollLast(deque);
        if (dice < 9) {
            return calls.invoke(client, call, nowNanos)
                    .write(id.hash(), DequeOperations.poll(id, first), DequeWorkload::element, whenGivenUp);
        }
        long waitMillis = dice == 9 ? DequeOperations.FOREVER : random.nextInt(MAX_WAIT_MILLIS);
        return calls.invoke(client, call, nowNanos)
                .waitingWrite(
                        id.hash(), DequeOperations.take(id, first, waitMillis), DequeWorkload::element, whenGivenUp);
    }

    /** There is room for any number of elements, so none is refused. */
    private static @Nullable Object nothing(byte[] payload) {
        return Results.bool(payload) ? null : "refused";
    }

    private static @Nullable Object element(byte[] payload) {
        byte[] bytes = Results.optionalBytes(payload);
        return bytes == null ? null : (Object) RecordedCalls.number(bytes);
    }

    @Override
    public List<String> contradictions() {
        return calls.contradictions();
    }

    @Override
    public long histories() {
        return deques.size();
    }

    @Override
    public long undecided() {
        return calls.undecided();
    }
}
