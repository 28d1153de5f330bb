package io.kith.collections.partition;

import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.CollectionSnapshot;
import io.kith.collections.kind.CollectionState;
import io.kith.collections.kind.CopiedBySnapshot;
import io.kith.collections.kind.CopiedInPlace;
import io.kith.collections.kind.CopyLimit;
import io.kith.collections.kind.WaitingRequests;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.ResponseStatus;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A joiner's side of a copy: how far it is, which commands therefore have their effect here, and what a chunk brings. A
 * command on what is not copied yet has no effect: the chunk that brings it is as of a later command.
 */
final class CopyTarget {
    private static final WaitingRequests NOBODY = (request, status, payload) -> {};

    private final SessionTable sessions;
    private final CollectionStore collections;
    private final List<Runnable> finished = new ArrayList<>();
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

    /** Whether it is known which collections there are and which were destroyed. */
    boolean knowsCatalog() {
        return cursor.phase() > CopyCursor.CATALOG;
    }

    /** Whether all collections are complete, so that results found here are the true ones. */
    boolean isExact() {
        return cursor.phase() > CopyCursor.COLLECTIONS;
    }

    /** Whether commands on that collection have their effect here, at least in a part of it. */
    boolean covers(long opening) {
        if (cursor.phase() != CopyCursor.COLLECTIONS) {
            return cursor.phase() > CopyCursor.COLLECTIONS;
        }
        return cursor.place() != CopyCursor.BEFORE && opening <= cursor.id();
    }

    /** Whether what happens to that collection must be kept until all of it is here. */
    boolean buffers(long opening) {
        return incoming != null && cursor.id() == opening;
    }

    /** Keeps what happens to the collection that is being copied; it holds on to so many bytes. */
    void buffer(Runnable happening, int bytes) {
        IncomingCollection.require(incoming).buffer(happening, bytes);
    }

    /** Does something to a collection now or when all of it is here, or not at all if it comes with what is to be copied. */
    void whenCovered(long opening, Runnable happening) {
        if (buffers(opening)) {
            buffer(happening, 0);
        } else if (covers(opening)) {
            happening.run();
        }
    }

    /** What is kept takes of memory, about. */
    long bufferedBytes() {
        return incoming == null ? 0 : incoming.bufferedBytes();
    }

    boolean isOverrun() {
        return incoming != null && incoming.isOverrun();
    }

    /** What was kept for collections that are whole now, to be done in this order. */
    List<Runnable> takeFinished() {
        List<Runnable> taken = List.copyOf(finished);
        finished.clear();
        return taken;
    }

    /** How far into the collection's entries commands have their effect; null: all of them. */
    @Nullable
    CopyLimit limitIn(long opening) {
        return limit != null && cursor.id() == opening ? limit : null;
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
                case ChunkFormat.OPENED -> installOpened(in);
                case ChunkFormat.DESTROYED -> installDestroyed(in);
                case ChunkFormat.ENTRIES -> installEntries(in);
                case ChunkFormat.RESULTS -> installResult(in);
                case ChunkFormat.SNAPSHOT_BEGIN -> beginSnapshot(in);
                case ChunkFormat.SNAPSHOT_END -> endSnapshot();
                case ChunkFormat.SNAPSHOT_DROP -> dropSnapshot();
                default -> {
                    if (section < CollectionSnapshot.FIRST_PART_CODE || section > CollectionSnapshot.LAST_PART_CODE) {
                        throw new CorruptFrameException("a chunk has no section with the code " + section);
                    }
                    installPart(IncomingCollection.require(incoming).state(), section, in);
                }
            }
        }
        if (cursor.phase() <= CopyCursor.CATALOG && next.phase() > CopyCursor.CATALOG) {
            sessions.all().forEach(session -> session.resolveWaiting(collections.catalog()));
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
        if (sessions.find(id) != null) {
            throw new CorruptFrameException("a chunk has the session " + id + ", which is there already");
        }
        Session session = new Session(sessions.tally(), sessions.outcomesTally(), id, opening, in.readSignedVarLong());
        session.jumpTo(floor);
        int outcomes = in.readCount(2);
        for (int i = 0; i < outcomes; i++) {
            long number = in.readCount();
            if (number < floor || !session.hasRoomFor(number)) {
                throw new CorruptFrameException("request " + number + " is not within reach of the floor " + floor);
            }
            boolean waits = in.readByte() == ChunkFormat.OUTCOME_WAITING;
            session.setOutcome(number, waits ? new Session.Waiting(in.readCount(), null) : Session.APPLIED);
        }
        sessions.add(session);
    }

    private void installOpened(PayloadReader in) {
        long opening = in.readCount();
        Incarnation incarnation = Incarnation.read(in);
        CollectionKind<?> kind = collections.kinds().kind(in.readVarInt(Integer.MAX_VALUE));
        String name = new String(in.readBytes(), StandardCharsets.UTF_8);
        OpenCollection opened = new OpenCollection(opening, incarnation, kind, name, CollectionOptions.read(in));
        opened.setOptions(CollectionOptions.read(in));
        try {
            collections.open(opened);
        } catch (IllegalStateException e) {
            throw new CorruptFrameException("a chunk opens what cannot be opened: " + e.getMessage(), e);
        }
    }

    private void installDestroyed(PayloadReader in) {
        collections
                .catalog()
                .tombstones()
                .add(new Tombstones.Tombstone(in.readCount(), Incarnation.read(in), in.readCount()));
    }

    private OpenCollection collection(long opening) {
        OpenCollection collection = collections.catalog().find(opening);
        if (collection == null) {
            throw new CorruptFrameException("a piece of the collection " + opening + ", which is not open");
        }
        return collection;
    }

    private CopyLimit limitAfter(long opening, byte[] key) {
        OpenCollection collection = collection(opening);
        if (!(collection.state() instanceof CopiedInPlace state)) {
            throw new CorruptFrameException("a copy goes on behind a key of a collection that has none");
        }
        return new CopyLimit(state.orderOf(key, 0, key.length), key);
    }

    private void installPart(CopiedBySnapshot state, int section, PayloadReader in) {
        long before = state.bytes();
        state.installPart(section, in);
        collections.copied(state.bytes() - before);
    }

    private void installEntries(PayloadReader in) {
        OpenCollection collection = collection(in.readCount());
        CollectionState state = collection.state();
        if (!((state == null ? collections.newState(collection) : state) instanceof CopiedInPlace inPlace)) {
            throw new CorruptFrameException("entries for a collection that has none");
        }
        long before = inPlace.bytes();
        inPlace.installEntries(in);
        collections.copied(inPlace.bytes() - before);
        collection.setState(inPlace);
    }

    private void beginSnapshot(PayloadReader in) {
        OpenCollection collection = collection(in.readCount());
        collections.empty(collection, NOBODY);
        if (!(collections.newState(collection) instanceof CopiedBySnapshot state)) {
            throw new CorruptFrameException("a " + collection.kind().type() + " is not copied as a whole");
        }
        collection.setState(state);
        state.installHeader(new PayloadReader(in.readBytes()));
        collections.copied(state.bytes());
        incoming = new IncomingCollection(state);
    }

    private void dropSnapshot() {
        CopiedBySnapshot dropped = IncomingCollection.require(incoming).state();
        OpenCollection collection = collections.catalog().find(cursor.id());
        if (collection != null && collection.state() == dropped) {
            collection.setState(null);
            collections.copied(-dropped.bytes());
        }
        dropped.destroy(NOBODY);
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
