package io.kith.cluster.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Seeds from {@code first} to {@code last}, both included. */
record SeedRange(long first, long last) {
    private static final Pattern TEXT = Pattern.compile("(-?\\d{1,18})(?:\\.\\.(-?\\d{1,18}))?");

    SeedRange {
        if (first > last) {
            throw new IllegalArgumentException("there are no seeds from " + first + " to " + last);
        }
    }

    /** Reads {@code 1..1000}, or a single seed. */
    static SeedRange parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no range of seeds, such as 1..1000");
        }
        long first = Long.parseLong(matcher.group(1));
        return new SeedRange(first, matcher.group(2) == null ? first : Long.parseLong(matcher.group(2)));
    }

    /** How many seeds there are. */
    long size() {
        return last - first + 1;
    }
}
