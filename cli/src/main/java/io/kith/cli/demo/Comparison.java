package io.kith.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares two counts of the same words. */
final class Comparison {

    private Comparison() {}

    /** One line for each word whose counts differ, in the order of the words. */
    static List<String> differences(Map<String, Long> expected, Map<String, Long> found) {
        TreeSet<String> words = new TreeSet<>(expected.keySet());
        words.addAll(found.keySet());
        List<String> differences = new ArrayList<>();
        for (String word : words) {
            @Nullable Long one = expected.get(word);
            @Nullable Long other = found.get(word);
            if (one == null || !one.equals(other)) {
                differences.add("'" + word + "': expected " + one + ", found " + other);
            }
        }
        return differences;
    }
}
