package io.kith.collections;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;

/** Logs commands for a partition under test as a primary would, and keeps the log. */
final class PartitionDriver {
    static final NodeId SESSION = new NodeId(7, 7);

    final PartitionState state = PartitionState.empty();
    final List<LogCommand> log = new ArrayList<>();
    long nowMillis = 1_000_000;
    private long opening;
    private long number;

    List<Completion> log(NodeId session, long openingOf, long numberOf, long floor, byte[] operation) {
        LogCommand command = new LogCommand(log.size() + 1, session, openingOf, numberOf, floor, nowMillis, operation);
        log.add(command);
        return state.apply(command);
    }

    long open(NodeId session) {
        return Results.number(
                log(session, 0, 0, 0, LogCommand.openSession()).get(0).payload());
    }

    /** Logs what the primary itself proposes. */
    void own(byte[] operation) {
        log(LogCommand.NO_SESSION, 0, 0, 0, operation);
    }

    /** Sends a write in the default session, one request after the other. */
    Completion write(byte[] operation) {
        if (opening == 0) {
            opening = open(SESSION);
        }
        number++;
        return log(SESSION, opening, number, number, operation).get(0);
    }

    byte[] result(byte[] operation) {
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
