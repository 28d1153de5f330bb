package io.kith.collections.sequence;

import java.util.Arrays;

/**
 * What became of the labels of one epoch when a sequence renumbered its items.
 *
 * @param epoch the one that ended
 * @param labels those that were in use, rising
 * @param spacing between the labels in the next epoch
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record EpochTable(long epoch, long[] labels, long spacing) {

    /**
     * The label in the next epoch of what had {@code label}. If that was gone already, a label right behind that of the
     * item before its place, which no item will ever get.
     */
    long translate(long label) {
        int found = Arrays.binarySearch(labels, label);
        return found >= 0 ? labelAt(found) : labelAt(~found - 1) + 1;
    }

    private long labelAt(int rank) {
        return EvenLabels.evenLabel(rank, spacing);
    }
}
