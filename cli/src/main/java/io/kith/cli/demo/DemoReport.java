package io.kith.cli.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;

/**
 * What the demo measured.
 *
 * @param files how many files were counted
 * @param passes how often, parts of a pass included
 * @param words how many words were counted
 * @param distinct how many different ones
 * @param seconds how long counting took
 * @param threads how many threads counted
 * @param formedAfterMillis from the start of the first process to three members
 * @param servingAfterMillis from the start of a process until it served, the slowest of the first three
 * @param firstConfigId the config when the client came
 * @param lastConfigId the config at the end
 * @param stallAtJoinMillis longest write while a node joined, and so on
 * @param differences one line for each count that differs from the one made in this JVM
 */
public record DemoReport(
        int files,
        double passes,
        long words,
        int distinct,
        double seconds,
        int threads,
        long formedAfterMillis,
        long servingAfterMillis,
        long firstConfigId,
        long lastConfigId,
        double stallAtJoinMillis,
        double stallAtKillMillis,
        double stallAtLeaveMillis,
        double stallOtherwiseMillis,
        List<String> differences) {
    private static final int SHOWN_DIFFERENCES = 20;

    public DemoReport {
        differences = List.copyOf(differences);
    }

    /** Whether every count is what it should be. */
    @JsonProperty
    public boolean identical() {
        return differences.isEmpty();
    }

    /** How many words were counted in a second. */
    @JsonProperty
    public double operationsPerSecond() {
        return seconds == 0 ? 0 : words / seconds;
    }

    /** The table and the verdict, for people. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        row(text, "words", "%,d   (%.1f passes over %,d files)", words, passes, files);
        row(text, "distinct", "%,d", distinct);
        row(text, "operations/s", "%,.0f   (merge, from %d threads)", operationsPerSecond(), threads);
        row(text, "config_ids passed", "%,d   (%,d to %,d)", lastConfigId - firstConfigId, firstConfigId, lastConfigId);
        row(
                text,
                "cluster formed",
                "%,d ms   (each node serving after %,d ms or less)",
                formedAfterMillis,
                servingAfterMillis);
        row(text, "longest stall", "%,.0f ms at the kill", stallAtKillMillis);
        row(text, "", "%,.0f ms at the join", stallAtJoinMillis);
        row(text, "", "%,.0f ms at the leave", stallAtLeaveMillis);
        row(text, "", "%,.0f ms otherwise", stallOtherwiseMillis);
        text.append(verdict());
        return text.toString();
    }

    private String verdict() {
        if (identical()) {
            return "identical";
        }
        StringBuilder text = new StringBuilder();
        differences.stream()
                .limit(SHOWN_DIFFERENCES)
                .forEach(line -> text.append(line).append(System.lineSeparator()));
        if (differences.size() > SHOWN_DIFFERENCES) {
            text.append("…").append(System.lineSeparator());
        }
        return text.append(differences.size()).append(" differences").toString();
    }

    private static void row(StringBuilder text, String name, String format, Object... values) {
        text.append(String.format(Locale.ROOT, "%-19s", name))
                .append(String.format(Locale.ROOT, format, values))
                .append(System.lineSeparator());
    }
}
