package io.kith.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFilesTest {
    @TempDir
    private Path folder;

    @Test
    void sources_and_documentation_are_found_but_not_tests_and_what_tools_leave() throws IOException {
        Path source = write("ring/src/main/java/Ring.java");
        Path readme = write("README.md");
        Path pom = write("ring/pom.xml");
        write("ring/target/generated/Copy.java");
        write("ring/src/test/java/RingTest.java");
        write(".git/description.md");
        write("kith");

        assertThat(DemoFiles.textsUnder(folder)).containsExactlyInAnyOrder(source, readme, pom);
    }

    @Test
    void the_project_is_found_from_within_its_build_output() throws IOException {
        write("pom.xml");
        write("kith");
        Path jar = write("node/target/kith.jar");

        assertThat(DemoFiles.projectRoot(jar)).isEqualTo(folder);
    }

    @Test
    void a_program_outside_the_project_finds_none() throws IOException {
        assertThat(DemoFiles.projectRoot(write("lib/kith.jar"))).isNull();
        assertThat(DemoFiles.projectRoot(null)).isNull();
    }

    private Path write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "text");
    }
}
