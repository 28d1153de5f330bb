package io.kith.simulation.oracle;

import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/** A node of the system under test. What it does it does on its process's loops; the rest looks at it and no more. */
public interface SimulatedNode {

    /** Founds the cluster. */
    void create();

    /** Asks to be admitted by those that {@link #seedAnswered} will name. */
    void join();

    /** A node that could admit this one was found. */
    void seedAnswered(NodeId seed);

    /** Asks to leave in order. */
    void leave();

    /** A connection to {@code peer} was closed, and nobody listens at its address any more. */
    void connectionRefused(NodeId peer);

    /** A client connected to it, and is told of configs from now on. */
    default void clientConnected(NodeId client) {}

    /** A client hung up. */
    default void clientDisconnected(NodeId client) {}

    /** Asks this node to hand a partition whose primary it is over to {@code successor}, a replica. */
    void handOver(int partition, NodeId successor);

    /** The newest config that it holds, or null. */
    @Nullable
    ConfigView config();

    /** Whether it has heard nobody that it knows for so long that it asks neighbours' addresses again. */
    boolean isAlone();

    /** Whether it has left the cluster as it was asked to, and nobody needs it any more. */
    boolean hasLeft();

    /** Whether its loop {@code lane} is the one that {@code partition} belongs to: no other changes its part in it. */
    boolean owns(int lane, int partition);

    /** Its part in a partition at this instant. */
    ReplicaView replica(int partition);

    /** Whether it uses nothing of a partition that it is listed for, as something failed there: as if it had crashed. */
    default boolean hasFallen(int partition) {
        return false;
    }

    /** Whether the next entry is half applied: then {@link #digest} is of no entry that counts. */
    default boolean isBetweenEntries(int partition) {
        return false;
    }

    /** A number that only the same write has, for an entry of its log; 0 if it does not have that entry any more. */
    long fingerprint(int partition, long sequence);

    /** A number that only equal states share, of the state as of the last entry known to be committed. */
    long digest(int partition);

    /**
     * How many requests, copies and the like it has under way, and how many results it keeps for retries; 0 when all is
     * quiet and every client has closed its sessions.
     */
    long waiting();
}
