package io.kith.cluster.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Jazzer, guided by what each decoder's code did with what came before, in a process of its own: see {@code CONTRIBUTING.md}. */
class JazzerTest {
    private static final int SECONDS = Integer.getInteger("jazzer.seconds", 10);
    private static final int START_SECONDS = 300;
    private static final int RAN = 0;
    private static final String INSTRUMENTED = "io.kith.**:com.esotericsoftware.kryo.**";
    private static final Path FOLDER = Path.of("target/jazzer");

    @TestFactory
    Stream<DynamicTest> whateverJazzerThinksOfIsReadOrRefused() {
        return Arrays.stream(FuzzedDecoder.values())
                .map(decoder -> DynamicTest.dynamicTest(decoder.name(), () -> attack(decoder)));
    }

    private static void attack(FuzzedDecoder decoder) throws IOException, InterruptedException {
        String name = decoder.name().toLowerCase(Locale.ROOT);
        Path found = FOLDER.resolve(name);
        Path corpus = found.resolve("corpus");
        Files.createDirectories(corpus);
        int number = 0;
        for (byte[] seed : FuzzSeeds.of(decoder)) {
            Files.write(corpus.resolve("seed-" + number++), seed);
        }
        File output = found.resolve("output.txt").toFile();
        Process process = new ProcessBuilder(command(name, found, corpus))
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        boolean ended = process.waitFor(SECONDS + START_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output.toPath(), StandardCharsets.ISO_8859_1);
        assertThat(ended).as(said).isTrue();
        assertThat(process.waitFor())
                .as("move " + found + "/crash-… to src/test/resources/io/kith/cluster/fuzz/" + name + ":\n" + said)
                .isEqualTo(RAN);
        // Else it has measured nothing, and would be no better than DecoderFuzzTest.
        assertThat(said).containsPattern("DONE +cov: [1-9][0-9]+");
    }

    private static List<String> command(String decoder, Path found, Path corpus) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dfuzz.decoder=" + decoder,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + JazzerTarget.class.getName(),
                "--instrumentation_includes=" + INSTRUMENTED,
                // Its watch over sun.misc.Unsafe breaks what Netty does with it.
                "--custom_hook_includes=" + INSTRUMENTED,
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.UnsafeSanitizer",
                "--reproducer_path=" + found,
                "-artifact_prefix=" + found + "/",
                "-timeout=60",
                "-max_len=4096",
                "-rss_limit_mb=4096",
                "-max_total_time=" + SECONDS,
                corpus.toString());
    }
}
