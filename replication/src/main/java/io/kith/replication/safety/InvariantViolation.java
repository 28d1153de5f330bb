package io.kith.replication.safety;

/**
 * Something that must always hold in a partition does not hold here. It is a fault of the code; to go on might lose data,
 * so whoever catches this serves that partition no more.
 */
public final class InvariantViolation extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final int partition;

    /**
     * Says what does not hold.
     *
     * @param what the invariant, as a sentence
     * @param sequence the place in the log that it is about, or the last one
     */
    public InvariantViolation(String what, int partition, long term, long sequence) {
        super("partition " + partition + ", term " + term + ", entry " + sequence + ": " + what);
        this.partition = partition;
    }

    /** The partition in which it does not hold. */
    public int partition() {
        return partition;
    }
}
