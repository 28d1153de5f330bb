package io.kith.cluster.simulation;

import io.kith.cluster.linearizability.HistoryRecorder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One operation of a client, from its invocation on. */
public final class ClientOperation {
    private final String description;
    private final long keyHash;
    private final byte[] operation;
    private final boolean read;
    private final HistoryRecorder<?>.Invocation invocation;
    private final Function<byte[], @Nullable Object> result;
    private final Runnable whenGivenUp;

    /**
     * An operation that was just invoked.
     *
     * @param keyHash where on the ring it belongs
     * @param operation encoded
     * @param read whether it changes nothing
     * @param result reads the payload of an answer
     * @param whenGivenUp runs if its outcome stays unknown
     */
    public ClientOperation(
            String description,
            long keyHash,
            byte[] operation,
            boolean read,
            HistoryRecorder<?>.Invocation invocation,
            Function<byte[], @Nullable Object> result,
            Runnable whenGivenUp) {
        this.description = description;
        this.keyHash = keyHash;
        this.operation = operation;
        this.read = read;
        this.invocation = invocation;
        this.result = result;
        this.whenGivenUp = whenGivenUp;
    }

    long keyHash() {
        return keyHash;
    }

    byte[] operation() {
        return operation;
    }

    boolean isRead() {
        return read;
    }

    void answered(byte[] payload, long nowNanos) {
        invocation.ok(result.apply(payload), nowNanos);
    }

    void gaveUp() {
        invocation.unknown();
        whenGivenUp.run();
    }

    @Override
    public String toString() {
        return description;
    }
}
