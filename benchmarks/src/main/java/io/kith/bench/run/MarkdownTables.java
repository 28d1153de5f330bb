package io.kith.bench.run;

import io.kith.bench.worker.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Tables for people, in Markdown: one a metric, a row a workload, a column a peer. */
final class MarkdownTables {
    private static final double ENOUGH = 10;

    private final RunResults results;
    private final List<String> peers;
    private final String reference;

    /**
     * Tables of {@code results}.
     *
     * @param peers the columns
     * @param reference the peer that ratios compare with
     */
    MarkdownTables(RunResults results, List<String> peers, String reference) {
        this.results = results;
        this.peers = List.copyOf(peers);
        this.reference = reference;
    }

    /** The tables of these rows. */
    String of(Map<String, String> rows) {
        StringBuilder text = new StringBuilder();
        for (Metric metric : results.metrics(rows.keySet())) {
            text.append("**").append(capitalized(metric.title())).append("**");
            text.append(metric.moreIsBetter() ? " (more is better)" : " (less is better)")
                    .append("\n\n");
            text.append("| | ").append(String.join(" | ", peers)).append(" |\n");
            text.append("|---|").append("---:|".repeat(peers.size())).append('\n');
            rows.forEach((row, title) -> {
                String cells =
                        peers.stream().map(peer -> cell(row, peer, metric)).collect(Collectors.joining(" | "));
                if (!cells.replace("|", "").replace("–", "").isBlank()) {
                    text.append("| ").append(title).append(" | ").append(cells).append(" |\n");
                }
            });
            text.append('\n');
        }
        return text.toString();
    }

    /** The figure, and how it compares with the reference. */
    String cell(String row, String peer, Metric metric) {
        OptionalDouble figure = results.median(row, peer, metric);
        if (figure.isEmpty()) {
            return "–";
        }
        String text = number(figure.getAsDouble(), metric.decimals());
        OptionalDouble own = results.median(row, reference, metric);
        if (peer.equals(reference) || own.isEmpty() || figure.getAsDouble() == 0) {
            return text;
        }
        return text + " (" + ratio(own.getAsDouble() / figure.getAsDouble()) + ")";
    }

    static String number(double figure, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", figure);
    }

    /** A ratio with two digits or three. */
    static String ratio(double ratio) {
        return String.format(Locale.ROOT, ratio >= ENOUGH ? "%.0f×" : ratio >= 1 ? "%.1f×" : "%.2f×", ratio);
    }

    private static String capitalized(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** The remarks, as a list. */
    static String list(Iterable<String> lines) {
        List<String> items = new ArrayList<>();
        lines.forEach(line -> items.add("- " + line + "\n"));
        return String.join("", items);
    }
}
