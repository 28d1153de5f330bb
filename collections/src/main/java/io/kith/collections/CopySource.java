package io.kith.collections;

import java.util.Arrays;

/** Writes one chunk of a partition's state, from a cursor on. */
final class CopySource {
    private final SessionTable sessions;
    private final CollectionTable collections;
    private final SnapshotCache snapshots;
    private final int maxBytes;
    private final PayloadWriter body;
    private CopyCursor cursor;

    CopySource(
            SessionTable sessions,
            CollectionTable collections,
            SnapshotCache snapshots,
            CopyCursor from,
            int maxBytes) {
        this.sessions = sessions;
        this.collections = collections;
        this.cursor = from;
        this.snapshots = snapshots;
        this.maxBytes = maxBytes;
        this.body = new PayloadWriter(Math.min(maxBytes, 4096));
    }

    /** Writes at least one element, if there is one, and goes on up to {@code maxBytes}. */
    CopyChunk write() {
        byte[] from = cursor.toBytes();
        while (!cursor.isDone() && !isFull()) {
            switch (cursor.phase()) {
                case CopyCursor.SESSIONS -> writeSessions();
                case CopyCursor.COLLECTIONS -> writeCollection();
                default -> writeResults();
            }
        }
        byte[] next = cursor.toBytes();
        byte[] sections = body.toBytes();
        byte[] chunk = new PayloadWriter(PayloadWriter.sizeOf(from) + PayloadWriter.sizeOf(next) + sections.length)
                .writeBytes(from)
                .writeBytes(next)
                .writeRaw(sections)
                .toBytes();
        return new CopyChunk(chunk, cursor);
    }

    private boolean isFull() {
        return body.size() >= maxBytes;
    }

    private void writeSessions() {
        for (Session session : sessions.all()) {
            if (session.opening() > cursor.id()) {
                if (isFull()) {
                    return;
                }
                writeSession(session);
                cursor = CopyCursor.ofSession(CopyCursor.SESSIONS, session.opening(), 0);
            }
        }
        cursor = CopyCursor.beforeCollections();
    }

    private void writeSession(Session session) {
        body.writeByte(ChunkFormat.SESSION)
                .writeFixedLong(session.id().high())
                .writeFixedLong(session.id().low())
                .writeVarLong(session.opening())
                .writeVarLong(session.floor())
                .writeSignedVarLong(session.lastMillis());
        int outcomes = 0;
        for (long number = session.floor(); number <= session.highest(); number++) {
            if (session.outcome(number) != null) {
                outcomes++;
            }
        }
        body.writeVarLong(outcomes);
        for (long number = session.floor(); number <= session.highest(); number++) {
            Object outcome = session.outcome(number);
            if (outcome instanceof Session.Waiting waiting) {
                body.writeVarLong(number).writeByte(ChunkFormat.OUTCOME_WAITING).writeFixedLong(waiting.collectionId());
            } else if (outcome != null) {
                body.writeVarLong(number).writeByte(ChunkFormat.OUTCOME_APPLIED);
            }
        }
    }

    private void writeCollection() {
        SequenceSnapshot snapshot = cursor.place() == CopyCursor.INSIDE ? snapshots.find(cursor.snapshot()) : null;
        if (snapshot != null) {
            SnapshotSource source = new SnapshotSource(snapshot, body, maxBytes);
            long parts = source.write(cursor.number());
            cursor = source.isComplete()
                    ? CopyCursor.afterCollection(cursor.id())
                    : CopyCursor.inside(cursor.id(), cursor.snapshot(), parts);
            return;
        }
        if (cursor.place() == CopyCursor.INSIDE) {
            body.writeByte(ChunkFormat.SEQUENCE_DROP);
        }
        int index;
        if (cursor.place() == CopyCursor.BEFORE) {
            index = 0;
        } else {
            index = collections.indexOf(cursor.id());
            if (index < 0) {
                index = ~index;
            } else if (cursor.place() == CopyCursor.WHOLE) {
                index++;
            }
        }
        if (index == collections.size()) {
            cursor = CopyCursor.ofSession(CopyCursor.RESULTS, 0, 0);
            return;
        }
        long id = collections.idAt(index);
        CollectionState state = collections.at(index);
        if (state instanceof MapState map) {
            writeEntries(id, map.table());
        } else if (state instanceof SequenceState sequence) {
            SequenceSnapshot begun = sequence.snapshot();
            body.writeByte(ChunkFormat.SEQUENCE_BEGIN)
                    .writeFixedLong(id)
                    .writeByte(begun.type())
                    .writeBytes(begun.header());
            cursor = CopyCursor.inside(id, snapshots.add(begun), 0);
        }
    }

    private void writeEntries(long id, OrderedTable table) {
        int slot = 0;
        byte[] key = cursor.key();
        if (key != null && cursor.id() == id) {
            int found = table.find(CursorOrder.of(id, key, 0, key.length), key, 0, key.length);
            slot = found < 0 ? ~found : found + 1;
        }
        slot = table.nextOccupied(slot);
        if (slot < table.slots()) {
            int end = slot;
            long bytes = body.size();
            int count = 0;
            while (end < table.slots() && (count == 0 || bytes < maxBytes)) {
                bytes += table.lengthAt(end) + 2;
                count++;
                end = table.nextOccupied(end + 1);
            }
            body.writeByte(ChunkFormat.MAP_ENTRIES).writeFixedLong(id).writeVarLong(count);
            byte[] entry = Results.NO_BYTES;
            for (; slot < end; slot = table.nextOccupied(slot + 1)) {
                entry = table.at(slot);
                body.writeBytes(entry);
            }
            if (end < table.slots()) {
                int offset = EntryFormat.keyOffset(entry);
                byte[] last = Arrays.copyOfRange(entry, offset, offset + EntryFormat.keyLength(entry));
                cursor = CopyCursor.afterKey(id, last);
                return;
            }
        }
        cursor = CopyCursor.afterCollection(id);
    }

    private void writeResults() {
        for (Session session : sessions.all()) {
            if (session.opening() >= cursor.id()) {
                long number = session.floor();
                if (session.opening() == cursor.id()) {
                    number = Math.max(number, cursor.number() + 1);
                }
                for (; number <= session.highest(); number++) {
                    if (session.outcome(number) instanceof Completion completion) {
                        if (isFull()) {
                            return;
                        }
                        body.writeByte(ChunkFormat.RESULTS)
                                .writeFixedLong(session.id().high())
                                .writeFixedLong(session.id().low())
                                .writeVarLong(session.opening())
                                .writeVarLong(number)
                                .writeByte(completion.status().code())
                                .writeBytes(completion.payload());
                        cursor = CopyCursor.ofSession(CopyCursor.RESULTS, session.opening(), number);
                    }
                }
            }
        }
        cursor = CopyCursor.done();
    }
}
