package io.kith.cluster.processes;

import java.util.List;
import picocli.CommandLine.Option;

/** What {@code kith soak --hostile} is told besides. */
final class HostileArguments {
    @Option(
            names = "--hostile",
            description =
                    "Instead of faults: hostile clients and strangers that call themselves nodes, beside honest clients.")
    private boolean hostile;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            split = ",",
            defaultValue = "256m",
            description =
                    "With --hostile or --overload: each node's heap, as for -Xmx; several, separated by commas, are a run each "
                            + "(default: ${DEFAULT-VALUE}).")
    private List<String> heaps = List.of();

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "0",
            description = "With --hostile: a run ends once so many hostile frames were sent, whatever --minutes says.")
    private long frames;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "4000",
            description = "With --hostile: hostile frames a second, at most (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--longest-wait",
            paramLabel = "S",
            defaultValue = "20",
            description =
                    "With --hostile: how many seconds an honest client may have to wait (default: ${DEFAULT-VALUE}).")
    private int longestWaitSeconds;

    boolean isHostile() {
        return hostile;
    }

    List<String> heaps() {
        return List.copyOf(heaps);
    }

    long frames() {
        return frames;
    }

    int rate() {
        return rate;
    }

    int longestWaitSeconds() {
        return longestWaitSeconds;
    }
}
