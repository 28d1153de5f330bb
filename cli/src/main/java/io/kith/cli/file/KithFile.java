package io.kith.cli.file;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.kith.client.ClientOptions;
import io.kith.node.NodeOptions;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file, in YAML: a section {@code node} and a section {@code client}, every key of which is optional; see
 * {@link FileKey#all}. Whatever it says is checked when it is read, and an error names its line.
 */
public final class KithFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final int CLOSE_ENOUGH = 3;

    /** What counts where there is no file. */
    public static final KithFile EMPTY = new KithFile("", Map.of());

    private final String name;
    private final Map<FileKey, Entry> entries;

    /** What the file says of one key: its values, of which all but lists have one, and in which line. */
    private record Entry(List<String> values, int line) {}

    private KithFile(String name, Map<FileKey, Entry> entries) {
        this.name = name;
        this.entries = entries;
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     * @throws KithFileException if it says something that makes no sense; the message names the line
     */
    public static KithFile read(Path path) throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new KithFileException(path + " has more than " + MAX_BYTES + " bytes: it is no configuration file");
        }
        try {
            return parse(path.toString(), Files.readString(path));
        } catch (CharacterCodingException e) {
            throw new KithFileException(path + " is no text of UTF-8");
        }
    }

    /**
     * Reads {@code text}.
     *
     * @param name what it is called in messages
     * @throws KithFileException if it says something that makes no sense; the message names the line
     */
    public static KithFile parse(String name, String text) {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            Map<FileKey, Entry> entries = new LinkedHashMap<>();
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return new KithFile(name, entries);
            }
            if (first != JsonToken.START_OBJECT) {
                throw problem(name, parser, "begin with a section, 'node:' or 'client:'");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                section(name, parser, entries);
            }
            return new KithFile(name, entries);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            String message = e.getOriginalMessage().lines().findFirst().orElse("it cannot be read");
            throw new KithFileException(name + ":" + line + ": no YAML: " + message);
        } catch (IOException e) {
            throw new KithFileException(name + ": " + e.getMessage());
        }
    }

    private static void section(String name, JsonParser parser, Map<FileKey, Entry> entries) throws IOException {
        String section = parser.currentName();
        List<FileKey> keys = FileKey.all().stream()
                .filter(key -> key.section().equals(section))
                .toList();
        if (keys.isEmpty()) {
            throw problem(
                    name,
                    parser,
                    "there is no section '" + section + "'" + suggestion(section, List.of("node", "client")));
        }
        JsonToken begin = parser.nextToken();
        if (begin == JsonToken.VALUE_NULL
                || (begin == JsonToken.VALUE_STRING && parser.getText().isEmpty())) {
            return;
        }
        if (begin != JsonToken.START_OBJECT) {
            throw problem(
                    name,
                    parser,
                    "the section '" + section + "' has keys with values, as in '"
                            + keys.get(0).name() + ": " + keys.get(0).defaultValue() + "'");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String keyName = parser.currentName();
            FileKey key = FileKey.find(section, keyName);
            if (key == null) {
                List<String> names = keys.stream().map(FileKey::name).toList();
                throw problem(
                        name,
                        parser,
                        "there is no key '" + keyName + "' in section '" + section + "'" + suggestion(keyName, names));
            }
            int line = parser.currentTokenLocation().getLineNr();
            if (entries.put(key, new Entry(values(name, parser, key), line)) != null) {
                throw new KithFileException(name + ":" + line + ": " + section + "." + keyName + " is there twice");
            }
        }
    }

    private static List<String> values(String name, JsonParser parser, FileKey key) throws IOException {
        List<String> values = new ArrayList<>();
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_ARRAY) {
            if (!key.isList()) {
                throw problem(name, parser, key.section() + "." + key.name() + " is one value, not a list");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                values.add(value(name, parser, key));
            }
        } else {
            values.add(value(name, parser, key));
        }
        return values;
    }

    private static String value(String name, JsonParser parser, FileKey key) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isScalarValue()) {
            throw problem(name, parser, key.section() + "." + key.name() + " is a plain value");
        }
        String text = token == JsonToken.VALUE_NULL ? "" : parser.getText();
        String refusal = key.refusal(text);
        if (refusal != null) {
            throw problem(name, parser, key.section() + "." + key.name() + " " + refusal);
        }
        return text;
    }

    private static KithFileException problem(String name, JsonParser parser, String what) {
        return new KithFileException(name + ":" + parser.currentTokenLocation().getLineNr() + ": " + what);
    }

    private static String suggestion(String typed, List<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String best = known.get(0);
        for (String each : known) {
            if (distance.apply(typed, each) < distance.apply(typed, best)) {
                best = each;
            }
        }
        return distance.apply(typed, best) <= CLOSE_ENOUGH
                ? "; did you mean '" + best + "'?"
                : "; known are " + String.join(", ", known);
    }

    /** What it says of {@code key}, lists joined by commas; null if nothing. */
    public @Nullable String value(FileKey key) {
        Entry entry = entries.get(key);
        return entry == null ? null : String.join(",", entry.values());
    }

    /** Where it says so, as in {@code kith.yaml:7}; null if it says nothing. */
    public @Nullable String place(FileKey key) {
        Entry entry = entries.get(key);
        return entry == null ? null : name + ":" + entry.line();
    }

    /**
     * What a client that is started by this file has for options.
     *
     * @throws KithFileException if a value is out of range
     */
    public ClientOptions clientOptions() {
        return fold("client", ClientOptions.defaults(), KithFile::with);
    }

    /** Options with one key's value changed. */
    @FunctionalInterface
    private interface Change<T> {
        T apply(T options, String key, String value);
    }

    /** {@code options}, changed by all that a section says, in order. */
    private <T> T fold(String section, T options, Change<T> change) {
        T changed = options;
        for (Map.Entry<FileKey, Entry> each : entries.entrySet()) {
            if (!each.getKey().section().equals(section)) {
                continue;
            }
            try {
                for (String value : each.getValue().values()) {
                    changed = change.apply(changed, each.getKey().name(), value);
                }
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new KithFileException(place(each.getKey()) + ": " + e.getMessage());
            }
        }
        return changed;
    }

    private static ClientOptions with(ClientOptions options, String key, String value) {
        return switch (key) {
            case "seed" -> options.address(value);
            case "cluster" -> options.cluster(value);
            case "deadline-millis" -> options.deadline(Duration.ofMillis(Long.parseLong(value)));
            case "connect-timeout-millis" -> options.connectTimeout(Duration.ofMillis(Long.parseLong(value)));
            case "connect-within-millis" -> options.connectWithin(Duration.ofMillis(Long.parseLong(value)));
            case "lazy" -> Boolean.parseBoolean(value) ? options.lazy() : options;
            case "allow-by-setting" -> Boolean.parseBoolean(value) ? options.allowBySetting() : options;
            case "max-in-flight" -> options.maxInFlight(Math.toIntExact(Long.parseLong(value)));
            case "max-value-bytes" -> options.maxValueBytes(Math.toIntExact(Long.parseLong(value)));
            case "event-loops" -> options.eventLoops(Math.toIntExact(Long.parseLong(value)));
            case "allow-packages" -> options.allowPackage(value);
            default -> throw new IllegalArgumentException("unknown key " + key);
        };
    }

    /**
     * What a node that is started by this file has for options.
     *
     * @throws KithFileException if a value is out of range
     */
    public NodeOptions nodeOptions() {
        return fold("node", NodeOptions.defaults(), KithFile::with);
    }

    private static NodeOptions with(NodeOptions options, String key, String value) {
        return switch (key) {
            case "listen" -> options.listen(value);
            case "advertise" -> options.advertise(value);
            case "seed" -> options.seed(value);
            case "expect" -> options.expect(Math.toIntExact(Long.parseLong(value)));
            case "cluster" -> options.cluster(value);
            case "replicas" -> options.replicas(Math.toIntExact(Long.parseLong(value)));
            case "zone" -> options.zone(value);
            case "weight" -> options.weight(Math.toIntExact(Long.parseLong(value)));
            case "witness" -> options.witness(Boolean.parseBoolean(value));
            case "relaying" -> options.relaying(Boolean.parseBoolean(value));
            case "value-limit" -> options.valueLimitBytes(Math.toIntExact(Long.parseLong(value)));
            case "receive-limit" -> options.intake(options.intake().receiveLimitBytes(Long.parseLong(value)));
            case "max-connections" ->
                options.intake(options.intake().maxConnections(Math.toIntExact(Long.parseLong(value))));
            case "max-connections-per-address" ->
                options.intake(options.intake().maxConnectionsPerAddress(Math.toIntExact(Long.parseLong(value))));
            case "memory-limit" -> options.memoryLimitBytes(Long.parseLong(value));
            // How the process logs and stops is no matter of the node in it.
            case "drain-seconds", "log-level" -> options;
            default -> throw new IllegalArgumentException("unknown key " + key);
        };
    }

    /** A file that says, in comments, all that can be said. */
    public static String defaults() {
        StringBuilder text = new StringBuilder("""
                # Kith: what a node or a client is started with. Every key is optional.
                # Flags go before the environment (KITH_NODE_LISTEN, ...), that before this file, this before defaults.
                """);
        String section = "";
        for (FileKey key : FileKey.all()) {
            if (!key.section().equals(section)) {
                section = key.section();
                text.append('\n').append(section).append(":\n");
            }
            String value = key.defaultValue();
            text.append("  # ")
                    .append(key.description())
                    .append("  ")
                    .append(key.environmentName())
                    .append('\n');
            text.append(value == null ? "  # " : "  ").append(key.name()).append(": ");
            text.append(value != null ? value : key.isList() ? "[]" : "").append('\n');
        }
        return text.toString();
    }
}
