package io.kith.collections;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.partition.PartitionState;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.collections.wire.Results;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;

/** Logs commands for a partition under test as a primary would, and keeps the log. */
public final class PartitionDriver {
    public static final NodeId SESSION = new NodeId(7, 7);

    public final PartitionState state = PartitionState.empty(Kinds.all());
    public final List<LogCommand> log = new ArrayList<>();
    public long nowMillis = 1_000_000;
    private long opening;
    private long number;

    public List<Completion> log(NodeId session, long openingOf, long numberOf, long floor, byte[] operation) {
        LogCommand command = new LogCommand(log.size() + 1, session, openingOf, numberOf, floor, nowMillis, operation);
        log.add(command);
        return state.apply(command);
    }

    public long open(NodeId session) {
        return Results.number(
                log(session, 0, 0, 0, PartitionOperations.openSession()).get(0).payload());
    }

    /** Logs what the primary itself proposes. */
    public void own(byte[] operation) {
        log(LogCommand.NO_SESSION, 0, 0, 0, operation);
    }

    /** Sends a write in the default session, one request after the other. */
    public Completion write(byte[] operation) {
        if (opening == 0) {
            opening = open(SESSION);
        }
        number++;
        return log(SESSION, opening, number, number, operation).get(0);
    }

    public byte[] result(byte[] operation) {
        if (Operations.isRead(operation)) {
            ResponseValue value = state.read(operation);
            requireOk(value.status(), value.payload());
            return value.payload();
        }
        Completion completion = write(operation);
        requireOk(completion.status(), completion.payload());
        return completion.payload();
    }

    private static void requireOk(ResponseStatus status, byte[] payload) {
        if (status != ResponseStatus.OK) {
            throw new AssertionError(status + ": " + Results.message(payload));
        }
    }
}
