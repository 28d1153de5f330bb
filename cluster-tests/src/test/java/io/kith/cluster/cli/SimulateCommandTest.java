package io.kith.cluster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_range_of_seeds_is_run_and_summed_up() {
        assertThat(run("--seeds 3..5 --threads 1")).as(out.toString()).isZero();
        assertThat(out.toString())
                .contains("schedules     3, of which 0 failed")
                .contains("virtual hours")
                .contains("0 violations")
                .contains("clusters settled");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_seed_is_replayed_with_all_that_happens() {
        assertThat(run("--replay 3 --nodes 3")).isZero();
        assertThat(out.toString()).contains("nodes=3").contains("formed").contains("healed");
    }

    @Test
    void traces_are_a_line_a_seed_in_order_and_the_same_every_time() {
        assertThat(run("--seeds 3..6 --traces --threads 2")).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(4);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i)).matches(3 + i + " [0-9a-f]{1,16} [0-9]+");
        }
        out.getBuffer().setLength(0);
        assertThat(run("--seeds 3..6 --traces --threads 1")).isZero();
        assertThat(out.toString().lines()).containsExactlyElementsOf(lines);
    }

    @Test
    void help_says_how_to_replay() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: kith simulate").contains("--replay");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--seeds 5..3",
                "--seeds x",
                "--nodes 1",
                "--threads 0",
                "--minutes -1",
                "--replay 1 --seeds 1..2",
                "--replay 1 --traces"
            })
    void what_makes_no_sense_is_refused(String arguments) {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err.toString()).startsWith("kith: ").contains("kith simulate --help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void ranges_are_read_as_they_are_written() {
        assertThat(SeedRange.parse("1..1000")).isEqualTo(new SeedRange(1, 1_000));
        assertThat(SeedRange.parse("-7")).isEqualTo(new SeedRange(-7, -7));
        assertThatThrownBy(() -> SeedRange.parse("1-2")).hasMessageContaining("1..1000");
    }

    private int run(String arguments) {
        return SimulateCommand.run(new PrintWriter(out), new PrintWriter(err), arguments.split(" "));
    }
}
