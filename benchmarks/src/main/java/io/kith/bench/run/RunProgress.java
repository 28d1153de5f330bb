package io.kith.bench.run;

import io.kith.bench.peer.Contestant;
import io.kith.bench.process.Pin;
import io.kith.bench.worker.Metric;
import java.util.Locale;
import java.util.Map;

/** Lines that tell how far a run is. */
final class RunProgress {
    private RunProgress() {}

    static String line(
            Schedule schedule,
            int rounds,
            int round,
            Pin pin,
            String title,
            Contestant peer,
            Map<Metric, Double> figures) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s  round %d/%d %-5s %-34s %-14s",
                schedule.mark(),
                round,
                rounds,
                pin.option(),
                title,
                peer.name()));
        if (figures.containsKey(Metric.P50)) {
            text.append(String.format(
                    Locale.ROOT,
                    "%,10.0f/s  p50 %,8.1f µs  p99 %,8.1f µs  CPU %,6.1f µs",
                    figures.get(Metric.THROUGHPUT),
                    figures.get(Metric.P50),
                    figures.get(Metric.P99),
                    figures.get(Metric.CPU)));
        } else {
            figures.forEach((metric, figure) -> text.append(metric.title())
                    .append(' ')
                    .append(MarkdownTables.number(figure, metric.decimals()))
                    .append("  "));
        }
        return text.toString();
    }
}
