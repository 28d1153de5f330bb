package io.kith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.client.Kith;
import io.kith.client.OpenOptions;
import io.kith.node.KithNode;
import io.kith.node.NodeOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LsCommandTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static String run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = KithCommand.run(new PrintWriter(out), new PrintWriter(err), Map.of(), arguments);
        assertThat(exitCode).as(err.toString()).isZero();
        return out.toString();
    }

    @Test
    void the_collections_of_a_cluster_are_listed_with_what_they_are() {
        try (KithNode node = KithNode.start(
                NodeOptions.defaults().listen("127.0.0.1:0").partitions(16).replicas(1))) {
            Kith kith = node.awaitServing(PATIENCE).client();
            kith.hashMap("words", OpenOptions.defaults().timeToLive(Duration.ofHours(1)))
                    .put("a", "b");
            kith.vecDeque("jobs", OpenOptions.defaults().capacity(5)).addAll(List.of(1, 2, 3));
            kith.counter("hits").addAndGet(3);
            String seed = node.address().toString();

            assertThat(run("ls", "--seed", seed).lines())
                    .containsExactly(
                            "name   type       size      ttl  capacity",
                            "hits   counter",
                            "jobs   vec deque     3                  5",
                            "words  hash map      1  3600000");
            // One of them is enough, as for all commands.
            assertThat(run("ls", "--json", "--seed", "dns:" + seed + ",127.0.0.1:1")
                            .replaceAll("\\s", ""))
                    .isEqualTo("[{\"name\":\"hits\",\"type\":\"counter\",\"size\":0},"
                            + "{\"name\":\"jobs\",\"type\":\"vecdeque\",\"size\":3,\"capacity\":5},"
                            + "{\"name\":\"words\",\"type\":\"hashmap\",\"size\":1,\"ttlMillis\":3600000}]");
        }
    }
}
