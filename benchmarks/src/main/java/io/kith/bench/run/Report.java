package io.kith.bench.run;

import io.kith.bench.peer.Contestant;
import io.kith.bench.process.Pin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text of a whole run. */
final class Report {
    private static final String REFERENCE = "kith";

    private Report() {}

    static String markdown(Plan plan, RunResults results, List<String> head) {
        List<String> names = plan.peers().stream().map(Contestant::name).toList();
        MarkdownTables tables = new MarkdownTables(results, names, REFERENCE);
        StringBuilder text = new StringBuilder();
        text.append(MarkdownTables.list(head)).append('\n');
        if (names.contains(REFERENCE) && names.size() > 1) {
            text.append("Figures are medians of the rounds. In brackets: Kith's figure divided by this one.\n\n");
        }
        if (names.contains(REFERENCE)) {
            text.append(new Goals(results, REFERENCE, grids(plan)).table());
        }
        for (Pin pin : plan.passes().stream().map(Plan.Pass::pin).distinct().toList()) {
            Map<String, String> rows = rows(results, pin.option() + "/");
            if (!rows.isEmpty()) {
                text.append("### Processes ").append(pin.text()).append("\n\n").append(tables.of(rows));
            }
        }
        Map<String, String> whole = rows(results, ClusterPass.ROWS);
        if (!whole.isEmpty()) {
            text.append("### Start, load and failure, one peer up at a time, processes not pinned\n\n");
            text.append(tables.of(whole));
        }
        if (!results.notes().isEmpty()) {
            text.append("### Left out\n\n").append(MarkdownTables.list(results.notes()));
        }
        return text.toString();
    }

    /** The peers that keep what they are given. */
    private static List<String> grids(Plan plan) {
        return plan.peers().stream()
                .filter(peer -> peer.copies() > 0)
                .map(Contestant::name)
                .toList();
    }

    private static Map<String, String> rows(RunResults results, String prefix) {
        Map<String, String> rows = new LinkedHashMap<>();
        results.rows().forEach((row, title) -> {
            if (row.startsWith(prefix)) {
                rows.put(row, title);
            }
        });
        return rows;
    }
}
