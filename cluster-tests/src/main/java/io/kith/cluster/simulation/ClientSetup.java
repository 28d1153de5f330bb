package io.kith.cluster.simulation;

import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.SimulatedWorld;
import io.kith.simulation.oracle.Roster;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a client is made from.
 *
 * @param workload what it asks for
 * @param process in which it runs
 * @param roster the nodes there are
 * @param running the ids of those that run now
 * @param width how many operations it has under way at a time
 */
record ClientSetup(
        SimulatedWorld world,
        Workload workload,
        WorkloadOptions options,
        SimulatedProcess process,
        Roster roster,
        Supplier<List<NodeId>> running,
        int width) {}
