package io.kith.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFileTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsThereIsOverwrittenOnlyByForce() throws Exception {
        Path file = folder.resolve("graph.svg");
        NewFile.write(file, "one, and long", false);
        assertThatThrownBy(() -> NewFile.write(file, "two", false))
                .isInstanceOf(KithFileException.class)
                .hasMessageContaining("graph.svg is there already")
                .hasMessageContaining("--force");
        assertThat(Files.readString(file)).isEqualTo("one, and long");
        NewFile.write(file, "two", true);
        assertThat(Files.readString(file)).isEqualTo("two");
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> NewFile.check(folder, true)).hasMessageContaining("is a folder");
    }

    @Test
    void devicesAreWrittenToWithoutForce() throws Exception {
        Path device = Path.of("/dev/null");
        if (Files.exists(device)) {
            NewFile.write(device, "picture", false);
        }
    }
}
