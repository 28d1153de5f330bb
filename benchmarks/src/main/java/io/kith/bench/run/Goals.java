package io.kith.bench.run;

import io.kith.bench.worker.Metric;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What Kith is to reach on two CPUs, and what it did reach in a run. */
final class Goals {
    /** The grid that is best at something, Kith aside. */
    private static final String BEST = "the best grid";

    /** No peer: the figure itself has a bound. */
    private static final String NONE = "";

    private static final List<Goal> ALL = List.of(
            atMost("one/get", Metric.P50, "netty", 1.3),
            atMost("one/put", Metric.P50, "netty", 1.4),
            atLeast("none/get", Metric.THROUGHPUT, "hazelcast", 1.5),
            atLeast("none/put", Metric.THROUGHPUT, "hazelcast", 1.5),
            atLeast("none/mixed-32", Metric.THROUGHPUT, "hazelcast", 2.5),
            atMost("none/mixed-32", Metric.P99, BEST, 1),
            atLeast("none/pipelined-95", Metric.THROUGHPUT, "redis", 2.5),
            atLeast("none/pipelined-50", Metric.THROUGHPUT, "redis-cluster", 2),
            atLeast("none/pipelined-0", Metric.THROUGHPUT, "redis-cluster", 2),
            atLeast("one/deque", Metric.THROUGHPUT, BEST, 1.5),
            atLeast("one/vec-get", Metric.THROUGHPUT, BEST, 1.5),
            atLeast("one/vec-append", Metric.THROUGHPUT, BEST, 1.5),
            atLeast("one/set-contains", Metric.THROUGHPUT, BEST, 1.5),
            atLeast("none/deque-pipelined", Metric.THROUGHPUT, BEST, 2),
            atLeast("none/vec-get-pipelined", Metric.THROUGHPUT, BEST, 2),
            atLeast("none/vec-append-pipelined", Metric.THROUGHPUT, BEST, 2),
            atLeast("none/set-contains-pipelined", Metric.THROUGHPUT, BEST, 2),
            atLeast(ClusterPass.ROWS + LoadWorkload.NAME, Metric.THROUGHPUT, "hazelcast", 5),
            atMost(ClusterPass.ROWS + LoadWorkload.NAME, Metric.RESIDENT, NONE, 150),
            atMost(ClusterPass.ROWS + KillWorkload.NAME, Metric.STALL, NONE, 1_200),
            atMost(ClusterPass.ROWS + JoinWorkload.NAME, Metric.STALL, NONE, 100),
            atMost(ClusterPass.ROWS + JoinWorkload.NAME, Metric.BALANCE, NONE, 5),
            atMost(ClusterPass.ROWS + StartMeasure.ONE, Metric.START, NONE, 1),
            atMost(ClusterPass.ROWS + StartMeasure.USUAL, Metric.START, NONE, 3));

    private final RunResults results;
    private final String own;
    private final List<String> grids;

    /**
     * The goals against {@code results}.
     *
     * @param own whose goals they are
     * @param grids whom it may be compared with as the best
     */
    Goals(RunResults results, String own, List<String> grids) {
        this.results = results;
        this.own = own;
        this.grids = grids.stream().filter(grid -> !grid.equals(own)).toList();
    }

    /**
     * One goal.
     *
     * @param row of what
     * @param metric which figure
     * @param against divided by whose; {@link #BEST} for the best grid's, {@link #NONE} for nobody's
     * @param bound what it is to reach
     * @param atLeast whether it must not be lower than that, or not be higher
     */
    private record Goal(String row, Metric metric, String against, double bound, boolean atLeast) {}

    private static Goal atLeast(String row, Metric metric, String against, double bound) {
        return new Goal(row, metric, against, bound, true);
    }

    private static Goal atMost(String row, Metric metric, String against, double bound) {
        return new Goal(row, metric, against, bound, false);
    }

    /** The goals that this run measured; empty if none. */
    String table() {
        StringBuilder lines = new StringBuilder();
        for (Goal goal : ALL) {
            OptionalDouble figure = figure(goal);
            if (figure.isPresent()) {
                boolean met =
                        goal.atLeast() ? figure.getAsDouble() >= goal.bound() : figure.getAsDouble() <= goal.bound();
                String pass = goal.row().substring(0, goal.row().indexOf('/'));
                lines.append(String.format(
                        Locale.ROOT,
                        "| %s (%s): %s | %s | %s %s | %s | %s |%n",
                        results.rows().get(goal.row()),
                        pass,
                        goal.metric().title(),
                        goal.against().equals(NONE) ? "–" : goal.against(),
                        goal.atLeast() ? "≥" : "≤",
                        text(goal, goal.bound()),
                        text(goal, figure.getAsDouble()),
                        met ? "met" : "**missed**"));
            }
        }
        return lines.isEmpty()
                ? ""
                : "### Goals\n\n| what (pinned how) | against | goal | this run | |\n|---|---|---:|---:|---|\n" + lines
                        + "\n";
    }

    private static String text(Goal goal, double figure) {
        return goal.against().equals(NONE)
                ? MarkdownTables.number(figure, goal.metric().decimals())
                : MarkdownTables.number(figure, 2) + "×";
    }

    private OptionalDouble figure(Goal goal) {
        OptionalDouble mine = results.median(goal.row(), own, goal.metric());
        if (mine.isEmpty() || goal.against().equals(NONE)) {
            return mine;
        }
        Stream<String> whom = goal.against().equals(BEST) ? grids.stream() : Stream.of(goal.against());
        var theirs = whom.map(peer -> results.median(goal.row(), peer, goal.metric()))
                .flatMapToDouble(OptionalDouble::stream)
                .filter(figure -> figure > 0)
                .summaryStatistics();
        if (theirs.getCount() == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                mine.getAsDouble() / (goal.metric().moreIsBetter() ? theirs.getMax() : theirs.getMin()));
    }
}
