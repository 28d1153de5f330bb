package io.kith.collections.sequence;

/**
 * The marks of the values that were put into a sequence lately, by the version that each made: tells whether a value that was
 * looked for before may have come since. Belongs to one replica and is no part of the state: where it does not know, the
 * sequence is looked through.
 */
final class RecentValues {
    /** So many changes are remembered of long sequences: what is put in while a million elements are looked through, and more. */
    private static final int MOST = 1 << 15;

    private static final int LEAST = 1 << 8;

    private final int[] marks;
    private final long since;

    /** Remembers what is put into a sequence of {@code size} elements behind the version {@code since}. */
    RecentValues(int size, long since) {
        int wanted = Math.max(LEAST, Math.min(MOST, size / 2));
        this.marks = new int[Integer.highestOneBit(wanted)];
        this.since = since;
    }

    private int index(long version) {
        return (int) version & (marks.length - 1);
    }

    /** A value of that mark was put in, which made the version {@code version}. */
    void put(long version, int mark) {
        marks[index(version)] = mark;
    }

    /** Something was removed. 0 may be the mark of a value too; then a search is made that was not needed. */
    void removed(long version) {
        marks[index(version)] = 0;
    }

    /**
     * Whether it is certain that no value of that mark was put in behind the version {@code from}, up to {@code to}, the last.
     */
    boolean isSurelyAbsent(int mark, long from, long to) {
        if (from < since || from > to || to - from > marks.length) {
            return false;
        }
        for (long version = from + 1; version <= to; version++) {
            if (marks[index(version)] == mark) {
                return false;
            }
        }
        return true;
    }
}
