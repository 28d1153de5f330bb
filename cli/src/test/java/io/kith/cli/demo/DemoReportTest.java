package io.kith.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemoReportTest {
    @Test
    void it_ends_with_the_word_that_scripts_and_people_wait_for() {
        DemoReport report = report(List.of());

        assertThat(report.identical()).isTrue();
        assertThat(report.toText())
                .endsWith(System.lineSeparator() + "identical")
                .contains("operations/s       1,000");
    }

    @Test
    void differences_are_shown_instead_but_not_without_end() {
        DemoReport report = report(
                IntStream.range(0, 1_000).mapToObj(i -> "difference " + i).toList());

        assertThat(report.identical()).isFalse();
        assertThat(report.toText())
                .contains("difference 0")
                .endsWith("1000 differences")
                .doesNotContain("identical");
        assertThat(report.toText().lines().count()).isLessThan(50);
    }

    @Test
    void scripts_find_the_verdict_too() throws JsonProcessingException {
        JsonNode json = new JsonMapper().readTree(new JsonMapper().writeValueAsString(report(List.of("one"))));

        assertThat(json.get("identical").asBoolean(true)).isFalse();
        assertThat(json.get("operationsPerSecond").asDouble()).isEqualTo(1_000);
        assertThat(json.get("differences").get(0).asText()).isEqualTo("one");
    }

    private static DemoReport report(List<String> differences) {
        return new DemoReport(3, 1.5, 10_000, 700, 10.0, 8, 1_900, 900, 3, 40, 12.0, 1_300.0, 20.0, 5.0, differences);
    }
}
