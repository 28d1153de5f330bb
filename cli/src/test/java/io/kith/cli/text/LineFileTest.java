package io.kith.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineFileTest {
    private static final String TEXT = "Zürich\tCH\n東京\tJP\nlast";

    @TempDir
    private Path folder;

    @Test
    void plain_and_gzipped_text_give_the_same_lines() throws IOException {
        Path plain = Files.writeString(folder.resolve("a.txt"), TEXT);
        Path zipped = folder.resolve("named-as-it-likes");
        Files.write(zipped, gzip(TEXT));

        assertThat(lines(plain)).containsExactly("Zürich\tCH", "東京\tJP", "last");
        assertThat(lines(zipped)).isEqualTo(lines(plain));
    }

    @Test
    void bytes_are_counted_as_they_lie_on_disk() throws IOException {
        Path zipped = Files.write(folder.resolve("a.gz"), gzip(TEXT.repeat(1_000)));
        try (LineFile file = LineFile.open(zipped)) {
            String line = file.next();
            while (line != null) {
                line = file.next();
            }
            assertThat(file.bytesRead()).isEqualTo(Files.size(zipped));
            assertThat(file.lines()).isEqualTo(2_001);
        }
    }

    @Test
    void an_empty_file_has_no_lines() throws IOException {
        assertThat(lines(Files.createFile(folder.resolve("empty")))).isEmpty();
    }

    @Test
    void what_is_no_text_is_refused() throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {'a', '\n', (byte) 0xFF, (byte) 0xFE});

        assertThatThrownBy(() -> lines(binary)).hasMessageContaining("not text in UTF-8");
    }

    @Test
    void damaged_gzip_data_is_refused() throws IOException {
        byte[] whole = gzip(TEXT);
        Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(whole, whole.length - 10));

        assertThatThrownBy(() -> lines(cut)).hasMessageContaining("damaged gzip");
    }

    @Test
    void a_missing_file_is_an_error() {
        assertThatThrownBy(() -> lines(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_folder_is_an_error_that_says_so() {
        assertThatThrownBy(() -> lines(folder)).hasMessageContaining("is a folder, not a file");
    }

    private static List<String> lines(Path path) throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineFile file = LineFile.open(path)) {
            for (String line = file.next(); line != null; line = file.next()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
