package io.kith.cli.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tab-separated columns of a line are its key, counted from 1.
 *
 * @param columns the columns in the order in which they make up the key; empty if the whole line is the key
 */
public record KeyColumns(List<Integer> columns) {

    /** The whole line is the key. */
    public static final KeyColumns WHOLE_LINE = new KeyColumns(List.of());

    private static final int MAX_COLUMN = 10_000;

    public KeyColumns {
        columns = List.copyOf(columns);
    }

    /**
     * Reads column numbers separated by commas, as in {@code 1,3}.
     *
     * @throws IllegalArgumentException if {@code text} is anything else; the message says what is expected
     */
    public static KeyColumns parse(String text) {
        List<Integer> columns = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            columns.add(column(text, part.strip()));
        }
        return new KeyColumns(columns);
    }

    /**
     * The key of {@code line}.
     *
     * @throws IllegalArgumentException if it has too few columns
     */
    public String keyOf(String line) {
        if (columns.isEmpty()) {
            return line;
        }
        String[] fields = line.split("\t", -1);
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            int column = columns.get(i);
            if (column > fields.length) {
                throw new IllegalArgumentException(
                        "there are " + fields.length + " tab-separated columns, but the key needs column " + column);
            }
            if (i > 0) {
                key.append('\t');
            }
            key.append(fields[column - 1]);
        }
        return key.toString();
    }

    private static int column(String text, String part) {
        try {
            int column = Integer.parseInt(part);
            if (column >= 1 && column <= MAX_COLUMN) {
                return column;
            }
        } catch (NumberFormatException e) {
            throw badColumn(text, e);
        }
        throw badColumn(text, null);
    }

    private static IllegalArgumentException badColumn(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "'" + text + "' does not name columns: write their numbers from 1, as in 1,3", cause);
    }
}
