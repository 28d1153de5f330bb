package io.kith.replication.log;

/**
 * Where a node writes what happens to its partitions, in the order in which it happens, so that it is still there after its
 * memory is gone. Writing takes time and nobody waits for it on the loop: what may only be said once something is
 * persisted is said when the journal tells. That goes for the acknowledgement of entries by a backup, the primary's own
 * share of a commit, the report to a new primary, and all that is said of a copy; for nothing else.
 */
public interface Journal {
    /** Who wants to know what has been persisted. */
    interface Persisted {
        /**
         * All up to {@code through} is persisted, of what was handed over for this listener. Called on the loop that handed
         * it over: within that call if there is nothing to wait for, else later.
         */
        void persisted(long through);
    }

    /** Writes the next entry of the log of {@code partition}; {@code then} is told its sequence number. */
    void append(int partition, LogEntry entry, Persisted then);

    /** A copy of {@code partition} begins: what was written of it before counts no more; {@code then} is told 0. */
    void beginCopy(int partition, long term, long copyNumber, long baseSequence, Persisted then);

    /** Writes a piece of that copy; {@code then} is told its number. */
    void install(int partition, long piece, byte[] chunk, Persisted then);

    /** Nothing is held of {@code partition} any more. */
    void discard(int partition);
}
