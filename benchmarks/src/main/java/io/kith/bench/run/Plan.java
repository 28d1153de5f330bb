package io.kith.bench.run;

import io.kith.bench.peer.Peer;
import io.kith.bench.process.Pin;
import io.kith.bench.worker.Workloads;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run measures.
 *
 * @param peers whom
 * @param steady with which workloads while the clusters stay as they are
 * @param clusterWorkloads with which of those that are done with a cluster as a whole
 * @param pins pinned how, one pass after the other
 * @param rounds how often each
 * @param warmUp for how long before each is measured
 * @param measured for how long each
 * @param entries how many keys the map has
 * @param loadEntries how many entries a cluster is loaded with before nodes come and go
 * @param elements how many elements list and set have
 */
public record Plan(
        List<Peer> peers,
        List<String> steady,
        List<String> clusterWorkloads,
        List<Pin> pins,
        int rounds,
        Duration warmUp,
        Duration measured,
        int entries,
        int loadEntries,
        int elements) {
    public Plan {
        peers = List.copyOf(peers);
        steady = List.copyOf(steady);
        clusterWorkloads = List.copyOf(clusterWorkloads);
        pins = List.copyOf(pins);
    }

    /** The names of all workloads. */
    public static List<String> workloadNames() {
        return Stream.concat(Workloads.names().stream(), ClusterPass.NAMES.stream())
                .toList();
    }

    /** How often clusters are started anew: every second round, as that takes a minute or so each. */
    int clusterRounds() {
        return (rounds + 1) / 2;
    }

    /** The same with fewer peers and passes. */
    Plan with(List<Peer> fewerPeers, List<Pin> fewerPins) {
        return new Plan(
                fewerPeers,
                steady,
                clusterWorkloads,
                fewerPins,
                rounds,
                warmUp,
                measured,
                entries,
                loadEntries,
                elements);
    }
}
