package io.kith.replication;

import io.kith.replication.log.Journal;
import io.kith.replication.log.LogEntry;
import java.util.ArrayDeque;

/** A journal whose disk a test stops and starts: while it stands, nothing is persisted. */
public final class StoppableJournal implements Journal {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean stopped;

    /** Persists nothing from now on. */
    public void stop() {
        stopped = true;
    }

    /** Persists all that waits, and what comes. */
    public void start() {
        stopped = false;
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private void persist(long through, Persisted then) {
        if (stopped) {
            waiting.add(() -> then.persisted(through));
        } else {
            then.persisted(through);
        }
    }

    @Override
    public void append(int partition, LogEntry entry, Persisted then) {
        persist(entry.sequence(), then);
    }

    @Override
    public void beginCopy(int partition, long term, long copyNumber, long baseSequence, Persisted then) {
        persist(0, then);
    }

    @Override
    public void install(int partition, long piece, byte[] chunk, Persisted then) {
        persist(piece, then);
    }

    @Override
    public void discard(int partition) {}
}
