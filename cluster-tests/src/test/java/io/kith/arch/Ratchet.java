package io.kith.arch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Figures that were reached once: they may shrink, and do not grow again unless somebody writes so into the file. */
final class Ratchet {
    /** What says how to record figures that have shrunk, or are new. */
    static final String COMMAND = "./mvnw -pl cluster-tests -am test -Dtest=RatchetTest -Dratchet=record";

    private static final String HEAD =
            "# What the house has reached: RatchetTest lets these figures shrink and not grow. Record what has shrunk with\n#   "
                    + COMMAND + "\n# Where one has to grow, raise it here by hand and say in the commit why.\n";

    private final TreeMap<String, Integer> recorded;

    Ratchet(Map<String, Integer> recorded) {
        this.recorded = new TreeMap<>(recorded);
    }

    /**
     * What a file of lines {@code name=value} has recorded; nothing if there is no file yet.
     *
     * @throws IllegalArgumentException if a line is something else
     */
    static Ratchet read(Path file) throws IOException {
        TreeMap<String, Integer> recorded = new TreeMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] parts = line.split("=", 2);
                    if (parts.length != 2 || !parts[1].strip().matches("\\d+")) {
                        throw new IllegalArgumentException(file + " has a line that is not NAME=NUMBER: " + line);
                    }
                    recorded.put(parts[0].strip(), Integer.valueOf(parts[1].strip()));
                }
            }
        }
        return new Ratchet(recorded);
    }

    /** What is wrong with {@code figures}, a line each; empty if they are as recorded. */
    List<String> complaints(List<Figure> figures) {
        List<String> complaints = new ArrayList<>();
        TreeMap<String, Integer> gone = new TreeMap<>(recorded);
        for (Figure figure : figures) {
            Integer before = gone.remove(figure.name());
            if (before == null) {
                complaints.add(figure.name() + " is new: " + figure.value() + "; record it with " + COMMAND);
            } else if (figure.value() > before) {
                complaints.add(
                        figure.name() + " has grown from " + before + " to " + figure.value() + ": " + figure.where());
            } else if (figure.value() < before) {
                complaints.add(figure.name() + " has shrunk from " + before + " to " + figure.value()
                        + ", well done; record it with " + COMMAND);
            }
        }
        gone.keySet().forEach(name -> complaints.add(name + " is no more; record that with " + COMMAND));
        return complaints;
    }

    /** The file with what has shrunk, is new or is gone; what has grown stays as it was. */
    String recording(List<Figure> figures) {
        TreeMap<String, Integer> next = new TreeMap<>();
        for (Figure figure : figures) {
            next.put(figure.name(), Math.min(figure.value(), recorded.getOrDefault(figure.name(), Integer.MAX_VALUE)));
        }
        StringBuilder text = new StringBuilder(HEAD);
        next.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }
}
