package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.RemoteVec;
import io.kith.simulation.history.SequenceCall;
import io.kith.simulation.history.SequenceModel;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One list. */
final class VecSubject extends Subject<SequenceCall> {
    private static final int INDEXES = 6;

    VecSubject(String name, int limit) {
        super(name, new SequenceModel(), limit);
    }

    @Override
    void operate(Kith kith, long process, SplittableRandom random, String value) {
        RemoteVec<String> vec = kith.vec(name());
        int index = random.nextInt(INDEXES);
        String name = name();
        switch (random.nextInt(10)) {
            case 0, 1 ->
                record(process, new SequenceCall.AddLast(name, value), () -> {
                    vec.add(value);
                    return null;
                });
            case 2 ->
                record(process, new SequenceCall.InsertAt(name, index, value), inRange(() -> {
                    vec.add(index, value);
                    return null;
                }));
            case 3 -> record(process, new SequenceCall.SetAt(name, index, value), inRange(() -> vec.set(index, value)));
            case 4, 5 -> record(process, new SequenceCall.RemoveAt(name, index), inRange(() -> vec.remove(index)));
            case 6 -> record(process, new SequenceCall.Size(name), vec::size);
            case 7 -> record(process, new SequenceCall.Contains(name, value), () -> vec.contains(value));
            default -> record(process, new SequenceCall.Get(name, index), inRange(() -> vec.get(index)));
        }
    }

    private static Supplier<@Nullable Object> inRange(Supplier<@Nullable Object> operation) {
        return () -> {
            try {
                return operation.get();
            } catch (IndexOutOfBoundsException e) {
                return SequenceCall.ABSENT;
            }
        };
    }
}
