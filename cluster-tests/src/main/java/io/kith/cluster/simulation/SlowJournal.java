package io.kith.cluster.simulation;

import io.kith.replication.log.Journal;
import io.kith.replication.log.LogEntry;

/** The journal of a simulated node whose disk takes its time. */
final class SlowJournal implements Journal {
    private final SlowDisk disk;

    SlowJournal(SlowDisk disk) {
        this.disk = disk;
    }

    @Override
    public void append(int partition, LogEntry entry, Persisted then) {
        long through = entry.sequence();
        disk.write(() -> then.persisted(through));
    }

    @Override
    public void beginCopy(int partition, long term, long copyNumber, long baseSequence, Persisted then) {
        disk.write(() -> then.persisted(0));
    }

    @Override
    public void install(int partition, long piece, byte[] chunk, Persisted then) {
        disk.write(() -> then.persisted(piece));
    }

    @Override
    public void discard(int partition) {}
}
