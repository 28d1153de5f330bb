package io.kith.cluster.simulation;

import io.kith.replication.log.Journal;
import io.kith.replication.log.LogEntry;
import io.kith.transport.ProtocolPort;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/**
 * The journal of a simulated node whose disk takes its time, and now and then much more of it. One flush is under way at a
 * time; what comes meanwhile waits for the next. What a crash finds unflushed is never said to be persisted.
 */
final class SlowJournal implements Journal {
    private static final int STALLS_ONE_IN = 40;
    private static final int STALL_FACTOR = 10;

    private final ProtocolPort port;
    private final RandomGenerator random;
    private final long mostNanos;
    private final ArrayDeque<Write> unflushed = new ArrayDeque<>();
    private boolean flushing;

    private record Write(long through, Persisted then) {}

    /** A disk that takes {@code mostNanos} at most, as a rule. */
    SlowJournal(ProtocolPort port, RandomGenerator random, long mostNanos) {
        this.port = port;
        this.random = random;
        this.mostNanos = mostNanos;
    }

    private void write(long through, Persisted then) {
        unflushed.add(new Write(through, then));
        if (!flushing) {
            flush();
        }
    }

    private void flush() {
        flushing = true;
        int count = unflushed.size();
        long factor = random.nextInt(STALLS_ONE_IN) == 0 ? STALL_FACTOR : 1;
        port.schedule(1 + random.nextLong(mostNanos) * factor, () -> flushed(count));
    }

    private void flushed(int count) {
        for (int i = 0; i < count; i++) {
            Write write = unflushed.remove();
            write.then.persisted(write.through);
        }
        flushing = false;
        if (!unflushed.isEmpty()) {
            flush();
        }
    }

    @Override
    public void append(int partition, LogEntry entry, Persisted then) {
        write(entry.sequence(), then);
    }

    @Override
    public void beginCopy(int partition, long term, long copyNumber, long baseSequence, Persisted then) {
        write(0, then);
    }

    @Override
    public void install(int partition, long piece, byte[] chunk, Persisted then) {
        write(piece, then);
    }

    @Override
    public void discard(int partition) {}
}
