package io.kith.collections;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A joiner's side of a copy: how far it is, which commands therefore have their effect here, and what a chunk brings. A
 * command on what is not copied yet has no effect: the chunk that brings it is as of a later command.
 */
final class CopyTarget {
    private final SessionTable sessions;
    private final CollectionTable collections;
    private final ExpiryQueue expiries;
    private CopyCursor cursor;
    private @Nullable CopyLimit limit;

    CopyTarget(SessionTable sessions, CollectionTable collections, ExpiryQueue expiries, CopyCursor cursor) {
        this.sessions = sessions;
        this.collections = collections;
        this.expiries = expiries;
        this.cursor = cursor;
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

    /** How far into the collection's entries commands have their effect; null: all of them. */
    @Nullable
    CopyLimit limitIn(long collectionId) {
        return limit != null && cursor.id() == collectionId ? limit : null;
    }

    /** Takes a chunk; false if it does not start where the copy is. */
    boolean install(byte[] chunk) {
        PayloadReader in = new PayloadReader(chunk);
        CopyCursor from = CopyCursor.parse(in.readBytes());
        CopyCursor next = CopyCursor.parse(in.readBytes());
        if (!from.equals(cursor)) {
            return false;
        }
        while (in.remaining() > 0) {
            int section = in.readByte();
            switch (section) {
                case ChunkFormat.SESSION -> installSession(in);
                case ChunkFormat.MAP_ENTRIES -> installEntries(in);
                case ChunkFormat.RESULTS -> installResult(in);
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
        MapState map;
        if (collections.find(id) instanceof MapState present) {
            map = present;
        } else {
            map = new MapState(id, expiries);
            collections.put(id, map);
        }
        for (int i = 0; i < count; i++) {
            byte[] entry = in.readBytes();
            EntryFormat.require(entry);
            map.install(entry);
        }
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
