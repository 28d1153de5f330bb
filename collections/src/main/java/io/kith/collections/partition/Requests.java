package io.kith.collections.partition;

import io.kith.collections.kind.CopyLimit;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.OperationSpec;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.kind.RequestKey;
import io.kith.collections.kind.WaitingRequests;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.CorruptFrameException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a partition's commands: each request of a session takes effect once, has a result that is kept, or waits
 * in a collection.
 */
final class Requests {
    private final SessionTable sessions;
    private final CollectionStore collections;
    private final CopyTarget copy;
    private final SessionRules rules;
    private final SessionTable.WaiterRemoval belowFloor =
            (session, number, collectionId) -> endWait(session, number, collectionId, ResponseStatus.BELOW_FLOOR);
    private final SessionTable.WaiterRemoval ofEndedSession =
            (session, number, collectionId) -> endWait(session, number, collectionId, ResponseStatus.SESSION_UNKNOWN);
    private final WaitingRequests waitingRequests = this::completeWaiting;
    private final List<Completion> woken = new ArrayList<>();

    Requests(SessionTable sessions, CollectionStore collections, CopyTarget copy, SessionRules rules) {
        this.sessions = sessions;
        this.collections = collections;
        this.copy = copy;
        this.rules = rules;
    }

    /** The requests that waited and that the commands since the last {@link #forgetWoken} have ended. */
    List<Completion> woken() {
        return woken;
    }

    void forgetWoken() {
        woken.clear();
    }

    /** Applies a command; gives back its own request's end, null if it has none yet, or none that is known here. */
    @Nullable
    Completion apply(LogCommand command) {
        if (command.session().equals(LogCommand.NO_SESSION)) {
            applyOwn(command);
            return null;
        }
        byte[] operation = command.operation();
        PartitionCommand about = operation.length < Operations.HEADER_BYTES
                ? null
                : PartitionCommand.ofCode(Operations.opcode(operation));
        if (about == PartitionCommand.OPEN_SESSION) {
            return openSession(command);
        }
        Session session = sessions.find(command.session(), command.opening());
        if (session == null) {
            return rules.on(SessionRule.SESSION_MUST_BE_OPEN)
                    ? refusal(command, ResponseStatus.SESSION_UNKNOWN)
                    : execute(command, new Session(command.session(), command.opening(), command.timestampMillis()));
        }
        session.heardAt(command.timestampMillis());
        if (command.floor() > session.floor()) {
            sessions.raiseFloor(session, command.floor(), belowFloor);
        }
        long number = command.number();
        if (number < session.floor()) {
            return rules.on(SessionRule.FLOOR_REFUSES)
                    ? refusal(command, ResponseStatus.BELOW_FLOOR)
                    : execute(command, session);
        }
        Object outcome = session.outcome(number);
        if (outcome != null && rules.on(SessionRule.RESULTS_ARE_KEPT)) {
            return outcome instanceof Completion kept ? kept : null;
        }
        if (!session.hasRoomFor(number)) {
            return refusal(command, ResponseStatus.TOO_MANY_OPEN);
        }
        Completion completion = execute(command, session);
        if (!copy.isExact()) {
            // What the operation found here may be a part only; the copy will bring the result.
            completion = null;
        }
        if (about == PartitionCommand.CLOSE_SESSION) {
            sessions.remove(session, ofEndedSession);
        } else if (completion != null) {
            session.setOutcome(number, completion);
        } else {
            session.setOutcome(
                    number,
                    mayWait(operation) ? new Session.Waiting(Operations.collectionId(operation)) : Session.APPLIED);
        }
        return completion;
    }

    private boolean mayWait(byte[] operation) {
        OperationSpec spec = operation.length < Operations.HEADER_BYTES
                ? null
                : collections.kinds().specOf(operation);
        return spec != null && spec.mayWait();
    }

    private static Completion refusal(LogCommand command, ResponseStatus status) {
        return new Completion(command.session(), command.opening(), command.number(), status, Results.NO_BYTES);
    }

    private Completion openSession(LogCommand command) {
        Session session = sessions.find(command.session());
        if (session == null) {
            if (sessions.isFull()) {
                return refusal(command, ResponseStatus.TOO_MANY_OPEN);
            }
            session = new Session(command.session(), command.sequence(), command.timestampMillis());
            if (!copy.expectsSessions()) {
                sessions.add(session);
            }
        }
        session.heardAt(command.timestampMillis());
        return new Completion(session.id(), 0, 0, ResponseStatus.OK, Results.ofNumber(session.opening()));
    }

    /** Null if the request waits, or if what it found is not known here. */
    private @Nullable Completion execute(LogCommand command, Session session) {
        ResponseStatus status = ResponseStatus.OK;
        byte[] payload;
        try {
            payload = applyOperation(command, session);
        } catch (RefusedException e) {
            status = e.status();
            payload = Results.ofMessage(e.text());
        } catch (CorruptFrameException e) {
            status = ResponseStatus.BAD_REQUEST;
            payload = Results.ofMessage(String.valueOf(e.getMessage()));
        }
        return payload == null
                ? null
                : new Completion(command.session(), command.opening(), command.number(), status, payload);
    }

    private byte @Nullable [] applyOperation(LogCommand command, Session session) {
        byte[] operation = command.operation();
        Operations.requireHeader(operation);
        PartitionCommand aboutPartition = PartitionCommand.ofCode(Operations.opcode(operation));
        if (aboutPartition == null) {
            return applyToCollection(command);
        }
        return switch (aboutPartition) {
            case CANCEL_REQUEST -> cancelRequest(operation, session);
            case CLOSE_SESSION -> Results.NO_BYTES;
            case DESTROY_COLLECTION -> destroy(command);
            case REFUSE ->
                throw new RefusedException(
                        ResponseStatus.FULL,
                        Results.message(PayloadReader.ofArguments(operation).readRest()));
            case OPEN_SESSION, EXPIRE_SESSION ->
                throw new RefusedException(
                        ResponseStatus.BAD_REQUEST, "only a partition's primary decides that a session begins or ends");
        };
    }

    /** What the primary proposed itself. */
    private void applyOwn(LogCommand command) {
        byte[] operation = command.operation();
        Operations.requireHeader(operation);
        if (PartitionCommand.ofCode(Operations.opcode(operation)) == PartitionCommand.EXPIRE_SESSION) {
            PayloadReader in = PayloadReader.ofArguments(operation);
            Session session = sessions.find(in.readSessionId(), in.readCount());
            if (session != null) {
                sessions.remove(session, ofEndedSession);
            }
        } else {
            applyToCollection(command);
        }
    }

    /** Null if the request waits, or if the collection is not here yet. */
    private byte @Nullable [] applyToCollection(LogCommand command) {
        CopyLimit limit = null;
        if (!copy.isComplete()) {
            long id = Operations.collectionId(command.operation());
            if (leavesToCopy(id, command)) {
                return null;
            }
            limit = copy.limitIn(id);
        }
        return collections.apply(command, limit, waitingRequests);
    }

    /** Null if the collection is not here yet. */
    private byte @Nullable [] destroy(LogCommand command) {
        PayloadReader.ofArguments(command.operation()).expectEnd();
        long id = Operations.collectionId(command.operation());
        if (!copy.isComplete() && leavesToCopy(id, command)) {
            return null;
        }
        collections.destroy(id, waitingRequests);
        return Results.NO_BYTES;
    }

    private boolean leavesToCopy(long id, LogCommand command) {
        if (copy.buffers(id)) {
            copy.buffer(command);
            return true;
        }
        return !copy.covers(id);
    }

    // ---- requests that wait

    /** Null if the other request's result is not known here yet. */
    private byte @Nullable [] cancelRequest(byte[] operation, Session session) {
        PayloadReader in = PayloadReader.ofArguments(operation);
        long number = in.readCount();
        in.expectEnd();
        if (number < session.floor() || !session.hasRoomFor(number)) {
            throw new RefusedException(
                    ResponseStatus.BAD_REQUEST, "request " + number + " is not open, so it cannot be cancelled");
        }
        Object outcome = session.outcome(number);
        if (outcome instanceof Completion completion) {
            if (completion.status() != ResponseStatus.OK) {
                throw new RefusedException(completion.status(), Results.message(completion.payload()));
            }
            return completion.payload();
        }
        boolean ended = outcome == null
                || (outcome instanceof Session.Waiting waiting
                        && removeWaiter(session, number, waiting.collectionId()));
        if (!ended) {
            return null;
        }
        Completion cancelled =
                new Completion(session.id(), session.opening(), number, ResponseStatus.OK, Results.ABSENT);
        session.setOutcome(number, cancelled);
        if (outcome != null) {
            woken.add(cancelled);
        }
        return Results.ABSENT;
    }

    /** Ends a request that waits in a collection without effect, and tells whoever still waits for its result. */
    private void endWait(Session session, long number, long collectionId, ResponseStatus status) {
        removeWaiter(session, number, collectionId);
        woken.add(new Completion(session.id(), session.opening(), number, status, Results.NO_BYTES));
    }

    /** Ends a request that waits in a collection; false if that is not here, or has no such request. */
    private boolean removeWaiter(Session session, long number, long collectionId) {
        RequestKey request = new RequestKey(session.id(), session.opening(), number);
        if (copy.buffers(collectionId)) {
            copy.bufferCancel(collectionId, request);
            return false;
        }
        return copy.covers(collectionId) && collections.cancel(collectionId, request);
    }

    /** Applies what was kept while its collection was copied. */
    void replay(IncomingCollection.Buffered buffered) {
        LogCommand command = buffered.command();
        if (command == null) {
            collections.cancel(buffered.collectionId(), buffered.request());
            return;
        }
        try {
            if (PartitionCommand.ofCode(Operations.opcode(command.operation()))
                    == PartitionCommand.DESTROY_COLLECTION) {
                destroy(command);
            } else {
                collections.apply(command, null, waitingRequests);
            }
        } catch (RefusedException | CorruptFrameException e) {
            // It was refused wherever it was applied; the copy of the results tells the client.
            return;
        }
    }

    private void completeWaiting(RequestKey request, byte[] payload) {
        Session session = sessions.find(request.session(), request.opening());
        if (session == null || session.outcome(request.number()) == null) {
            return;
        }
        Completion completion =
                new Completion(request.session(), request.opening(), request.number(), ResponseStatus.OK, payload);
        boolean exact = copy.isExact();
        session.setOutcome(request.number(), exact ? completion : Session.APPLIED);
        woken.add(completion);
    }
}
