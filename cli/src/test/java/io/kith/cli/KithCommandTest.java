package io.kith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KithCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "node --help",
                "status --help",
                "graph --help",
                "ring --help",
                "ls --help",
                "map --help",
                "map words put --help",
                "map words get --help",
                "map words remove --help",
                "map words size --help",
                "map words entries --help",
                "import --help",
                "leave --help",
                "demo --help"
            })
    void every_command_has_help(String command) {
        assertThat(run(command)).isZero();
        assertThat(out.toString()).startsWith("Usage: kith");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void the_help_lists_every_command_that_is_for_users() {
        run("--help");
        assertThat(out.toString().lines().filter(line -> line.matches("  [a-z]+ +[A-Z].*")))
                .extracting(line -> line.strip().replaceAll(" .*", ""))
                .containsExactly(
                        "node", "status", "graph", "ring", "map", "ls", "import", "leave", "config", "recover", "demo");
    }

    @Test
    void the_version_is_told() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("kith ");
    }

    @Test
    void an_unknown_option_is_refused_with_a_guess_at_what_was_meant() {
        assertThat(run("status --sed 127.0.0.1:7400 --seed 127.0.0.1:7401")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--sed")
                .contains("Possible solutions: --seed")
                .contains("kith status --help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_mistyped_required_option_is_called_unknown_rather_than_missing() {
        assertThat(run("status --sed 127.0.0.1:7400")).isEqualTo(2);
        assertThat(err.toString()).contains("--sed").contains("Possible solutions: --seed");
    }

    @Test
    void an_unknown_command_is_refused_with_a_guess_at_what_was_meant() {
        assertThat(run("stats")).isEqualTo(2);
        assertThat(err.toString()).contains("stats").contains("kith status");
    }

    @Test
    void no_command_at_all_is_refused() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("say what to do").contains("kith --help");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "map words",
                "map words put key --seed 127.0.0.1:7400",
                "map words get --seed 127.0.0.1:7400",
                "map words entries --limit 0 --seed 127.0.0.1:7400",
                "import words --seed 127.0.0.1:7400",
                "import words file --key-columns 0 --seed 127.0.0.1:7400",
                "import words file --in-flight 0 --seed 127.0.0.1:7400",
                "leave --seed 127.0.0.1:7400",
                "status --seed nowhere",
                "status --seed 127.0.0.1:99999",
                "node",
                "node --listen 7400",
                "node --listen 127.0.0.1:7400 --seed nowhere",
                "node --listen 127.0.0.1:7400 --replicas 0",
                "node --listen 127.0.0.1:7400 --weight many",
                "node --listen 127.0.0.1:7400 --log-level loud",
                "demo --threads 0"
            })
    void a_command_line_that_makes_no_sense_is_refused_in_a_line_or_two(String command) {
        assertThat(run(command)).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString())
                .startsWith("kith: ")
                .contains("--help'.")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
    }

    @Test
    void what_is_wrong_with_an_address_is_said() {
        assertThat(run("status --seed nowhere")).isEqualTo(2);
        assertThat(err.toString()).contains("'nowhere' is not HOST:PORT, as in 127.0.0.1:7400");
    }

    @Test
    void a_missing_file_is_named() {
        assertThat(run("import words /nowhere/cities.tsv --seed 127.0.0.1:7400"))
                .isEqualTo(1);
        assertThat(err.toString()).isEqualToIgnoringNewLines("kith: there is no file /nowhere/cities.tsv");
    }

    @Test
    void stack_traces_are_shown_only_to_those_who_ask() {
        assertThat(run("import words /nowhere/cities.tsv --seed 127.0.0.1:7400 --verbose"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("\tat ");
    }

    @Test
    void the_demo_names_a_file_that_is_missing(@TempDir Path folder) throws IOException {
        Path there = Files.writeString(folder.resolve("there"), "words");

        assertThat(run("demo", there.toString(), folder.resolve("missing").toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("there is no file").contains("missing");
    }

    @Test
    void a_port_in_use_is_a_plain_error() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("node --log-level off --listen 127.0.0.1:" + taken.getLocalPort()))
                    .isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("kith: ")
                    .contains(String.valueOf(taken.getLocalPort()))
                    .hasLineCount(1);
        }
    }

    private int run(String... arguments) {
        String[] split = arguments.length == 1 ? arguments[0].split(" ", -1) : arguments;
        return KithCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), split);
    }
}
