package io.kith.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.bench.worker.Metric;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ResultsTest {
    private final RunResults results = new RunResults();
    private final MarkdownTables tables = new MarkdownTables(results, List.of("kith", "other"), "kith");

    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertThat(RunResults.median(List.of(9.0))).isEqualTo(9);
        assertThat(RunResults.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(RunResults.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3);
    }

    @Test
    void aCellGivesTheMedianAndKithsFigureDividedByIt() {
        for (double figure : new double[] {100, 3_000, 200}) {
            results.add("get", "get", "kith", Map.of(Metric.THROUGHPUT, figure));
        }
        results.add("get", "get", "other", Map.of(Metric.THROUGHPUT, 160.0));
        assertThat(tables.cell("get", "kith", Metric.THROUGHPUT)).isEqualTo("200");
        assertThat(tables.cell("get", "other", Metric.THROUGHPUT)).isEqualTo("160 (1.3×)");
        assertThat(tables.cell("put", "other", Metric.THROUGHPUT)).isEqualTo("–");
    }

    @Test
    void nothingIsDividedByZeroOrByWhatIsMissing() {
        results.add("a", "a", "kith", Map.of(Metric.P50, 5.0));
        results.add("a", "a", "other", Map.of(Metric.P50, 0.0));
        results.add("b", "b", "other", Map.of(Metric.P50, 4.0));
        assertThat(tables.cell("a", "other", Metric.P50)).isEqualTo("0.0");
        assertThat(tables.cell("b", "other", Metric.P50)).isEqualTo("4.0");
    }

    @Test
    void ratiosHaveTheDigitsThatMeanSomething() {
        assertThat(MarkdownTables.ratio(0.456)).isEqualTo("0.46×");
        assertThat(MarkdownTables.ratio(2.345)).isEqualTo("2.3×");
        assertThat(MarkdownTables.ratio(23.45)).isEqualTo("23×");
    }

    @Test
    void aTableHasARowAWorkloadAndLeavesOutRowsWithoutAFigure() {
        results.add("get", "get, 1 thread", "kith", Map.of(Metric.THROUGHPUT, 1234.0));
        results.add("start", "start", "kith", Map.of(Metric.START, 1.5));
        assertThat(tables.of(results.rows()))
                .contains("| get, 1 thread | 1,234 | – |")
                .contains("| start | 1.50 | – |")
                .doesNotContain("| start | – |")
                .doesNotContain("| get, 1 thread | – |");
        assertThat(results.metrics(Set.of("get"))).containsExactly(Metric.THROUGHPUT);
    }
}
