package io.kith.replication.log;

import io.kith.collections.kind.LogCommand;

/**
 * A write in a partition's log.
 *
 * @param term the term of the primary that first ordered it
 * @param command what it does, with its place in the log
 */
public record LogEntry(long term, LogCommand command) {

    /** Its place in the partition's log: 1, 2, 3, … without gaps. */
    public long sequence() {
        return command.sequence();
    }

    /** What it takes of memory or of the wire, about, in bytes. */
    public int bytes() {
        return OVERHEAD_BYTES + command.operation().length;
    }

    /** What an entry takes on the wire besides its operation, at most. */
    public static final int OVERHEAD_BYTES = 80;
}
