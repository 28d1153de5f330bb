package io.kith.cluster.simulation;

import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/** A process that uses the cluster as a workload says, and whose history is judged. */
interface WorkloadClient {

    void start();

    /** Starts nothing new, ends what waits, and has the cluster forget it; what else is under way goes on. */
    void stop();

    /** Operations that got an answer. */
    long answered();

    /** Operations whose outcome it does not know. */
    long gaveUp();

    /** Writes that were refused since a node was full. */
    long refused();

    /** Describes something that has been under way for longer than {@code nanos}; null if there is none. */
    @Nullable
    String stuck(long nanos);

    /** {@code node} ended, and with it the connections to it. */
    default void connectionLost(NodeId node) {}
}
