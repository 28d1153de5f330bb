package io.kith.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.client.ClientOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KithFileTest {

    private static FileKey key(String section, String name) {
        return Objects.requireNonNull(FileKey.find(section, name));
    }

    @Test
    void whatThePrintedDefaultsSayIsWhatCountsWithoutAFile() {
        KithFile file = KithFile.parse("kith.yaml", KithFile.defaults());

        for (FileKey each : FileKey.all()) {
            String expected = each.isList() && each.defaultValue() == null ? "" : each.defaultValue();
            assertThat(file.value(each) == null ? "" : file.value(each)).isEqualTo(expected == null ? "" : expected);
        }
        assertThat(file.nodeOptions().cluster()).isEqualTo("kith");
        assertThat(file.clientOptions()).isNotNull();
    }

    @Test
    void listsAndPlainValuesAreRead() {
        KithFile file = KithFile.parse("kith.yaml", """
                node:
                  listen: 127.0.0.1:0
                  seed: [127.0.0.1:7400, 127.0.0.1:7401]
                client:
                  seed: 127.0.0.1:7402
                """);

        assertThat(file.value(key("node", "seed"))).isEqualTo("127.0.0.1:7400,127.0.0.1:7401");
        assertThat(file.value(key("client", "seed"))).isEqualTo("127.0.0.1:7402");
        assertThat(file.place(key("client", "seed"))).isEqualTo("kith.yaml:5");
        assertThat(file.value(key("node", "zone"))).isNull();
    }

    @Test
    void aClientIsAsTheFileSays() {
        ClientOptions options = KithFile.parse("kith.yaml", """
                client:
                  seed: "a:7400, dns:b:7401"
                  lazy: true
                  connect-within-millis: 500
                  allow-by-setting: true
                """).clientOptions();

        assertThat(options.addresses()).containsExactly("a:7400", "b:7401");
        assertThat(options.isLazy()).isTrue();
        assertThat(options.connectsWithin()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.allowsBySetting()).isTrue();
    }

    @Test
    void aFileThatIsNoTextOfUtf8IsSaidToBeNone(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("kith.yaml");
        Files.writeString(file, "node:\n  zone: Köln\n", StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> KithFile.read(file))
                .isInstanceOf(KithFileException.class)
                .hasMessageContaining("is no text of UTF-8");
    }

    @Test
    void anEmptyFileSaysNothing() {
        assertThat(KithFile.parse("kith.yaml", "").value(key("node", "listen"))).isNull();
        assertThat(KithFile.parse("kith.yaml", "node:\nclient:\n").value(key("node", "listen")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "node:\\n  lisen: a:1 | kith.yaml:2: there is no key 'lisen' in section 'node'; did you mean 'listen'?",
                "nodes:\\n  listen: a:1 | kith.yaml:1: there is no section 'nodes'; did you mean 'node'?",
                "node:\\n  weight: heavy | kith.yaml:2: node.weight is a whole number, not 'heavy'",
                "node:\\n  witness: maybe | kith.yaml:2: node.witness is true or false, not 'maybe'",
                "node:\\n  listen: here | kith.yaml:2: node.listen is no address: 'here' is not HOST:PORT, as in 127.0.0.1:7400",
                "node:\\n  zone: [a, b] | kith.yaml:2: node.zone is one value, not a list",
                "node: 7 | kith.yaml:1: the section 'node' has keys with values",
                "- a | kith.yaml:1: begin with a section",
                "node:\\n  zone: 'a | kith.yaml:2: no YAML",
                "node:\\n  zone: a\\n  zone: b | kith.yaml:3"
            })
    void whatMakesNoSenseIsAnErrorWithItsLine(String text, String message) {
        assertThatThrownBy(() -> KithFile.parse("kith.yaml", text.replace("\\n", "\n")))
                .isInstanceOf(KithFileException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aValueOutOfRangeIsAnErrorWithItsLine() {
        KithFile file = KithFile.parse("kith.yaml", "node:\n  weight: 100\n  replicas: 9\n");

        assertThatThrownBy(file::nodeOptions)
                .isInstanceOf(KithFileException.class)
                .hasMessage("kith.yaml:3: the number of replicas is 1 to 7, not 9");
    }
}
