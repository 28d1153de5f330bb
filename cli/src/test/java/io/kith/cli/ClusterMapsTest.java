package io.kith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kith.node.KithNode;
import io.kith.node.NodeOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterMapsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<KithNode> NODES = new ArrayList<>();

    @BeforeAll
    static void start() {
        NODES.add(KithNode.start(NodeOptions.defaults().listen("127.0.0.1:0").partitions(32)));
        String seed = NODES.get(0).address().toString();
        for (int i = 0; i < 2; i++) {
            NODES.add(
                    KithNode.start(NodeOptions.defaults().listen("127.0.0.1:0").seed(seed)));
        }
        NODES.forEach(node -> node.awaitServing(PATIENCE));
        assertThat(run("status", "--wait-full", "60")).contains("32 full");
    }

    @AfterAll
    static void stop() {
        NODES.forEach(KithNode::close);
    }

    private static String run(String command, String... more) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> words = new ArrayList<>(
                List.of(command, "--seed", NODES.get(0).address().toString()));
        words.addAll(List.of(more));
        int exitCode =
                KithCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(new String[0]));
        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).isZero();
        return out.toString();
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    @Test
    void the_graph_has_every_link_as_both_of_its_ends_measured_it() {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode links = json(run("graph", "--json")).get("links");
            long betweenNodes = 0;
            for (JsonNode link : links) {
                betweenNodes += link.get("from").asText().equals("client") ? 0 : 1;
                assertThat(link.get("down").asBoolean()).isFalse();
                assertThat(link.get("roundTripMicros").asInt()).isPositive();
            }
            assertThat(betweenNodes).isEqualTo(6);
        });
        assertThat(run("graph")).contains("ROUND TRIP").doesNotContain("warning");
        assertThat(run("graph", "--dot")).startsWith("digraph").contains(" -> ");
        assertThat(run("status")).doesNotContain("warning");
    }

    @Test
    void the_ring_tells_who_owns_what_and_what_a_join_would_move() {
        JsonNode ring = json(run("ring", "--json", "--what-if", "+1"));
        long held = 0;
        for (JsonNode member : ring.get("members")) {
            held += member.get("primaryOf").asInt() + member.get("backupOf").asInt();
        }
        assertThat(held).isEqualTo(64);
        assertThat(ring.get("whatIf").get("copies").asInt()).isBetween(12, 20);
        assertThat(run("ring")).contains("PRIMARY OF").contains("FAIR");
    }

    @Test
    void pictures_are_drawn_into_files(@TempDir Path folder) throws IOException {
        for (String command : List.of("graph", "ring")) {
            Path file = folder.resolve(command + ".svg");
            run(command, "--svg", file.toString());
            assertThat(Files.readString(file))
                    .startsWith("<svg")
                    .contains("</svg>")
                    .contains(NODES.get(2).id().shortName());
        }
    }
}
