package io.kith.bench.worker;

import java.util.Map;

/**
 * What a worker measured, as a line of JSON on its standard output.
 *
 * @param possible whether the peer's client can do what was asked for at all
 * @param error what went wrong; empty if nothing did
 * @param figures what was measured
 */
public record Answer(boolean possible, String error, Map<Metric, Double> figures) {
    /**
     * The figures.
     *
     * @throws IllegalStateException if something went wrong
     */
    public Map<Metric, Double> figuresOrThrow() {
        if (!error.isEmpty()) {
            throw new IllegalStateException("the client failed: " + error);
        }
        return figures;
    }
}
