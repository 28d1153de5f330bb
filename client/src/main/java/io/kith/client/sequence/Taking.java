package io.kith.client.sequence;

import io.kith.client.grid.Call;
import io.kith.client.grid.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Removes elements and brings them, an answer at a time, until there are none or enough; results in those elements. */
final class Taking<E> extends Steps<List<E>> {

    /** What takes elements. */
    @FunctionalInterface
    interface Operation {
        /**
         * Encodes it.
         *
         * @param taken how many elements were taken by earlier ones
         */
        byte[] of(int taken);
    }

    private final SequenceCore<E> core;
    private final int wanted;
    private final Operation operation;
    private final Function<byte[], List<byte[]>> values;
    private final List<E> taken = new ArrayList<>();
    private boolean finished;

    /**
     * Takes up to {@code wanted} elements.
     *
     * @param values the encoded elements of an answer
     */
    Taking(SequenceCore<E> core, int wanted, Operation operation, Function<byte[], List<byte[]>> values) {
        this.core = core;
        this.wanted = wanted;
        this.operation = operation;
        this.values = values;
    }

    @Override
    protected @Nullable Call<?> next() {
        if (finished || taken.size() >= wanted) {
            return null;
        }
        return core.callForElements(operation.of(taken.size()), payload -> {
            List<byte[]> part = values.apply(payload);
            taken.addAll(core.decodeAll(part));
            finished = part.isEmpty();
            return null;
        });
    }

    @Override
    protected List<E> result() {
        return taken;
    }
}
