package io.kith.client.sequence;

import io.kith.client.grid.Call;
import io.kith.client.grid.Steps;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds elements batch by batch, in order, as long as there is room; results in how many were added. */
final class Batches extends Steps<Integer> {

    /** What adds a batch. */
    @FunctionalInterface
    interface Operation {
        /**
         * Encodes it.
         *
         * @param before how many elements of earlier batches were added
         */
        byte[] of(int before, List<byte[]> batch);
    }

    /** How many elements of a batch were added, by the encoded result. */
    @FunctionalInterface
    interface Added {
        int of(List<byte[]> batch, byte[] payload);
    }

    private final SequenceCore<?> core;
    private final Iterator<List<byte[]>> batches;
    private final Operation operation;
    private final Added part;
    private int added;
    private boolean full;

    Batches(SequenceCore<?> core, Collection<?> elements, Operation operation, Added part) {
        this.core = core;
        this.batches = core.batches(elements).iterator();
        this.operation = operation;
        this.part = part;
    }

    @Override
    protected @Nullable Call<?> next() {
        if (full || !batches.hasNext()) {
            return null;
        }
        List<byte[]> batch = batches.next();
        return core.call(operation.of(added, batch), payload -> {
            int more = part.of(batch, payload);
            added += more;
            full = more < batch.size();
            return more;
        });
    }

    @Override
    protected Integer result() {
        return added;
    }
}
