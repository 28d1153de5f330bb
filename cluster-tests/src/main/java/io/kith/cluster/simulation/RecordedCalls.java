package io.kith.cluster.simulation;

import io.kith.simulation.history.CheckResult;
import io.kith.simulation.history.HistoryRecorder;
import io.kith.simulation.history.LinearizabilityChecker;
import io.kith.simulation.history.Model;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The history of one kind of collection, and its verdict. */
final class RecordedCalls<C, S> {
    /** Histories of one run are short; what takes longer than this is one that nobody can decide. */
    private static final long CHECK_BUDGET = 400_000;

    private final Model<C, S> model;
    private final HistoryRecorder<C> recorder = new HistoryRecorder<>();
    private long undecided;

    RecordedCalls(Model<C, S> model) {
        this.model = model;
    }

    /** A call that {@code client} makes now. */
    Started invoke(long client, C call, long nowNanos) {
        return new Started(call.toString(), recorder.invoke(client, call, nowNanos));
    }

    /** Something that may happen from now on, or never, and that nobody asks for. */
    void happens(long client, C call, long nowNanos) {
        recorder.invoke(client, call, nowNanos).unknown();
    }

    /** A call whose operation is still to be said. */
    final class Started {
        private final String description;
        private final HistoryRecorder<C>.Invocation invocation;

        private Started(String description, HistoryRecorder<C>.Invocation invocation) {
            this.description = description;
            this.invocation = invocation;
        }

        ClientOperation read(long keyHash, byte[] operation, Function<byte[], @Nullable Object> result) {
            return new ClientOperation(
                    description, keyHash, operation, ClientOperation.Kind.READ, invocation, result, () -> {});
        }

        ClientOperation write(
                long keyHash, byte[] operation, Function<byte[], @Nullable Object> result, Runnable whenGivenUp) {
            return new ClientOperation(
                    description, keyHash, operation, ClientOperation.Kind.WRITE, invocation, result, whenGivenUp);
        }

        /** A write that waits at the primary until somebody else's lets it end. */
        ClientOperation waitingWrite(
                long keyHash, byte[] operation, Function<byte[], @Nullable Object> result, Runnable whenGivenUp) {
            return new ClientOperation(
                    description,
                    keyHash,
                    operation,
                    ClientOperation.Kind.WAITING_WRITE,
                    invocation,
                    result,
                    whenGivenUp);
        }
    }

    /** The first contradiction, if there is one. */
    List<String> contradictions() {
        CheckResult result = new LinearizabilityChecker(CHECK_BUDGET).decide(recorder.history(), model);
        if (result instanceof CheckResult.NotLinearizable violation) {
            return List.of("LINEARIZABILITY of " + violation.key() + ": " + violation.explanation());
        }
        if (result instanceof CheckResult.GaveUp) {
            undecided++;
        }
        return List.of();
    }

    long undecided() {
        return undecided;
    }

    static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }
}
