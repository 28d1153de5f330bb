package io.kith.simulation.oracle;

/** Is told of every commit, by the node that makes it as primary. */
@FunctionalInterface
public interface CommitListener {

    /** {@code sequence} of {@code partition} is committed in {@code term}; see {@link SimulatedNode#fingerprint}. */
    void committed(int partition, long term, long sequence, long fingerprint);
}
