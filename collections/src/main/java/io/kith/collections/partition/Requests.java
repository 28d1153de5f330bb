package io.kith.collections.partition;

import io.kith.collections.kind.CopyLimit;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.OperationSpec;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.CorruptFrameException;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
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
    private final Unfinished unfinished;
    private final PartitionWaits waits;
    private final CatalogChanges catalog;
    private final PrimaryCommands own;

    /** The command that was begun and is not done, with the end of its own request; null if there is none. */
    private @Nullable LogCommand begun;

    private @Nullable Completion begunEnd;

    /** Whether the copy lacks nothing, as in most partitions most of the time. */
    private boolean whole;

    Requests(SessionTable sessions, CollectionStore collections, CopyTarget copy, PartitionRules rules) {
        this.sessions = sessions;
        this.collections = collections;
        this.copy = copy;
        this.rules = rules;
        this.unfinished = collections.unfinished();
        this.waits = new PartitionWaits(sessions, collections, copy);
        this.catalog = new CatalogChanges(collections, copy, rules);
        this.own = new PrimaryCommands(sessions, catalog, waits, this::endSession, this::applyIfThere);
        this.whole = copy.isComplete();
    }

    /** The requests that waited in collections. */
    PartitionWaits waits() {
        return waits;
    }

    /** Whether nothing is missing here that a copy is still to bring. */
    boolean areWhole() {
        return whole;
    }

    /** The copy has come further; nobody here waits for what that has woken. */
    void copied() {
        whole = copy.isComplete();
        waits.forgetWoken();
    }

    // ---- what is done in slices

    /** Whether something is left to be done of the last command, or of the last piece of a copy. */
    boolean isUnfinished() {
        return !unfinished.isEmpty();
    }

    /** Whether a command was begun whose end nobody has asked for. */
    boolean hasBegun() {
        return begun != null;
    }

    /** Does {@code rest} in slices, before anything else. */
    void later(BooleanSupplier rest) {
        unfinished.push(rest);
    }

    /** Does the next slice of what is left; if it cannot be done, the command is refused that began it. */
    void slice() {
        try {
            unfinished.slice();
        } catch (RefusedException e) {
            refuseBegun(e.status(), e.text());
        } catch (CorruptFrameException e) {
            refuseBegun(ResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private void refuseBegun(ResponseStatus status, String text) {
        LogCommand command = begun;
        // What a replica did while it was copied was refused wherever it was applied; the copy of the results tells the
        // client.
        if (command == null || begunEnd == null) {
            return;
        }
        Completion refusal =
                new Completion(command.session(), command.opening(), command.number(), status, Results.ofMessage(text));
        begunEnd = refusal;
        Session session = sessions.find(command.session(), command.opening());
        if (session != null) {
            session.setOutcome(command.number(), rules.kept(refusal));
        }
    }

    /**
     * Applies a command, or begins to: if something of it is unfinished, {@link #end} gives back what it came to once that is done.
     *
     * @return its own request's end, null if it has none yet, or none that is known here
     */
    @Nullable
    Completion begin(LogCommand command) {
        Completion end = apply(command);
        if (isUnfinished()) {
            begun = command;
            begunEnd = end;
        }
        return end;
    }

    /** The end of the request of the command that was begun; null if it has none yet, or none that is known here. */
    @Nullable
    Completion end() {
        Completion end = begunEnd;
        begun = null;
        begunEnd = null;
        return end;
    }

    /** Applies a command; gives back its own request's end, null if it has none yet, or none that is known here. */
    private @Nullable Completion apply(LogCommand command) {
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
            sessions.raiseFloor(session, command.floor(), waits.belowFloor());
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
        sessions.remove(session, waits.ofEndedSession());
        catalog.sessionEnded(session, nowMillis, waits);
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
            case CANCEL_REQUEST -> waits.cancel(session, number(command.operation()));
            case CLOSE_SESSION -> Results.NO_BYTES;
            case OPEN_COLLECTION -> catalog.open(command);
            case DESTROY_COLLECTION -> catalog.destroy(command, waits);
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

    private static long number(byte[] operation) {
        PayloadReader in = arguments(operation);
        long number = in.readCount();
        in.expectEnd();
        return number;
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
        return collections.apply(collection, collection.options(), command, limit, waits);
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

    /** The rest of a copy's piece: what was kept while a collection was copied, in that order. */
    BooleanSupplier replayOf(List<Runnable> kept) {
        Iterator<Runnable> left = kept.iterator();
        return () -> {
            int most = waits.atATime();
            // What takes long itself is done first, before what follows it.
            for (int depth = unfinished.size(); most > 0 && left.hasNext() && unfinished.size() == depth; most--) {
                left.next().run();
            }
            return !left.hasNext();
        };
    }

    /** Does what was kept while its collection was copied, if that is still there. */
    private void replay(LogCommand command, CollectionOptions options) {
        OpenCollection collection = collections.find(command.operation());
        if (collection == null) {
            return;
        }
        try {
            collections.apply(collection, options, command, null, waits);
        } catch (RefusedException | CorruptFrameException e) {
            // It was refused wherever it was applied; the copy of the results tells the client.
            return;
        }
    }
}
