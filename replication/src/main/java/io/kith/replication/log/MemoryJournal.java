package io.kith.replication.log;

/** A journal of a node that keeps nothing but memory. It costs nothing. */
final class MemoryJournal implements Journal {

    @Override
    public void append(int partition, LogEntry entry, Persisted then) {
        then.persisted(entry.sequence());
    }

    @Override
    public void beginCopy(int partition, long term, long copyNumber, long baseSequence, Persisted then) {
        then.persisted(0);
    }

    @Override
    public void install(int partition, long piece, byte[] chunk, Persisted then) {
        then.persisted(piece);
    }

    @Override
    public void discard(int partition) {}
}
