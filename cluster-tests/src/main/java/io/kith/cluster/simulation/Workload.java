package io.kith.cluster.simulation;

import java.util.List;
import java.util.random.RandomGenerator;

/** What clients ask for. It records their history and judges it in the end. */
public interface Workload {

    /** The next operation of {@code client}, recorded as invoked now. */
    ClientOperation next(long client, RandomGenerator random, long nowNanos);

    /** From now on {@code client} starts nothing new, and ends its sessions. */
    default void stopping(long client, long nowNanos) {}

    /** Every contradiction in what the clients saw; empty if there is none. */
    List<String> contradictions();

    /** How many histories there are: one for each key, element, list or deque that clients used. */
    long histories();

    /** How many histories could not be decided, as the search would have taken too long. */
    long undecided();
}
