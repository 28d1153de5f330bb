package io.kith.bench.run;

import io.kith.bench.worker.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** What was measured, round after round. */
final class RunResults {
    private final Map<Cell, List<Double>> figures = new LinkedHashMap<>();
    private final Map<String, String> rows = new LinkedHashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();

    private record Cell(String row, String peer, Metric metric) {}

    /** Adds what one round gave. */
    void add(String row, String title, String peer, Map<Metric, Double> measured) {
        rows.putIfAbsent(row, title);
        measured.forEach(
                (metric, figure) -> figures.computeIfAbsent(new Cell(row, peer, metric), cell -> new ArrayList<>())
                        .add(figure));
    }

    /** Adds a remark on what is missing, and why. */
    void note(String note) {
        notes.add(note);
    }

    Set<String> notes() {
        return notes;
    }

    /** The rows, with their titles. */
    Map<String, String> rows() {
        return rows;
    }

    /** The metrics that any cell of these rows has. */
    Set<Metric> metrics(Set<String> of) {
        Set<Metric> found = EnumSet.noneOf(Metric.class);
        figures.keySet().stream().filter(cell -> of.contains(cell.row())).forEach(cell -> found.add(cell.metric()));
        return found;
    }

    /** The median of all rounds. */
    OptionalDouble median(String row, String peer, Metric metric) {
        List<Double> all = figures.get(new Cell(row, peer, metric));
        return all == null ? OptionalDouble.empty() : OptionalDouble.of(median(all));
    }

    /** What the rounds gave one by one. */
    List<Double> rounds(String row, String peer, Metric metric) {
        return figures.getOrDefault(new Cell(row, peer, metric), List.of());
    }

    /** The median: of an even number of figures, the mean of the two in the middle. */
    static double median(List<Double> all) {
        double[] sorted = all.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
