/** Virtual time, a hostile network and a checker of linearizability, for tests. */
module io.kith.simulation {
    requires io.kith.transport;
    requires static org.jspecify;

    exports io.kith.simulation;
    exports io.kith.simulation.fault;
    exports io.kith.simulation.history;
    exports io.kith.simulation.oracle;
}
