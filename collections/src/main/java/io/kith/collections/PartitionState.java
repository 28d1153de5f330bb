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
    private final CollectionTable collections = new CollectionTable();
    private final ExpiryQueue expiries = new ExpiryQueue();
    private final PayloadReader reader = new PayloadReader();
    private final SessionTable.WaiterRemoval waiterRemoval = this::removeWaiter;
    private @Nullable CopyTarget copy;

    private PartitionState() {}

    /** A partition without sessions and collections. */
    public static PartitionState empty() {
        return new PartitionState();
    }

    /** A joiner's partition, which is to be filled by {@link #install} while commands go on. */
    public static PartitionState copying() {
        PartitionState state = new PartitionState();
        state.copy = new CopyTarget(state.sessions, state.collections, state.expiries, CopyCursor.start());
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
        List<Completion> completions = applyCommand(command);
        return copy == null ? completions : List.of();
    }

    private List<Completion> applyCommand(LogCommand command) {
        byte[] operation = command.operation();
        boolean isOperation = operation.length >= Operations.HEADER_BYTES;
        if (command.session().equals(LogCommand.NO_SESSION)) {
            applyOwn(command);
            return List.of();
        }
        if (isOperation && Operations.opcode(operation) == Opcode.OPEN_SESSION) {
            return List.of(openSession(command));
        }
        Session session = sessions.find(command.session(), command.opening());
        if (session == null) {
            return List.of(refusal(command, ResponseStatus.SESSION_UNKNOWN));
        }
        session.heardAt(command.timestampMillis());
        if (command.floor() > session.floor()) {
            sessions.raiseFloor(session, command.floor(), waiterRemoval);
        }
        long number = command.number();
        if (number < session.floor()) {
            return List.of(refusal(command, ResponseStatus.BELOW_FLOOR));
        }
        Object outcome = session.outcome(number);
        if (outcome != null) {
            return outcome instanceof Completion kept ? List.of(kept) : List.of();
        }
        if (!session.hasRoomFor(number)) {
            return List.of(refusal(command, ResponseStatus.TOO_MANY_OPEN));
        }
        Completion completion = execute(command, session);
        if (copy != null && !copy.isExact()) {
            // What the operation found here may be a part only; the copy will bring the result.
            completion = null;
        }
        if (isOperation && Operations.opcode(operation) == Opcode.CLOSE_SESSION) {
            sessions.remove(session, waiterRemoval);
        } else {
            session.setOutcome(number, completion == null ? Session.APPLIED : completion);
        }
        return completion == null ? List.of() : List.of(completion);
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

    private @Nullable Completion execute(LogCommand command, Session session) {
        ResponseStatus status = ResponseStatus.OK;
        byte @Nullable [] payload;
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
        int opcode = Operations.opcode(operation);
        switch (opcode) {
            case Opcode.CANCEL_REQUEST -> {
                return cancelRequest(operation, session);
            }
            case Opcode.CLOSE_SESSION -> {
                return Results.NO_BYTES;
            }
            case Opcode.EXPIRE_SESSION, Opcode.MAP_EXPIRE ->
                throw new RefusedException(
                        ResponseStatus.BAD_REQUEST, "only a partition's primary lets sessions and entries expire");
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
            PayloadReader in = reader.reset(operation, Operations.HEADER_BYTES);
            Session session = sessions.find(in.readSessionId(), in.readCount());
            if (session != null) {
                sessions.remove(session, waiterRemoval);
            }
        } else {
            applyToCollection(command);
        }
    }

    private byte[] applyToCollection(LogCommand command) {
        byte[] operation = command.operation();
        long id = Operations.collectionId(operation);
        if (copy != null && !copy.covers(id)) {
            return Results.NO_BYTES;
        }
        PayloadReader in = reader.reset(operation, Operations.HEADER_BYTES);
        int opcode = Operations.opcode(operation);
        if (opcode == Opcode.DESTROY_COLLECTION) {
            in.expectEnd();
            destroy(id);
            return Results.NO_BYTES;
        }
        if (operation[0] >= 0) {
            throw new CorruptFrameException("a read is no command: opcode " + opcode);
        }
        if ((opcode & Opcode.TYPE_MASK) != Opcode.TYPE_MAP) {
            throw new CorruptFrameException("no write has the opcode " + opcode);
        }
        CollectionState state = collections.find(id);
        MapState map = state == null ? new MapState(id, expiries) : requireMap(state);
        CopyLimit limit = copy == null ? null : copy.limitIn(id);
        byte[] payload = map.apply(operation, in, command.timestampMillis(), limit);
        boolean isEmpty = map.size() == 0;
        if (state == null && !isEmpty) {
            collections.put(id, map);
        } else if (state != null && isEmpty) {
            // An empty map is no map, so that replicas need not remember that there was one.
            collections.remove(id);
        }
        return payload;
    }

    private static MapState requireMap(CollectionState state) {
        if (state instanceof MapState map) {
            return map;
        }
        throw new RefusedException(ResponseStatus.WRONG_TYPE, "the collection is no map or set");
    }

    private void destroy(long id) {
        CollectionState state = collections.find(id);
        if (state instanceof MapState map) {
            map.clear();
        }
        collections.remove(id);
    }

    /** Null if the other request's result is not known here yet. */
    private byte @Nullable [] cancelRequest(byte[] operation, Session session) {
        PayloadReader in = reader.reset(operation, Operations.HEADER_BYTES);
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
        if (outcome != null) {
            return null;
        }
        session.setOutcome(
                number, new Completion(session.id(), session.opening(), number, ResponseStatus.OK, Results.ABSENT));
        return Results.ABSENT;
    }

    private void removeWaiter(Session session, long number, long collectionId) {
        throw new IllegalStateException("nothing waits in " + collectionId + " for " + session.id() + " " + number);
    }

    // ---- reads

    /** Executes an encoded read on the state as of the last command. */
    public ResponseValue read(byte[] operation) {
        try {
            Operations.requireHeader(operation);
            return new ResponseValue(ResponseStatus.OK, readCollection(operation));
        } catch (RefusedException e) {
            return new ResponseValue(e.status(), Results.ofMessage(e.text()));
        } catch (CorruptFrameException e) {
            return new ResponseValue(ResponseStatus.BAD_REQUEST, Results.ofMessage(String.valueOf(e.getMessage())));
        }
    }

    private byte[] readCollection(byte[] operation) {
        long id = Operations.collectionId(operation);
        PayloadReader in = reader.reset(operation, Operations.HEADER_BYTES);
        CollectionState state = collections.find(id);
        if ((Operations.opcode(operation) & Opcode.TYPE_MASK) != Opcode.TYPE_MAP) {
            throw new CorruptFrameException("no read has the opcode " + Operations.opcode(operation));
        }
        return state == null
                ? MapReads.readEmpty(operation, in)
                : MapReads.read(id, requireMap(state).table(), operation, in);
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
     * Whether a write that is not committed yet could change what a read finds. Both operations must have passed
     * {@link Operations#isRead}.
     */
    public static boolean conflict(byte[] write, byte[] read) {
        return Conflicts.between(write, read);
    }

    // ---- what is due

    /**
     * The commands, at most {@code max}, that a primary is to log because their time has come. They are listed until they
     * are applied, so wait for that before asking again.
     *
     * @param nowMillis the primary's wall clock, in milliseconds since 1970
     */
    public List<byte[]> nextExpiries(long nowMillis, int max) {
        List<byte[]> operations = new ArrayList<>();
        expiries.collectDue(nowMillis, max, operations);
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
        return new CopySource(sessions, collections, from, maxBytes).write();
    }

    /**
     * Takes a piece of another replica's state. This one must have applied exactly the commands up to the one that the
     * piece is as of (for the first piece: none).
     *
     * @return false, and nothing done, if the piece does not begin where this copy is
     * @throws CorruptFrameException if {@code chunk} is no such piece; the copy must then be thrown away
     */
    public boolean install(byte[] chunk) {
        if (copy == null || !copy.install(chunk)) {
            return false;
        }
        if (copy.cursor().isDone()) {
            copy = null;
        }
        return true;
    }

    /** Whether nothing of a copy is missing. */
    public boolean isComplete() {
        return copy == null;
    }

    /** How far a copy has come. */
    public CopyCursor copyCursor() {
        return copy == null ? CopyCursor.done() : copy.cursor();
    }

    // ---- about it

    /** A hash of all contents, equal in replicas that are as of the same command. Walks through the sessions. */
    public long digest() {
        long digest = sessions.digest();
        for (int i = 0; i < collections.size(); i++) {
            digest += ByteHash.of(collections.idAt(i), collections.at(i).digest());
        }
        return digest;
    }

    /** What the collections' elements take of memory, about. */
    public long bytes() {
        long bytes = 0;
        for (int i = 0; i < collections.size(); i++) {
            bytes += collections.at(i).bytes();
        }
        return bytes;
    }

    /** What one collection's elements take of memory here, about; 0 if there is no such collection. */
    public long bytes(long collectionId) {
        CollectionState state = collections.find(collectionId);
        return state == null ? 0 : state.bytes();
    }

    /** How many elements of all collections are here. */
    public long size() {
        long size = 0;
        for (int i = 0; i < collections.size(); i++) {
            size += collections.at(i).size();
        }
        return size;
    }

    /** How many sessions are open here. */
    public int sessionCount() {
        return sessions.size();
    }
}
