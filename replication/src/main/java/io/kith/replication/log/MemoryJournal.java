package io.kith.replication.log;

/** The journal of nodes that have nothing but memory: all is persisted as far as it ever will be. It costs nothing. */
public final class MemoryJournal implements Journal {
    /** The one of all nodes, as it keeps nothing. */
    public static final Journal INSTANCE = new MemoryJournal();

    private MemoryJournal() {}

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
