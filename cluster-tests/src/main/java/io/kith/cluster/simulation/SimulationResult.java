package io.kith.cluster.simulation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one run.
 *
 * @param seed replays it
 * @param failure what went wrong, beginning with a word that names the kind; null if nothing did
 * @param steps that nodes and clients took
 * @param virtualNanos how much time passed inside
 * @param traceHash equal for two runs of one seed
 * @param counts how often what happened, by name, in the order of the names
 */
public record SimulationResult(
        long seed, @Nullable String failure, long steps, long virtualNanos, long traceHash, Map<String, Long> counts) {

    /** Whether nothing went wrong. */
    public boolean passed() {
        return failure == null;
    }
}
