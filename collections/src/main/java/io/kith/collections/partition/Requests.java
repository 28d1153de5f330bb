package io.kith.collections.partition;

import io.kith.collections.kind.CopyLimit;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.OperationSpec;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.kind.RequestKey;
import io.kith.collections.kind.WaitingRequests;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.Incarnation;
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
    private static final String STRUCK_OUT =
            "the node that was to do this failed at it, or at what came right before it; nothing was changed."
                    + " Its log has the error. Try again, unless that is what made it fail";

    private final SessionTable sessions;
    private final CollectionStore collections;
    private final CopyTarget copy;
    private final PartitionRules rules;
    private final SessionTable.WaiterRemoval belowFloor =
            (session, number, opening) -> endWait(session, number, opening, ResponseStatus.BELOW_FLOOR);
    private final SessionTable.WaiterRemoval ofEndedSession =
            (session, number, opening) -> endWait(session, number, opening, ResponseStatus.SESSION_UNKNOWN);
    private final WaitingRequests waitingRequests = this::endWaiting;
    private final CatalogChanges catalog;
    private final PrimaryCommands own;
    private List<Completion> woken = List.of();

    /** Whether the copy lacks nothing, as in most partitions most of the time. */
    private boolean whole;

    Requests(SessionTable sessions, CollectionStore collections, CopyTarget copy, PartitionRules rules) {
        this.sessions = sessions;
        this.collections = collections;
        this.copy = copy;
        this.rules = rules;
        this.catalog = new CatalogChanges(collections, copy, rules);
        this.own = new PrimaryCommands(sessions, catalog, waitingRequests, this::endSession, this::applyIfThere);
        this.whole = copy.isComplete();
    }

    /** The requests that waited and that the commands since the last {@link #forgetWoken} have ended. */
    List<Completion> woken() {
        return woken;
    }

    void forgetWoken() {
        woken = List.of();
    }

    private void wakes(Completion completion) {
        if (woken.isEmpty()) {
            woken = new ArrayList<>();
        }
        woken.add(completion);
    }

    /** Whether nothing is missing here that a copy is still to bring. */
    boolean areWhole() {
        return whole;
    }

    /** The copy has come further; nobody here waits for what that has woken. */
    void copied() {
        whole = copy.isComplete();
        forgetWoken();
    }

    /** Applies a command; gives back its own request's end, null if it has none yet, or none that is known here. */
    @Nullable
    Completion apply(LogCommand command) {
        if (command.session().equals(LogCommand.NO_SESSION)) {
            own.apply(command);
            return null;
        }
        PartitionCommand about = PartitionCommand.of(command.operation());
        if (about == PartitionCommand.OPEN_SESSION) {
            return openSession(command);
        }
        Session session = sessions.find(command.session(), command.opening());
        if (rules.isRefusedOfSession(session != null)) {
            return refusal(command, ResponseStatus.SESSION_UNKNOWN);
        }
        if (session == null) {
            return execute(command, unknownSession(command));
        }
        session.heardAt(command.timestampMillis());
        if (command.floor() > session.floor()) {
            sessions.raiseFloor(session, command.floor(), belowFloor);
        }
        long number = command.number();
        if (rules.isRefusedBelow(session.floor(), number)) {
            return refusal(command, ResponseStatus.BELOW_FLOOR);
        }
        if (number < session.floor()) {
            return execute(command, session);
        }
        Object outcome = session.outcome(number);
        if (rules.isAnsweredAlready(outcome != null)) {
            return outcome instanceof Completion kept ? kept : null;
        }
        if (!session.hasRoomFor(number)) {
            return refusal(command, ResponseStatus.TOO_MANY_OPEN);
        }
        Completion completion = execute(command, session);
        if (!whole && !copy.isExact()) {
            // What the operation found here may be a part only; the copy will bring the result.
            completion = null;
        }
        if (about == PartitionCommand.CLOSE_SESSION) {
            endSession(session, command.timestampMillis());
        } else {
            session.setOutcome(
                    number, rules.kept(completion != null ? completion : outcomeToCome(command.operation())));
        }
        return completion;
    }

    /** Refuses a command that is struck out, whatever it is; its session keeps that as the result. */
    @Nullable
    Completion refuse(LogCommand command) {
        if (PartitionCommand.of(command.operation()) == PartitionCommand.OPEN_SESSION) {
            return refusal(command, ResponseStatus.RETRY);
        }
        byte[] struckOut = PartitionOperations.strikeOut(command.sequence());
        return apply(new LogCommand(
                command.sequence(),
                command.session(),
                command.opening(),
                command.number(),
                command.floor(),
                command.timestampMillis(),
                struckOut));
    }

    /** What stands for a session that is not known; only with the rule off that it must be. */
    private static Session unknownSession(LogCommand command) {
        return new Session(more -> {}, more -> {}, command.session(), command.opening(), command.timestampMillis());
    }

    private void endSession(Session session, long nowMillis) {
        sessions.remove(session, ofEndedSession);
        catalog.sessionEnded(session, nowMillis, waitingRequests);
    }

    /** What is known of a request that has no result here. */
    private Object outcomeToCome(byte[] operation) {
        OperationSpec spec = collections.kinds().specOf(operation);
        if (spec == null || !spec.mayWait()) {
            return Session.APPLIED;
        }
        try {
            OpenCollection collection = collections.find(operation);
            return collection != null
                    ? new Session.Waiting(collection.opening(), null)
                    : new Session.Waiting(collections.openingIn(operation), collections.incarnationIn(operation));
        } catch (CorruptFrameException e) {
            // It was refused for that; the copy of the results tells the client.
            return Session.APPLIED;
        }
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
            session = new Session(
                    sessions.tally(),
                    sessions.outcomesTally(),
                    command.session(),
                    command.sequence(),
                    command.timestampMillis());
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
        PartitionCommand about = PartitionCommand.of(command.operation());
        if (about == null) {
            return applyToCollection(command);
        }
        return switch (about) {
            case CANCEL_REQUEST -> cancelRequest(command.operation(), session);
            case CLOSE_SESSION -> Results.NO_BYTES;
            case OPEN_COLLECTION -> catalog.open(command);
            case DESTROY_COLLECTION -> catalog.destroy(command, waitingRequests);
            case REFUSE ->
                throw new RefusedException(
                        ResponseStatus.FULL,
                        Results.message(arguments(command.operation()).readRest()));
            case STRIKE_OUT -> throw new RefusedException(ResponseStatus.FAILED, STRUCK_OUT);
            case OPEN_SESSION, EXPIRE_SESSION, SET_OPTIONS, FORGET_DESTROYED ->
                throw new RefusedException(ResponseStatus.BAD_REQUEST, "only a partition's primary decides about that");
        };
    }

    private static PayloadReader arguments(byte[] operation) {
        return new PayloadReader().reset(operation, Operations.CODE_BYTES);
    }

    /** What a primary wants done to a collection, which may have gone since it looked. */
    private void applyIfThere(LogCommand command) {
        if (collections.find(command.operation()) != null) {
            applyToCollection(command);
        }
    }

    /** The commands of primaries' own. */
    PrimaryCommands own() {
        return own;
    }

    /** Null if the request waits, or if the collection is not here yet. */
    private byte @Nullable [] applyToCollection(LogCommand command) {
        OpenCollection collection = collections.find(command.operation());
        if (collection == null && !copy.knowsCatalog()) {
            return null;
        }
        if (rules.isRefusedUnopened(collection != null)) {
            throw collections.unknown(command.operation());
        }
        if (collection == null) {
            collection = openUnasked(command);
        }
        CopyLimit limit = null;
        if (!whole) {
            if (copy.buffers(collection.opening())) {
                CollectionOptions options = collection.options();
                copy.buffer(() -> replay(command, options), command.operation().length);
                return null;
            }
            if (!copy.covers(collection.opening())) {
                return null;
            }
            limit = copy.limitIn(collection.opening());
        }
        return collections.apply(collection, collection.options(), command, limit, waitingRequests);
    }

    /** What a write does that names what is not open; only with the rule off that it must be. */
    private OpenCollection openUnasked(LogCommand command) {
        Incarnation incarnation = collections.incarnationIn(command.operation());
        OpenCollection unasked = new OpenCollection(
                command.sequence(),
                incarnation == null ? new Incarnation(0, command.sequence()) : incarnation,
                collections.kinds().kind(Operations.kind(command.operation())),
                "",
                CollectionOptions.NONE);
        collections.open(unasked);
        return unasked;
    }

    /** Does what was kept while its collection was copied, if that is still there. */
    private void replay(LogCommand command, CollectionOptions options) {
        OpenCollection collection = collections.find(command.operation());
        if (collection == null) {
            return;
        }
        try {
            collections.apply(collection, options, command, null, waitingRequests);
        } catch (RefusedException | CorruptFrameException e) {
            // It was refused wherever it was applied; the copy of the results tells the client.
            return;
        }
    }

    // ---- requests that wait

    /** Null if the other request's result is not known here yet. */
    private byte @Nullable [] cancelRequest(byte[] operation, Session session) {
        PayloadReader in = arguments(operation);
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
                || (outcome instanceof Session.Waiting waiting && removeWaiter(session, number, waiting.opening()));
        if (!ended) {
            return null;
        }
        Completion cancelled =
                new Completion(session.id(), session.opening(), number, ResponseStatus.OK, Results.ABSENT);
        session.setOutcome(number, cancelled);
        if (outcome != null) {
            wakes(cancelled);
        }
        return Results.ABSENT;
    }

    /** Ends a request that waits in a collection without effect, and tells whoever still waits for its result. */
    private void endWait(Session session, long number, long opening, ResponseStatus status) {
        removeWaiter(session, number, opening);
        wakes(new Completion(session.id(), session.opening(), number, status, Results.NO_BYTES));
    }

    /** Ends a request that waits in a collection; false if that is not here, or has no such request. */
    private boolean removeWaiter(Session session, long number, long opening) {
        RequestKey request = new RequestKey(session.id(), session.opening(), number);
        if (copy.buffers(opening)) {
            copy.buffer(() -> collections.cancel(opening, request), 0);
            return false;
        }
        return copy.covers(opening) && collections.cancel(opening, request);
    }

    private void endWaiting(RequestKey request, ResponseStatus status, byte[] payload) {
        Session session = sessions.find(request.session(), request.opening());
        if (session == null || session.outcome(request.number()) == null) {
            return;
        }
        Completion completion = new Completion(request.session(), request.opening(), request.number(), status, payload);
        boolean exact = copy.isExact();
        session.setOutcome(request.number(), exact ? completion : Session.APPLIED);
        wakes(completion);
    }
}
