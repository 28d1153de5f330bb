package io.kith.bench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.kith.bench.peer.Contestant;
import io.kith.bench.worker.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All figures of all rounds, for programs. */
final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonReport() {}

    static String of(Plan plan, RunResults results, List<String> head) throws JsonProcessingException {
        Map<String, Object> rows = new LinkedHashMap<>();
        for (String row : results.rows().keySet()) {
            Map<String, Object> peers = new LinkedHashMap<>();
            for (Contestant peer : plan.peers()) {
                Map<String, Object> figures = new LinkedHashMap<>();
                for (Metric metric : Metric.values()) {
                    List<Double> rounds = results.rounds(row, peer.name(), metric);
                    if (!rounds.isEmpty()) {
                        figures.put(metric.name(), Map.of("median", RunResults.median(rounds), "rounds", rounds));
                    }
                }
                if (!figures.isEmpty()) {
                    peers.put(peer.name(), figures);
                }
            }
            rows.put(row, peers);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("about", head);
        all.put("leftOut", results.notes());
        all.put("rows", rows);
        return JSON.writeValueAsString(all);
    }
}
