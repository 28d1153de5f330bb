package io.kith.bench.peer;

import java.util.List;

/** Something to measure: a grid, or a floor that none can be quicker than. */
public interface Contestant {
    /** As the command line calls it. */
    String name();

    /** Its version and how it is set up, for whoever reads the tables. */
    String describe();

    /** Why it cannot run here, and what to do about it; empty if it can. */
    default String obstacle() {
        return "";
    }

    /** How many processes it has where nothing else is asked for. */
    int usualNodes();

    /** How many copies of an entry it holds; 0 for a floor, which keeps nothing. */
    int copies();

    /** Whether a single node of it serves. */
    default boolean startsAlone() {
        return usualNodes() <= 3;
    }

    /** Whether others take over what a node that is killed held. */
    default boolean survives() {
        return copies() > 1;
    }

    /** Whether a node that comes takes its share of the data by itself, and one that leaves hands it over. */
    default boolean rebalances() {
        return false;
    }

    /** Whether its servers are JVMs. */
    default boolean onJvm() {
        return true;
    }

    /** What its client's JVM is told. */
    default List<String> clientJvmOptions() {
        return List.of();
    }

    /** What its client's program calls it. */
    default String clientName() {
        return name();
    }

    /** Where its client's program is. */
    default String clientClassPath() {
        return System.getProperty("java.class.path");
    }

    /** Starts so many nodes and returns when all serve. */
    Cluster start(int nodes);

    /** Connects a client to nodes at {@code endpoints}. */
    PeerClient connect(List<String> endpoints);
}
