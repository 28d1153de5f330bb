package io.kith.simulation;

import io.kith.transport.Message;
import io.kith.transport.MessageCodecs;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bytes of a family's messages as they are kept in a test resource, a line a message: a name and the bytes in hex.
 * What was written once must stay readable for ever, and what is written must not change unless the family's version
 * does; a message that has no such line is not tested against that, and so is complained of.
 */
public final class GoldenBytes {
    private final MessageCodecs codecs;
    private final SortedMap<String, byte[]> kept;
    private final List<String> complaints = new ArrayList<>();

    private GoldenBytes(MessageCodecs codecs, SortedMap<String, byte[]> kept) {
        this.codecs = codecs;
        this.kept = kept;
    }

    /**
     * What is wrong with the kept bytes of a family; empty if nothing is.
     *
     * @param resource where they are kept, as seen from {@code near}
     * @param family the sealed type of the family's messages
     * @param samples messages by the names of their lines; at least one of each class
     */
    public static List<String> complaints(
            Class<?> near,
            String resource,
            MessageCodecs codecs,
            Class<? extends Message> family,
            Map<String, ? extends Message> samples) {
        GoldenBytes golden = new GoldenBytes(codecs, load(near, resource));
        golden.checkThatAllAreThere(family, samples);
        samples.forEach(golden::checkWritten);
        golden.kept.forEach(golden::checkRead);
        return golden.complaints;
    }

    /** All records below a sealed type. */
    public static List<Class<?>> recordsOf(Class<?> sealed) {
        List<Class<?>> records = new ArrayList<>();
        if (sealed.isRecord()) {
            records.add(sealed);
        }
        Class<?>[] below = sealed.getPermittedSubclasses();
        for (Class<?> each : below == null ? new Class<?>[0] : below) {
            records.addAll(recordsOf(each));
        }
        return records;
    }

    private void checkThatAllAreThere(Class<?> family, Map<String, ? extends Message> samples) {
        for (Class<?> record : recordsOf(family)) {
            boolean isThere = samples.values().stream().anyMatch(record::isInstance);
            if (!isThere && !Modifier.isAbstract(record.getModifiers())) {
                complaints.add("there is no sample of " + record.getSimpleName());
            }
        }
    }

    private void checkWritten(String name, Message message) {
        byte[] written = write(message);
        byte[] golden = kept.get(name);
        String hex = HexFormat.of().formatHex(written);
        if (golden == null) {
            complaints.add("no bytes are kept; add the line: " + name + " " + hex);
        } else if (!hex.equals(HexFormat.of().formatHex(golden))) {
            complaints.add("what is written changed, to: " + name + " " + hex);
        }
    }

    private void checkRead(String name, byte[] golden) {
        try {
            Message read = codecs.read(WireInput.of(golden));
            if (!HexFormat.of().formatHex(write(read)).equals(HexFormat.of().formatHex(golden))) {
                complaints.add("what is read is another message: " + name + " is " + read);
            }
        } catch (RuntimeException e) {
            complaints.add("what is kept cannot be read: " + name + ": " + e.getMessage());
        }
    }

    private byte[] write(Message message) {
        WireOutput out = WireOutput.onHeap(64);
        codecs.write(message, out);
        return out.toByteArray();
    }

    private static SortedMap<String, byte[]> load(Class<?> near, String resource) {
        try (InputStream in = near.getResourceAsStream(resource)) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, byte[]> lines = new LinkedHashMap<>();
            for (String line : text.lines().toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split(" ", 2);
                    lines.put(parts[0], HexFormat.of().parseHex(parts[1].strip()));
                }
            }
            return new TreeMap<>(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
