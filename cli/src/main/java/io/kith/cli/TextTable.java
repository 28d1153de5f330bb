package io.kith.cli;

import io.kith.transport.ForeignText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of text: columns as wide as their widest cell, numbers to the right, each row a line whatever is in it. */
final class TextTable {
    private static final String GAP = "  ";

    private final List<Object[]> rows = new ArrayList<>();

    TextTable(Object... titles) {
        rows.add(titles);
    }

    /** Adds a row of as many cells as there are titles. */
    void row(Object... cells) {
        if (cells.length != rows.get(0).length) {
            throw new IllegalArgumentException(
                    "a row of " + cells.length + " cells in a table of " + rows.get(0).length + " columns");
        }
        rows.add(Arrays.stream(cells)
                .map(cell -> cell instanceof Number ? cell : ForeignText.shown(String.valueOf(cell)))
                .toArray());
    }

    /** The rows, each ended by a line separator. */
    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).length];
        boolean[] right = new boolean[widths.length];
        for (Object[] row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], String.valueOf(row[c]).length());
                right[c] |= row[c] instanceof Number;
            }
        }
        StringBuilder text = new StringBuilder();
        for (Object[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                line.append(c == 0 ? "" : GAP).append(padded(String.valueOf(row[c]), widths[c], right[c]));
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    private static String padded(String cell, int width, boolean right) {
        char[] blanks = new char[width - cell.length()];
        Arrays.fill(blanks, ' ');
        return right ? new String(blanks) + cell : cell + new String(blanks);
    }
}
