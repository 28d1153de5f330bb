package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code ./kith soak --overload} does for minutes, for seconds; of speed it says nothing here. */
class OverloadSoakTest {
    @Test
    void honest_clients_that_want_too_much_end_no_node_and_lose_nothing() {
        OverloadSoak.Plan plan = new OverloadSoak.Plan(
                3,
                2,
                "128m",
                Duration.ofSeconds(4),
                Duration.ofSeconds(1),
                600,
                5_000,
                Duration.ofMinutes(1),
                System.nanoTime());
        StringWriter text = new StringWriter();
        List<String> wrong = new OverloadSoak(plan, NodeProgram.forShortRuns(), new PrintWriter(text, true)).run();
        assertThat(wrong.stream().filter(each -> !each.startsWith("only ")))
                .as(text.toString())
                .filteredOn(each -> !each.startsWith("---"))
                .isEmpty();
        assertThat(text.toString())
                .contains("600 idle connections")
                .containsPattern("elements added [1-9][0-9,]*, taken [1-9]")
                .contains("twice 0; keys read wrongly 0");
    }
}
