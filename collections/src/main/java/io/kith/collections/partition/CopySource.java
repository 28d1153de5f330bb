package io.kith.collections.partition;

import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.CollectionSnapshot;
import io.kith.collections.kind.CopiedBySnapshot;
import io.kith.collections.kind.CopiedInPlace;
import io.kith.collections.kind.CopyOut;
import io.kith.collections.wire.PayloadWriter;

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

    private void moveOn(CopyCursor next) {
        if (next.equals(cursor)) {
            throw new IllegalStateException("a copy stays in the collection " + cursor.id());
        }
        cursor = next;
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
        CollectionSnapshot snapshot = cursor.place() == CopyCursor.INSIDE ? snapshots.find(cursor.snapshot()) : null;
        if (snapshot != null) {
            writeParts(snapshot);
            return;
        }
        if (cursor.place() == CopyCursor.INSIDE) {
            body.writeByte(ChunkFormat.SNAPSHOT_DROP);
        }
        int index = nextCollection();
        if (index == collections.size()) {
            cursor = CopyCursor.ofSession(CopyCursor.RESULTS, 0, 0);
            return;
        }
        collections.at(index).copyTo(new CollectionOut(collections.idAt(index), collections.kindAt(index)));
    }

    private int nextCollection() {
        if (cursor.place() == CopyCursor.BEFORE) {
            return 0;
        }
        int index = collections.indexOf(cursor.id());
        if (index < 0) {
            return ~index;
        }
        return cursor.place() == CopyCursor.WHOLE ? index + 1 : index;
    }

    private void writeParts(CollectionSnapshot snapshot) {
        long part = cursor.number();
        if (part < snapshot.parts()) {
            moveOn(CopyCursor.inside(cursor.id(), cursor.snapshot(), snapshot.write(part, body, maxBytes)));
        } else {
            body.writeByte(ChunkFormat.SNAPSHOT_END);
            cursor = CopyCursor.afterCollection(cursor.id());
        }
    }

    /** Writes the next piece of one collection, in the way in which its kind is copied. */
    private final class CollectionOut implements CopyOut {
        private final long id;
        private final CollectionKind<?> kind;

        CollectionOut(long id, CollectionKind<?> kind) {
            this.id = id;
            this.kind = kind;
        }

        @Override
        public void inPlace(CopiedInPlace state) {
            byte[] after = cursor.id() == id ? cursor.key() : null;
            byte[] last = state.writeEntries(after, this::beginEntries, body, maxBytes);
            moveOn(last == null ? CopyCursor.afterCollection(id) : CopyCursor.afterKey(id, last));
        }

        private void beginEntries(PayloadWriter out) {
            out.writeByte(ChunkFormat.ENTRIES).writeFixedLong(id);
        }

        @Override
        public void bySnapshot(CopiedBySnapshot state) {
            CollectionSnapshot begun = state.snapshot();
            body.writeByte(ChunkFormat.SNAPSHOT_BEGIN)
                    .writeFixedLong(id)
                    .writeByte(kind.code())
                    .writeBytes(begun.header());
            moveOn(CopyCursor.inside(id, snapshots.add(begun), 0));
        }
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
