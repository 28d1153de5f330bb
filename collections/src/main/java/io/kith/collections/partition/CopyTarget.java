package io.kith.collections.partition;

import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.CollectionSnapshot;
import io.kith.collections.kind.CollectionState;
import io.kith.collections.kind.CopiedBySnapshot;
import io.kith.collections.kind.CopiedInPlace;
import io.kith.collections.kind.CopyLimit;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.RequestKey;
import io.kith.collections.kind.WaitingRequests;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.ResponseStatus;
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
    private static final WaitingRequests NOBODY = (request, payload) -> {};

    private final SessionTable sessions;
    private final CollectionStore collections;
    private final List<IncomingCollection.Buffered> finished = new ArrayList<>();
    private CopyCursor cursor;
    private @Nullable CopyLimit limit;
    private @Nullable IncomingCollection incoming;

    private CopyTarget(SessionTable sessions, CollectionStore collections, CopyCursor cursor) {
        this.cursor = cursor;
        this.sessions = sessions;
        this.collections = collections;
    }

    /** A copy that is to begin. */
    static CopyTarget begin(SessionTable sessions, CollectionStore collections) {
        return new CopyTarget(sessions, collections, CopyCursor.start());
    }

    /** Nothing is missing, as in a partition that is no copy. */
    static CopyTarget complete(SessionTable sessions, CollectionStore collections) {
        return new CopyTarget(sessions, collections, CopyCursor.done());
    }

    /** Whether nothing is missing. */
    boolean isComplete() {
        return cursor.isDone();
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
        IncomingCollection.require(incoming).buffer(new IncomingCollection.Buffered(id, command, request));
    }

    void bufferCancel(long collectionId, RequestKey request) {
        IncomingCollection.require(incoming).buffer(new IncomingCollection.Buffered(collectionId, null, request));
    }

    boolean isOverrun() {
        return incoming != null && incoming.isOverrun();
    }

    /** What was kept for collections that are whole now, to be applied in this order. */
    List<IncomingCollection.Buffered> takeFinished() {
        List<IncomingCollection.Buffered> taken = List.copyOf(finished);
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
                case ChunkFormat.ENTRIES -> installEntries(in);
                case ChunkFormat.RESULTS -> installResult(in);
                case ChunkFormat.SNAPSHOT_BEGIN -> beginSnapshot(in);
                case ChunkFormat.SNAPSHOT_END -> endSnapshot();
                case ChunkFormat.SNAPSHOT_DROP -> dropSnapshot();
                default -> {
                    if (section < CollectionSnapshot.FIRST_PART_CODE || section > CollectionSnapshot.LAST_PART_CODE) {
                        throw new CorruptFrameException("a chunk has no section with the code " + section);
                    }
                    IncomingCollection.require(incoming).state().installPart(section, in);
                }
            }
        }
        cursor = next;
        byte[] key = next.key();
        limit = key == null ? null : limitAfter(next.id(), key);
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

    private CopyLimit limitAfter(long id, byte[] key) {
        int index = collections.table().indexOf(id);
        if (index < 0 || !(collections.table().at(index) instanceof CopiedInPlace state)) {
            throw new CorruptFrameException("a copy goes on behind a key of a collection that has none");
        }
        return new CopyLimit(collections.table().kindAt(index), state.orderOf(key, 0, key.length), key);
    }

    private void installEntries(PayloadReader in) {
        long id = in.readFixedLong();
        CollectionState state = collections.table().find(id);
        if (state == null) {
            CollectionKind<?> kind = collections.kinds().kindInPlace();
            state = kind.create(id, collections.expiries());
            collections.table().put(id, kind, state);
        }
        if (!(state instanceof CopiedInPlace inPlace)) {
            throw new CorruptFrameException("entries of a map for a collection that is none");
        }
        inPlace.installEntries(in);
    }

    private void beginSnapshot(PayloadReader in) {
        long id = in.readFixedLong();
        CollectionKind<?> kind = collections.kinds().kind(in.readByte());
        if (!(kind.create(id, collections.expiries()) instanceof CopiedBySnapshot state)) {
            throw new CorruptFrameException("a " + kind.title() + " is not copied as a whole");
        }
        // What may be here under that id was copied when it was another collection.
        collections.destroy(id, NOBODY);
        collections.table().put(id, kind, state);
        state.installHeader(new PayloadReader(in.readBytes()));
        incoming = new IncomingCollection(state);
    }

    private void dropSnapshot() {
        IncomingCollection.require(incoming);
        collections.destroy(cursor.id(), NOBODY);
        incoming = null;
    }

    private void endSnapshot() {
        finished.addAll(IncomingCollection.require(incoming).buffer());
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
