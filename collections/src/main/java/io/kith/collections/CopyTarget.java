package io.kith.collections;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A joiner's side of a copy: how far it is, which commands therefore have their effect here, and what a chunk brings. A
 * command on what is not copied yet has no effect: the chunk that brings it is as of a later command.
 */
final class CopyTarget {
    private final SessionTable sessions;
    private final CollectionStore collections;
    private final List<Buffered> finished = new ArrayList<>();
    private CopyCursor cursor = CopyCursor.start();
    private @Nullable CopyLimit limit;
    private @Nullable SnapshotTarget incoming;

    /**
     * Something that happened to a collection while it was copied.
     *
     * @param command null if a request that waits there was cancelled
     */
    record Buffered(long collectionId, @Nullable LogCommand command, RequestKey request) {}

    CopyTarget(SessionTable sessions, CollectionStore collections) {
        this.sessions = sessions;
        this.collections = collections;
    }

    CopyCursor cursor() {
        return cursor;
    }

    /** Whether sessions are still being copied, so that those that are not here may be on their way. */
    boolean expectsSessions() {
        return cursor.phase() == CopyCursor.SESSIONS;
    }

    /** Whether all collections are complete, so that results found here are the true ones. */
    boolean isExact() {
        return cursor.phase() > CopyCursor.COLLECTIONS;
    }

    /** Whether commands on that collection have their effect here, at least in a part of it. */
    boolean covers(long collectionId) {
        if (cursor.phase() != CopyCursor.COLLECTIONS) {
            return cursor.phase() > CopyCursor.COLLECTIONS;
        }
        return cursor.place() != CopyCursor.BEFORE && Long.compareUnsigned(collectionId, cursor.id()) <= 0;
    }

    /** Whether commands on that collection must be kept until all of it is here. */
    boolean buffers(long collectionId) {
        return incoming != null && cursor.id() == collectionId;
    }

    void buffer(LogCommand command) {
        RequestKey request = new RequestKey(command.session(), command.opening(), command.number());
        long id = Operations.collectionId(command.operation());
        SnapshotTarget.require(incoming).buffer(new Buffered(id, command, request));
    }

    void bufferCancel(long collectionId, RequestKey request) {
        SnapshotTarget.require(incoming).buffer(new Buffered(collectionId, null, request));
    }

    boolean isOverrun() {
        return incoming != null && incoming.isOverrun();
    }

    /** What was kept for collections that are whole now, to be applied in this order. */
    List<Buffered> takeFinished() {
        List<Buffered> taken = List.copyOf(finished);
        finished.clear();
        return taken;
    }

    /** How far into the collection's entries commands have their effect; null: all of them. */
    @Nullable
    CopyLimit limitIn(long collectionId) {
        return limit != null && cursor.id() == collectionId ? limit : null;
    }

    /** Takes a chunk; false if it does not start where the copy is, or that is overrun. */
    boolean install(byte[] chunk) {
        PayloadReader in = new PayloadReader(chunk);
        CopyCursor from = CopyCursor.parse(in.readBytes());
        CopyCursor next = CopyCursor.parse(in.readBytes());
        if (!from.equals(cursor) || isOverrun()) {
            return false;
        }
        while (in.remaining() > 0) {
            int section = in.readByte();
            switch (section) {
                case ChunkFormat.SESSION -> installSession(in);
                case ChunkFormat.MAP_ENTRIES -> installEntries(in);
                case ChunkFormat.RESULTS -> installResult(in);
                case ChunkFormat.SEQUENCE_BEGIN -> beginSequence(in);
                case ChunkFormat.SEQUENCE_TABLE ->
                    SnapshotTarget.require(incoming).installTable(in);
                case ChunkFormat.SEQUENCE_ITEMS ->
                    SnapshotTarget.require(incoming).installItems(in);
                case ChunkFormat.SEQUENCE_EXTRA ->
                    SnapshotTarget.require(incoming).installExtra(in);
                case ChunkFormat.SEQUENCE_END -> endSequence();
                case ChunkFormat.SEQUENCE_DROP -> dropSequence();
                default -> throw new CorruptFrameException("a chunk has no section with the code " + section);
            }
        }
        cursor = next;
        byte[] key = next.key();
        limit = key == null ? null : CopyLimit.after(next.id(), key);
        return true;
    }

    private void installSession(PayloadReader in) {
        NodeId id = in.readSessionId();
        long opening = in.readCount();
        long floor = in.readCount();
        Session session = new Session(id, opening, in.readSignedVarLong());
        session.jumpTo(floor);
        int outcomes = in.readCount(2);
        for (int i = 0; i < outcomes; i++) {
            long number = in.readCount();
            if (number < floor || !session.hasRoomFor(number)) {
                throw new CorruptFrameException("request " + number + " is not within reach of the floor " + floor);
            }
            boolean waits = in.readByte() == ChunkFormat.OUTCOME_WAITING;
            session.setOutcome(number, waits ? new Session.Waiting(in.readFixedLong()) : Session.APPLIED);
        }
        sessions.add(session);
    }

    private void installEntries(PayloadReader in) {
        long id = in.readFixedLong();
        int count = in.readCount(2);
        CollectionState state = collections.table().find(id);
        if (state == null) {
            state = collections.create(Opcode.TYPE_MAP, id);
            collections.table().put(id, state);
        }
        if (!(state instanceof MapState map)) {
            throw new CorruptFrameException("entries of a map for a collection that is none");
        }
        for (int i = 0; i < count; i++) {
            byte[] entry = in.readBytes();
            EntryFormat.require(entry);
            map.install(entry);
        }
    }

    private void beginSequence(PayloadReader in) {
        long id = in.readFixedLong();
        if (!(collections.create(in.readByte(), id) instanceof SequenceState state)) {
            throw new CorruptFrameException("a map is not copied as a sequence");
        }
        // What may be here under that id was copied when it was another collection.
        collections.destroy(id, (request, payload) -> {});
        collections.table().put(id, state);
        state.installHeader(new PayloadReader(in.readBytes()));
        incoming = new SnapshotTarget(state);
    }

    private void dropSequence() {
        SnapshotTarget.require(incoming);
        collections.destroy(cursor.id(), (request, payload) -> {});
        incoming = null;
    }

    private void endSequence() {
        finished.addAll(SnapshotTarget.require(incoming).buffer());
        incoming = null;
    }

    private void installResult(PayloadReader in) {
        NodeId id = in.readSessionId();
        long opening = in.readCount();
        long number = in.readCount();
        ResponseStatus status = ResponseStatus.ofCode(in.readByte());
        byte[] payload = in.readBytes();
        Session session = sessions.find(id, opening);
        if (session == null || session.outcome(number) == null) {
            throw new CorruptFrameException("the result of a request that was not applied here: " + id + " " + number);
        }
        session.setOutcome(number, new Completion(id, opening, number, status, payload));
    }
}
