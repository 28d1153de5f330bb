package io.kith.bench.run;

import io.kith.bench.peer.Peer;
import io.kith.bench.process.Pin;
import java.time.Duration;
import java.util.List;

/**
 * What a run measures.
 *
 * @param peers whom
 * @param steady with which workloads while the clusters stay as they are
 * @param pins pinned how, one pass after the other
 * @param rounds how often each
 * @param warmUp for how long before each is measured
 * @param measured for how long each
 * @param entries how many keys the map has
 * @param elements how many elements list and set have
 */
public record Plan(
        List<Peer> peers,
        List<String> steady,
        List<Pin> pins,
        int rounds,
        Duration warmUp,
        Duration measured,
        int entries,
        int elements) {
    public Plan {
        peers = List.copyOf(peers);
        steady = List.copyOf(steady);
        pins = List.copyOf(pins);
    }

    /** The same with fewer peers and passes. */
    Plan with(List<Peer> fewerPeers, List<Pin> fewerPins) {
        return new Plan(fewerPeers, steady, fewerPins, rounds, warmUp, measured, entries, elements);
    }
}
