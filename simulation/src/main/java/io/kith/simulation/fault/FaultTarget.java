package io.kith.simulation.fault;

import io.kith.simulation.SimulatedProcess;
import java.util.List;

/** The cluster as seen by those who break it. */
public interface FaultTarget {

    /** The nodes that run. */
    List<SimulatedProcess> nodes();

    /** The clients. */
    List<SimulatedProcess> clients();

    /**
     * Ends a node.
     *
     * @param noticed whether its peers' connections to it are closed and refused, as when a process dies, or nothing is
     *     heard any more, as when a machine dies
     */
    void crash(SimulatedProcess node, boolean noticed);

    /** Starts a new node that joins. */
    void join();

    /** Asks a node to leave in order. */
    void leave(SimulatedProcess node);

    /** Asks some primary to hand a partition over, if there is one that could. */
    void handOver();
}
