package io.kith.collections;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of one partition: a deterministic machine that every replica drives with the same commands in the same order
 * and that therefore ends in the same state and gives the same results everywhere. Not safe for use by several threads.
 */
public final class PartitionState {
    private final SessionTable sessions = new SessionTable();
    private final CollectionStore collections = new CollectionStore();
    private final SessionTable.WaiterRemoval belowFloor =
            (session, number, collectionId) -> endWait(session, number, collectionId, ResponseStatus.BELOW_FLOOR);
    private final SessionTable.WaiterRemoval ofEndedSession =
            (session, number, collectionId) -> endWait(session, number, collectionId, ResponseStatus.SESSION_UNKNOWN);
    private final WaitingRequests waitingRequests = this::completeWaiting;
    private final SnapshotCache snapshots = new SnapshotCache();
    private final List<Completion> woken = new ArrayList<>();
    private final SessionRules rules;
    private @Nullable CopyTarget copy;

    private PartitionState(SessionRules rules) {
        this.rules = rules;
    }

    /** A partition without sessions and collections. */
    public static PartitionState empty() {
        return empty(SessionRules.all());
    }

    /** As {@link #empty()}, under other rules. */
    public static PartitionState empty(SessionRules rules) {
        return new PartitionState(rules);
    }

    /** A joiner's partition, which is to be filled by {@link #install} while commands go on. */
    public static PartitionState copying() {
        return copying(SessionRules.all());
    }

    /** As {@link #copying()}, under other rules. */
    public static PartitionState copying(SessionRules rules) {
        PartitionState state = new PartitionState(rules);
        state.copy = new CopyTarget(state.sessions, state.collections);
        return state;
    }

    // ---- commands

    /**
     * Applies the next command of the log.
     *
     * @return the requests that it ended: the command's own unless that waits, and others that waited; a retry ends with
     *     the result that is kept. Empty while a copy is incomplete, as nobody asked this replica
     */
    public List<Completion> apply(LogCommand command) {
        snapshots.advanceTo(command.timestampMillis());
        Completion own = applyCommand(command);
        if (copy != null) {
            woken.clear();
            return List.of();
        }
        if (woken.isEmpty()) {
            return own == null ? List.of() : List.of(own);
        }
        List<Completion> completions = new ArrayList<>(1 + woken.size());
        if (own != null) {
            completions.add(own);
        }
        completions.addAll(woken);
        woken.clear();
        return completions;
    }

    private @Nullable Completion applyCommand(LogCommand command) {
        if (command.session().equals(LogCommand.NO_SESSION)) {
            applyOwn(command);
            return null;
        }
        byte[] operation = command.operation();
        int opcode = operation.length < Operations.HEADER_BYTES ? 0 : Operations.opcode(operation);
        if (opcode == Opcode.OPEN_SESSION) {
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
        if (copy != null && !copy.isExact()) {
            // What the operation found here may be a part only; the copy will bring the result.
            completion = null;
        }
        if (opcode == Opcode.CLOSE_SESSION) {
            sessions.remove(session, ofEndedSession);
        } else if (completion != null) {
            session.setOutcome(number, completion);
        } else {
            session.setOutcome(
                    number,
                    Opcode.mayWait(opcode) ? new Session.Waiting(Operations.collectionId(operation)) : Session.APPLIED);
        }
        return completion;
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
            if (copy == null || !copy.expectsSessions()) {
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
        switch (Operations.opcode(operation)) {
            case Opcode.CANCEL_REQUEST -> {
                return cancelRequest(operation, session);
            }
            case Opcode.CLOSE_SESSION -> {
                return Results.NO_BYTES;
            }
            case Opcode.REFUSE ->
                throw new RefusedException(
                        ResponseStatus.FULL,
                        Results.message(PayloadReader.ofArguments(operation).readRest()));
            case Opcode.EXPIRE_SESSION, Opcode.MAP_EXPIRE, Opcode.DEQUE_EXPIRE ->
                throw new RefusedException(
                        ResponseStatus.BAD_REQUEST, "only a partition's primary decides that something has expired");
            default -> {
                return applyToCollection(command);
            }
        }
    }

    /** What the primary proposed itself. */
    private void applyOwn(LogCommand command) {
        byte[] operation = command.operation();
        Operations.requireHeader(operation);
        if (Operations.opcode(operation) == Opcode.EXPIRE_SESSION) {
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
        if (copy != null) {
            long id = Operations.collectionId(command.operation());
            if (copy.buffers(id)) {
                copy.buffer(command);
                return null;
            }
            if (!copy.covers(id)) {
                return null;
            }
            limit = copy.limitIn(id);
        }
        return collections.apply(command, limit, waitingRequests);
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
        if (copy != null && copy.buffers(collectionId)) {
            copy.bufferCancel(collectionId, request);
            return false;
        }
        return (copy == null || copy.covers(collectionId)) && collections.cancel(collectionId, request);
    }

    private void completeWaiting(RequestKey request, byte[] payload) {
        Session session = sessions.find(request.session(), request.opening());
        if (session == null || session.outcome(request.number()) == null) {
            return;
        }
        Completion completion =
                new Completion(request.session(), request.opening(), request.number(), ResponseStatus.OK, payload);
        boolean exact = copy == null || copy.isExact();
        session.setOutcome(request.number(), exact ? completion : Session.APPLIED);
        woken.add(completion);
    }

    // ---- reads

    /** Executes an encoded read on the state as of the last command. */
    public ResponseValue read(byte[] operation) {
        try {
            return new ResponseValue(ResponseStatus.OK, collections.read(operation));
        } catch (RefusedException e) {
            return new ResponseValue(e.status(), Results.ofMessage(e.text()));
        } catch (CorruptFrameException e) {
            return new ResponseValue(ResponseStatus.BAD_REQUEST, Results.ofMessage(String.valueOf(e.getMessage())));
        }
    }

    /**
     * The result that is kept of a request, so that a retry can be answered without another log entry; null if there is
     * none, or the request waits, or the session is not known under that opening.
     */
    public @Nullable Completion kept(NodeId session, long opening, long number) {
        Session found = sessions.find(session, opening);
        return found != null && found.outcome(number) instanceof Completion completion ? completion : null;
    }

    /**
     * Whether a write that is not committed yet could change what a read finds.
     *
     * @throws CorruptFrameException if one of them is too short to be an operation
     */
    public static boolean conflict(byte[] write, byte[] read) {
        return Conflicts.between(write, read);
    }

    // ---- what is due

    /**
     * The commands, at most {@code max}, that a primary is to log because their time has come: entries, waits and
     * reservations that end. They are listed until they are applied, so wait for that before asking again.
     *
     * @param nowMillis the primary's wall clock, in milliseconds since 1970
     */
    public List<byte[]> nextExpiries(long nowMillis, int max) {
        List<byte[]> operations = new ArrayList<>();
        collections.expiries().collectDue(nowMillis, max, operations);
        return operations;
    }

    /**
     * The commands, at most {@code max}, that end the sessions whose last command was logged before {@code sinceMillis}
     * by the primary's wall clock. It is for the primary to know which clients are silent only here.
     */
    public List<byte[]> silentSessions(long sinceMillis, int max) {
        return sessions.silentSince(sinceMillis, max);
    }

    // ---- copies

    /**
     * A piece of the state as of the last command, from a cursor on.
     *
     * @param maxBytes about how long the piece may be; it is longer where one element is
     */
    public CopyChunk nextChunk(CopyCursor from, int maxBytes) {
        if (copy != null) {
            throw new IllegalStateException("a partition that is being copied here cannot be copied from here");
        }
        return new CopySource(sessions, collections.table(), snapshots, from, maxBytes).write();
    }

    /**
     * Takes a piece of another replica's state. This one must have applied exactly the commands up to the one that the
     * piece is as of (for the first piece: none).
     *
     * @return false, and nothing done, if the piece does not begin where this copy is, or the copy is {@link #isOverrun}
     * @throws CorruptFrameException if {@code chunk} is no such piece; the copy must then be thrown away
     */
    public boolean install(byte[] chunk) {
        CopyTarget target = copy;
        if (target == null || !target.install(chunk)) {
            return false;
        }
        for (CopyTarget.Buffered buffered : target.takeFinished()) {
            replay(buffered);
        }
        collections.recount();
        woken.clear();
        if (target.cursor().isDone()) {
            copy = null;
            if (!rules.on(SessionRule.RESULTS_MOVE)) {
                sessions.all().forEach(Session::forgetOutcomes);
            }
        }
        return true;
    }

    private void replay(CopyTarget.Buffered buffered) {
        LogCommand command = buffered.command();
        if (command == null) {
            collections.cancel(buffered.collectionId(), buffered.request());
            return;
        }
        try {
            collections.apply(command, null, waitingRequests);
        } catch (RefusedException | CorruptFrameException e) {
            // It was refused wherever it was applied; the copy of the results tells the client.
            return;
        }
    }

    /** Whether nothing of a copy is missing. */
    public boolean isComplete() {
        return copy == null;
    }

    /**
     * Whether so many commands came while one vec or deque was copied here that they could not be kept; the copy must be
     * thrown away and begun anew.
     */
    public boolean isOverrun() {
        return copy != null && copy.isOverrun();
    }

    /** How far a copy has come. */
    public CopyCursor copyCursor() {
        return copy == null ? CopyCursor.done() : copy.cursor();
    }

    // ---- about it

    /** A hash of all contents, equal in replicas that are as of the same command. Walks through the sessions. */
    public long digest() {
        return sessions.digest() + collections.digest();
    }

    /** What the collections' elements take of memory, about. Known at any time, at no cost. */
    public long bytes() {
        return collections.bytes();
    }

    /**
     * By how many bytes {@code write} would add to {@link #bytes}, about, if it were applied now; 0 or less if it adds
     * nothing, is no write of a collection, or would be refused.
     */
    public long growth(byte[] write) {
        return collections.growth(write);
    }

    /** What one collection's elements take of memory here, about; 0 if there is no such collection. */
    public long bytes(long collectionId) {
        CollectionState state = collections.table().find(collectionId);
        return state == null ? 0 : state.bytes();
    }

    /** How many elements of all collections are here. */
    public long size() {
        return collections.size();
    }

    /** How many requests of all sessions wait here or have their results kept. */
    public int openResults() {
        int open = 0;
        for (Session session : sessions.all()) {
            open += session.openResults();
        }
        return open;
    }

    /** How many sessions are open here. */
    public int sessionCount() {
        return sessions.size();
    }
}
