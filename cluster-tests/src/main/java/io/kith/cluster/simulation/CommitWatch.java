package io.kith.cluster.simulation;

import io.kith.collections.partition.CollectionView;
import io.kith.collections.partition.Completion;
import io.kith.replication.log.LogEntry;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulationFailure;
import io.kith.simulation.oracle.CommitListener;
import java.util.List;
import java.util.function.Supplier;

/** Is told of every commit, by the node that makes it as primary. */
@FunctionalInterface
public interface CommitWatch extends CommitListener {

    /**
     * The same commit, with what was logged and which requests it ended; told right after.
     *
     * @param catalog the collections that are open then
     */
    default void applied(
            int partition, LogEntry entry, List<Completion> outcome, Supplier<List<CollectionView>> catalog) {}

    /** Something failed in a partition of that node, which nothing should unless the test has it fail. */
    default void failed(SimulatedProcess process, int partition, Throwable cause) {
        throw new SimulationFailure("EXCEPTION " + process + " has stopped p" + partition + ": " + cause);
    }
}
