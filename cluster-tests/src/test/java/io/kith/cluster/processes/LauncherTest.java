package io.kith.cluster.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The {@code kith} script, in a checkout that has nothing but what it looks at, with a Java that only says how it was called. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class LauncherTest {
    private static final String MODULES =
            "ring transport membership config-gossip collections replication client node cli";

    @TempDir
    private Path root;

    @TempDir
    private Path outside;

    private Path jar;

    @BeforeEach
    void makeCheckout() throws IOException {
        Path script = Path.of("../kith");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(script, root.resolve("kith"));
        Files.setPosixFilePermissions(root.resolve("kith"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(root.resolve("target"));
        write("pom.xml", "");
        for (String module : MODULES.split(" ", -1)) {
            write(module + "/pom.xml", "");
            Files.createDirectories(root.resolve(module + "/src/main"));
        }
        write("jdk/release", "JAVA_VERSION=\"17.0.1\"\n");
        write("jdk/bin/java", "#!/bin/sh\necho \"java $*\"\necho \"charmap $(locale charmap)\"\n");
        Files.setPosixFilePermissions(root.resolve("jdk/bin/java"), PosixFilePermissions.fromString("rwxr-xr-x"));
        jar = write("cli/target/kith.jar", "");
        write("cli/target/kith-java17.jsa", "");
    }

    @AfterEach
    void makeWritable() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private Path write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private void makeSourcesNewer() throws IOException {
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }

    private void makeReadOnly() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("r-xr-xr-x"));
            }
        }
    }

    /** Runs the script, as nobody where this is root, who may write anywhere; returns the exit code and all that it wrote. */
    private Shell.Result kith(Map<String, String> environment) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (Files.isWritable(Path.of("/"))) {
            command.addAll(List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"));
        }
        command.addAll(List.of("sh", root.resolve("kith").toString(), "status"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().putAll(environment);
        Path written = outside.resolve("output");
        Process process = builder.redirectOutput(written.toFile()).start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(40, TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String output = Files.readString(written);
        assertThat(ended).as("it ends; it said: %s", output).isTrue();
        return new Shell.Result(process.exitValue(), output);
    }

    @Test
    void what_was_built_is_run_where_nothing_can_be_built_and_it_is_said() throws Exception {
        makeSourcesNewer();
        makeReadOnly();
        Shell.Result result = kith(Map.of());
        assertThat(result.exitCode()).isZero();
        assertThat(result.output())
                .contains("sources are newer than")
                .contains("cannot be written to: running what was built before")
                .contains("kith.jar status");
    }

    @Test
    void where_nothing_was_built_and_nothing_can_be_the_reason_is_said() throws Exception {
        Files.delete(jar);
        makeReadOnly();
        Shell.Result result = kith(Map.of());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("has to be built first, but").contains("cannot be written to");
    }

    @Test
    void a_lock_that_cannot_be_made_is_not_waited_for() throws Exception {
        makeSourcesNewer();
        write("target/kith-build.lock", "this is no directory");
        Files.setPosixFilePermissions(root.resolve("target"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Shell.Result result = kith(Map.of());
        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).contains("kith-build.lock cannot be made").contains("kith.jar status");
    }

    @Test
    void text_is_utf_8_whatever_the_locale_is() throws Exception {
        for (Map<String, String> locale : List.of(
                Map.<String, String>of(),
                Map.of("LANG", "xx_XX.UTF-8"),
                Map.of("LC_ALL", "xx_XX.UTF-8"),
                Map.of("LC_CTYPE", "de_DE.ISO-8859-1", "LANG", "C.UTF-8"),
                Map.of("LANG", "C"),
                Map.of("LC_ALL", "POSIX"),
                Map.of("LANG", "C.UTF-8"))) {
            assertThat(kith(locale).output()).as("%s", locale).contains("charmap UTF-8");
        }
    }
}
