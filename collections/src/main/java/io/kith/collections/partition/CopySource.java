package io.kith.collections.partition;

import io.kith.collections.kind.CollectionSnapshot;
import io.kith.collections.kind.CollectionState;
import io.kith.collections.kind.CopiedBySnapshot;
import io.kith.collections.kind.CopiedInPlace;
import io.kith.collections.kind.CopyOut;
import io.kith.collections.wire.PayloadWriter;
import java.nio.charset.StandardCharsets;

/** Writes one chunk of a partition's state, from a cursor on. */
final class CopySource {
    /** So many collections are passed at most for one chunk, most of which may have nothing. */
    private static final int MOST_STEPS = 4_096;

    private final SessionTable sessions;
    private final Catalog catalog;
    private final SnapshotCache snapshots;
    private final int maxBytes;
    private final PayloadWriter body;
    private CopyCursor cursor;

    CopySource(SessionTable sessions, Catalog catalog, SnapshotCache snapshots, CopyCursor from, int maxBytes) {
        this.sessions = sessions;
        this.catalog = catalog;
        this.cursor = from;
        this.snapshots = snapshots;
        this.maxBytes = maxBytes;
        this.body = new PayloadWriter(Math.min(maxBytes, 4096));
    }

    /** Writes at least one element, if there is one near by, and goes on up to {@code maxBytes}; moves on in any case. */
    CopyChunk write() {
        byte[] from = cursor.toBytes();
        for (int steps = 0; steps < MOST_STEPS && !cursor.isDone() && !isFull(); steps++) {
            switch (cursor.phase()) {
                case CopyCursor.SESSIONS -> writeSessions();
                case CopyCursor.CATALOG -> writeCatalog();
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
                cursor = CopyCursor.of(CopyCursor.SESSIONS, session.opening(), 0);
            }
        }
        cursor = CopyCursor.of(CopyCursor.CATALOG, 0, 0);
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
                body.writeVarLong(number).writeByte(ChunkFormat.OUTCOME_WAITING).writeVarLong(waiting.opening());
            } else if (outcome != null) {
                body.writeVarLong(number).writeByte(ChunkFormat.OUTCOME_APPLIED);
            }
        }
    }

    /** Both what was opened and what was destroyed, in the order of the log. */
    private void writeCatalog() {
        int index = catalog.indexOf(cursor.id() + 1);
        index = index < 0 ? ~index : index;
        for (Tombstones.Tombstone destroyed : catalog.tombstones().behind(cursor.id())) {
            while (index < catalog.size() && catalog.at(index).opening() < destroyed.sequence()) {
                if (isFull()) {
                    return;
                }
                writeOpened(catalog.at(index++));
            }
            if (isFull()) {
                return;
            }
            writeDestroyed(destroyed);
        }
        for (; index < catalog.size(); index++) {
            if (isFull()) {
                return;
            }
            writeOpened(catalog.at(index));
        }
        cursor = CopyCursor.beforeCollections();
    }

    private void writeOpened(OpenCollection collection) {
        body.writeByte(ChunkFormat.OPENED)
                .writeVarLong(collection.opening())
                .writeFixedLong(collection.incarnationHigh())
                .writeFixedLong(collection.incarnationLow())
                .writeVarLong(collection.kind().type().code())
                .writeBytes(collection.name().getBytes(StandardCharsets.UTF_8));
        collection.given().write(body);
        collection.options().write(body);
        moveOn(CopyCursor.of(CopyCursor.CATALOG, collection.opening(), 0));
    }

    private void writeDestroyed(Tombstones.Tombstone destroyed) {
        body.writeByte(ChunkFormat.DESTROYED)
                .writeVarLong(destroyed.sequence())
                .writeFixedLong(destroyed.incarnation().high())
                .writeFixedLong(destroyed.incarnation().low())
                .writeVarLong(destroyed.opening());
        moveOn(CopyCursor.of(CopyCursor.CATALOG, destroyed.sequence(), 0));
    }

    private void writeCollection() {
        if (cursor.place() == CopyCursor.INSIDE) {
            CollectionSnapshot snapshot = catalog.find(cursor.id()) == null ? null : snapshots.find(cursor.snapshot());
            if (snapshot != null) {
                writeParts(snapshot);
                return;
            }
            body.writeByte(ChunkFormat.SNAPSHOT_DROP);
        }
        int index = nextCollection();
        if (index == catalog.size()) {
            cursor = CopyCursor.of(CopyCursor.RESULTS, 0, 0);
            return;
        }
        OpenCollection next = catalog.at(index);
        CollectionState state = next.state();
        if (state == null) {
            cursor = CopyCursor.afterCollection(next.opening());
        } else {
            state.copyTo(new CollectionOut(next.opening()));
        }
    }

    private int nextCollection() {
        if (cursor.place() == CopyCursor.BEFORE) {
            return 0;
        }
        int index = catalog.indexOf(cursor.id());
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
        private final long opening;

        CollectionOut(long opening) {
            this.opening = opening;
        }

        @Override
        public void inPlace(CopiedInPlace state) {
            byte[] after = cursor.id() == opening ? cursor.key() : null;
            byte[] last = state.writeEntries(after, this::beginEntries, body, maxBytes);
            moveOn(last == null ? CopyCursor.afterCollection(opening) : CopyCursor.afterKey(opening, last));
        }

        private void beginEntries(PayloadWriter out) {
            out.writeByte(ChunkFormat.ENTRIES).writeVarLong(opening);
        }

        @Override
        public void bySnapshot(CopiedBySnapshot state) {
            CollectionSnapshot begun = state.snapshot();
            body.writeByte(ChunkFormat.SNAPSHOT_BEGIN).writeVarLong(opening).writeBytes(begun.header());
            moveOn(CopyCursor.inside(opening, snapshots.add(begun), 0));
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
                        cursor = CopyCursor.of(CopyCursor.RESULTS, session.opening(), number);
                    }
                }
            }
        }
        cursor = CopyCursor.done();
    }
}
