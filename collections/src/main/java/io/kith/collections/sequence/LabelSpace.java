package io.kith.collections.sequence;

import io.kith.collections.kind.ByteHash;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Chooses the labels of new items: numbers that rise with the index and never change, so that they can name items while
 * indexes move. Where many insertions meet at one place they tend to form a run in one direction, or to nest, each between
 * the two before it; both are recognised, so that the gap they fill lasts long. When a gap is used up all items are
 * renumbered and a new epoch begins; tables tell what the labels of earlier epochs became.
 */
final class LabelSpace {
    private static final long END_STEP = 1L << 28;
    private static final long SMALLEST_GAP = 256;
    private static final int SPOTS = 8;
    private static final int MAX_TABLE_ENTRIES = 1 << 16;

    private long epoch;
    private long lowest = END_STEP;
    private long highest;

    /** Where items were inserted lately, the newest first; see {@link #sides}. */
    private final long[] spots = new long[SPOTS];

    /** On which side of the spot's item before it it was inserted: -1 before, 1 behind, 0 neither. */
    private final byte[] sides = new byte[SPOTS];

    private int spotCount;
    private final ArrayDeque<EpochTable> tables = new ArrayDeque<>();
    private int tableEntries;

    long epoch() {
        return epoch;
    }

    Iterable<EpochTable> tables() {
        return tables;
    }

    /** A label for the end, never used before in this epoch; empty if there is none left. */
    OptionalLong atEnd() {
        if (highest > EvenLabels.HIGHEST - END_STEP) {
            return OptionalLong.empty();
        }
        highest += END_STEP;
        return OptionalLong.of(highest);
    }

    /** A label for the beginning, never used before in this epoch; empty if there is none left. */
    OptionalLong atStart() {
        if (lowest < EvenLabels.LOWEST + END_STEP) {
            return OptionalLong.empty();
        }
        lowest -= END_STEP;
        return OptionalLong.of(lowest);
    }

    /**
     * A label between two neighbours; empty if there is none left.
     *
     * @param salt something else each time, so that a label of an item that is gone hardly comes again
     */
    OptionalLong between(long left, long right, long salt) {
        long gap = right - left;
        if (gap < SMALLEST_GAP) {
            return OptionalLong.empty();
        }
        int spot = 0;
        while (spot < spotCount && spots[spot] != left && spots[spot] != right) {
            spot++;
        }
        byte side = 0;
        byte sideBefore = 0;
        if (spot < spotCount) {
            side = (byte) (spots[spot] == left ? 1 : -1);
            sideBefore = sides[spot];
        } else {
            spot = Math.min(spotCount, SPOTS - 1);
            spotCount = spot + 1;
        }
        long jitter = (ByteHash.of(epoch, salt) & Long.MAX_VALUE) % (gap >>> 7);
        long label;
        if (sideBefore == 0) {
            label = left + gap / 2 + jitter;
        } else {
            // A run leaves the room on its far side; what nests leaves it between this item and the one before it.
            long step = Math.max(gap >>> 12, 1L << ((63 - Long.numberOfLeadingZeros(gap)) / 2));
            boolean run = side == sideBefore;
            boolean nearLeft = run == (side > 0);
            long offset = Math.max(2, step - jitter % (step / 2));
            label = nearLeft ? left + offset : right - offset;
        }
        System.arraycopy(spots, 0, spots, 1, spot);
        System.arraycopy(sides, 0, sides, 1, spot);
        spots[0] = label;
        sides[0] = side;
        return OptionalLong.of(label);
    }

    /** Begins a new epoch in which the items have even labels. */
    void renumbered(long[] oldLabels) {
        long spacing = EvenLabels.evenSpacing(oldLabels.length);
        if (oldLabels.length == 0) {
            tables.clear();
            tableEntries = 0;
        } else {
            addTable(new EpochTable(epoch, oldLabels, spacing));
        }
        epoch++;
        spotCount = 0;
        boolean empty = oldLabels.length == 0;
        lowest = empty ? END_STEP : EvenLabels.evenLabel(0, spacing);
        highest = empty ? 0 : EvenLabels.evenLabel(oldLabels.length - 1, spacing);
    }

    private void addTable(EpochTable table) {
        tables.addLast(table);
        tableEntries += table.labels().length;
        while (tables.size() > 1 && tableEntries > MAX_TABLE_ENTRIES) {
            tableEntries -= tables.removeFirst().labels().length;
        }
    }

    /** The label in the current epoch of what an id names; empty if its epoch is too long ago. */
    OptionalLong translate(ItemId id) {
        if (id.epoch() == epoch) {
            return OptionalLong.of(id.label());
        }
        long label = id.label();
        long reached = id.epoch();
        for (EpochTable table : tables) {
            if (table.epoch() == reached) {
                label = table.translate(label);
                reached++;
            }
        }
        return reached == epoch ? OptionalLong.of(label) : OptionalLong.empty();
    }

    void write(PayloadWriter out) {
        out.writeVarLong(epoch).writeSignedVarLong(lowest).writeSignedVarLong(highest);
        out.writeVarLong(spotCount);
        for (int i = 0; i < spotCount; i++) {
            out.writeSignedVarLong(spots[i]).writeSignedVarLong(sides[i]);
        }
    }

    /** Reads what {@link #write} wrote; the tables come one by one. */
    void read(PayloadReader in) {
        epoch = in.readCount();
        lowest = in.readSignedVarLong();
        highest = in.readSignedVarLong();
        spotCount = in.readVarInt(SPOTS);
        for (int i = 0; i < spotCount; i++) {
            spots[i] = in.readSignedVarLong();
            sides[i] = (byte) in.readSignedVarLong();
        }
    }

    /** Takes a table, or its continuation, from a copy. */
    void installTable(long ofEpoch, long spacing, long[] labels) {
        EpochTable last = tables.peekLast();
        tableEntries += labels.length;
        if (last == null || last.epoch() != ofEpoch) {
            tables.addLast(new EpochTable(ofEpoch, labels, spacing));
            return;
        }
        long[] joined = Arrays.copyOf(last.labels(), last.labels().length + labels.length);
        System.arraycopy(labels, 0, joined, last.labels().length, labels.length);
        tables.removeLast();
        tables.addLast(new EpochTable(ofEpoch, joined, spacing));
    }
}
