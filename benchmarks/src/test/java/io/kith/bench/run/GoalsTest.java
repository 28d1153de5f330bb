package io.kith.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.bench.worker.Metric;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GoalsTest {
    private final RunResults results = new RunResults();
    private final Goals goals = new Goals(results, "kith", List.of("kith", "hazelcast", "redis"));

    @Test
    void whatWasNotMeasuredIsNotThere() {
        assertThat(goals.table()).isEmpty();
        results.add("none/get", "get", "kith", Map.of(Metric.THROUGHPUT, 300.0));
        assertThat(goals.table()).isEmpty();
    }

    @Test
    void aGoalAgainstAPeerComparesWithThatPeer() {
        results.add("none/get", "get", "kith", Map.of(Metric.THROUGHPUT, 300.0));
        results.add("none/get", "get", "hazelcast", Map.of(Metric.THROUGHPUT, 150.0));
        results.add("none/get", "get", "redis", Map.of(Metric.THROUGHPUT, 900.0));
        assertThat(goals.table()).contains("| hazelcast | ≥ 1.50× | 2.00× | met |");
    }

    @Test
    void theBestIsTheLowestOfLatenciesAndTheHighestOfThroughputs() {
        for (Metric metric : List.of(Metric.P99, Metric.THROUGHPUT)) {
            results.add("none/mixed-32", "mixed", "kith", Map.of(metric, 12.0));
            results.add("none/mixed-32", "mixed", "hazelcast", Map.of(metric, 10.0));
            results.add("none/mixed-32", "mixed", "redis", Map.of(metric, 20.0));
            results.add("one/deque", "deque", "kith", Map.of(metric, 30.0));
            results.add("one/deque", "deque", "redis", Map.of(metric, 10.0));
            results.add("one/deque", "deque", "hazelcast", Map.of(metric, 15.0));
        }
        assertThat(goals.table())
                .contains("| the best grid | ≤ 1.00× | 1.20× | **missed** |")
                .contains("| the best grid | ≥ 1.50× | 2.00× | met |");
    }

    @Test
    void aGoalWithoutAPeerBoundsTheFigureItself() {
        results.add("cluster/join", "join", "kith", Map.of(Metric.STALL, 90.0, Metric.BALANCE, 6.5));
        assertThat(goals.table()).contains("| – | ≤ 100 | 90 | met |").contains("| – | ≤ 5.0 | 6.5 | **missed** |");
    }
}
