package io.kith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What comes in other than it was written is not stored. */
class UnreadableTextTest {
    private static final List<String> GREETING = List.of("map", "m", "put", "ключ", "значение");

    @TempDir
    private Path directory;

    @Test
    void textThatWasReadAsUtf8IsFineUnlessSomethingOfItWasLost() {
        assertThat(UnreadableText.refusal(GREETING, Map.of("KITH_NODE_ZONE", "зона"), "UTF-8"))
                .isNull();
        assertThat(UnreadableText.refusal(List.of("put", "a\uFFFD"), Map.of(), "UTF-8"))
                .contains("argument 2")
                .contains("cannot be read as it was written");
        assertThat(UnreadableText.refusal(List.of(), Map.of("KITH_NODE_ZONE", "\uFFFD", "OTHER", "\uFFFD"), "UTF-8"))
                .contains("KITH_NODE_ZONE");
        assertThat(UnreadableText.refusal(List.of(), Map.of("OTHER", "\uFFFD"), "UTF-8"))
                .isNull();
    }

    @Test
    void textThatWasReadOtherwiseMayHaveAsciiAndNothingElse() {
        for (String encoding : List.of("ANSI_X3.4-1968", "ISO-8859-1", "nobody's")) {
            assertThat(UnreadableText.refusal(List.of("map", "m", "put", "key"), Map.of(), encoding))
                    .isNull();
            assertThat(UnreadableText.refusal(GREETING, Map.of(), encoding))
                    .contains("argument 4")
                    .contains(encoding)
                    .contains("set LC_ALL");
        }
    }

    /** What a program wrote, and its exit code. */
    private record Outcome(int exitCode, String output) {}

    /** Runs the command line in a shell, as arguments of this process may be spoilt themselves. */
    private Outcome run(String locale, String arguments) throws IOException, InterruptedException {
        Path script = directory.resolve("run.sh");
        Files.writeString(
                script,
                "LC_ALL=" + locale + " exec '" + System.getProperty("java.home") + "/bin/java' -cp '"
                        + System.getProperty("java.class.path") + "' io.kith.cli.KithCommand " + arguments + "\n",
                StandardCharsets.UTF_8);
        Process process = new ProcessBuilder("sh", script.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), output);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessWithoutThatLocaleRefusesWhatItCannotRead() throws Exception {
        for (String locale : List.of("C", "xx_XX.UTF-8")) {
            Outcome outcome = run(locale, "map m put ключ значение --seed 127.0.0.1:1");
            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.output()).contains("argument 4").contains("UTF-8");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProcessWithALocaleOfUtf8ReadsAndWritesAll() throws Exception {
        Outcome outcome = run("C.UTF-8", "ключ");
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).contains("ключ");
    }
}
