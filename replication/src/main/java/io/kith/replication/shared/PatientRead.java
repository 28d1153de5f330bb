package io.kith.replication.shared;

import io.kith.collections.kind.LongRead;
import io.kith.collections.kind.LongReadException;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.partition.PartitionState;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.collections.wire.Results;
import org.jspecify.annotations.Nullable;

/** A read that waits until what takes long is done to its partition. */
final class PatientRead implements LongRead {
    private final PartitionState state;
    private final byte[] operation;

    /** What takes long itself, once it has begun. */
    private @Nullable LongRead slices;

    PatientRead(PartitionState state, byte[] operation) {
        this.state = state;
        this.operation = operation;
    }

    @Override
    public byte @Nullable [] next() {
        if (slices != null) {
            return slices.next();
        }
        if (state.isUnfinished()) {
            return null;
        }
        ResponseValue result;
        try {
            result = state.read(operation);
        } catch (LongReadException e) {
            slices = e.read();
            return null;
        }
        if (result.status() != ResponseStatus.OK) {
            throw new RefusedException(result.status(), Results.message(result.payload()));
        }
        return result.payload();
    }

    @Override
    public void abandon() {
        if (slices != null) {
            slices.abandon();
        }
    }
}
