package io.kith.bench.run;

import io.kith.bench.peer.Contestant;
import io.kith.bench.process.Pin;
import io.kith.bench.worker.Workloads;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run measures.
 *
 * @param peers whom
 * @param passes with which workloads while the clusters stay as they are, and pinned how, one pass after the other
 * @param clusterWorkloads with which of those that are done with a cluster as a whole
 * @param extent how often, how long and on how much
 * @param recordings where recordings of the JVMs go; null if none are made
 */
public record Plan(
        List<Contestant> peers,
        List<Pass> passes,
        List<String> clusterWorkloads,
        Extent extent,
        @Nullable Path recordings) {
    public Plan {
        peers = List.copyOf(peers);
        passes = List.copyOf(passes);
        clusterWorkloads = List.copyOf(clusterWorkloads);
    }

    /**
     * Processes are bound so, and these workloads are measured round by round.
     *
     * @param pin how
     * @param workloads which
     */
    public record Pass(Pin pin, List<String> workloads) {
        public Pass {
            workloads = List.copyOf(workloads);
        }

        @Override
        public String toString() {
            return pin.option() + " (" + workloads.size() + " workloads)";
        }
    }

    /**
     * How often, how long and on how much.
     *
     * @param rounds how often each workload is measured
     * @param clusterRounds how often clusters are started anew for what is done with them as a whole
     * @param firstWarmUp for how long each workload runs at each peer before anything is measured
     * @param warmUp for how long it runs each time before it is measured
     * @param measured for how long it is measured each time
     * @param entries how many keys the map has
     * @param loadEntries how many entries a cluster is loaded with before nodes come and go
     * @param elements how many elements list and set have
     */
    public record Extent(
            int rounds,
            int clusterRounds,
            Duration firstWarmUp,
            Duration warmUp,
            Duration measured,
            int entries,
            int loadEntries,
            int elements) {}

    /** The names of all workloads. */
    public static List<String> workloadNames() {
        return Stream.concat(Workloads.names().stream(), clusterWorkloadNames().stream())
                .toList();
    }

    /** The names of those that are done with a cluster as a whole. */
    public static List<String> clusterWorkloadNames() {
        return ClusterPass.NAMES;
    }

    /** The same with fewer peers and passes. */
    Plan with(List<Contestant> fewerPeers, List<Pass> fewerPasses) {
        return new Plan(fewerPeers, fewerPasses, clusterWorkloads, extent, recordings);
    }

    /** All workloads of the passes, each once. */
    List<String> steadyWorkloads() {
        return passes.stream()
                .flatMap(pass -> pass.workloads().stream())
                .distinct()
                .toList();
    }

    /** The passes, for people. */
    String passesText() {
        return passes.stream().map(Pass::toString).collect(Collectors.joining(", "));
    }
}
