package io.kith.simulation.history;

import java.util.BitSet;

/**
 * Which operations an attempt has applied. Certain operations are applied nearly in the order of their invocation, so a
 * snapshot keeps only where the first gap is and what lies behind it: a few words, however long the history.
 */
final class AppliedSet {
    private final BitSet certain;
    private final BitSet uncertain;
    private int firstGap;

    AppliedSet(int certainCount, int uncertainCount) {
        certain = new BitSet(certainCount);
        uncertain = new BitSet(uncertainCount);
    }

    void setCertain(int index, boolean applied) {
        certain.set(index, applied);
        if (index <= firstGap) {
            firstGap = applied ? certain.nextClearBit(firstGap) : Math.min(firstGap, index);
        }
    }

    void setUncertain(int index, boolean applied) {
        uncertain.set(index, applied);
    }

    boolean isUncertainApplied(int index) {
        return uncertain.get(index);
    }

    Snapshot snapshot(Object state) {
        return new Snapshot(firstGap, certain.get(firstGap, Math.max(firstGap, certain.length())), state);
    }

    /** The operations of unknown outcome that were applied. */
    BitSet uncertain() {
        return uncertain.get(0, uncertain.length());
    }

    /** Equal to another if the same certain operations led to the same state. */
    record Snapshot(int firstGap, BitSet behindGap, Object state) {}
}
