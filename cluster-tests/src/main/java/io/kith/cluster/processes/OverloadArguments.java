package io.kith.cluster.processes;

import picocli.CommandLine.Option;

/** What {@code kith soak --overload} is told besides. */
final class OverloadArguments {
    @Option(
            names = "--overload",
            description =
                    "Instead of faults: honest clients that want four times what the nodes can do, with values at "
                            + "the limit, idle connections, and requests that wait. Uses --nodes, --replicas, --heap, --minutes.")
    private boolean overload;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "10000",
            description = "With --overload: connections that are idle (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--waiters",
            paramLabel = "N",
            defaultValue = "100000",
            description = "With --overload: requests that wait for an element (default: ${DEFAULT-VALUE}).")
    private int waiters;

    @Option(
            names = "--read-limit",
            paramLabel = "MS",
            defaultValue = "2000",
            description = "With --overload: what 99 of 100 small reads may take (default: ${DEFAULT-VALUE}).")
    private int readLimitMillis;

    boolean isOverload() {
        return overload;
    }

    int connections() {
        return connections;
    }

    int waiters() {
        return waiters;
    }

    int readLimitMillis() {
        return readLimitMillis;
    }
}
