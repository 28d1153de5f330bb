package io.kith.transport;

/**
 * How quickly somebody must go on who has memory that others wait for: {@value #BYTES_PER_SECOND} bytes a second, over {@value
 * #SECONDS} s in which it was short.
 */
final class ShortPace {
    static final int SECONDS = 3;
    static final int BYTES_PER_SECOND = 256 << 10;

    /** What a look finds that is not the end of such a time, or of one in which enough was moved. */
    static final long FINE = -1;

    private final int looksPerSecond;
    private int looks;
    private long bytesThen;

    /** For somebody who is looked at so often. */
    ShortPace(int looksPerSecond) {
        this.looksPerSecond = looksPerSecond;
    }

    /** Whatever was moved until now does not count. */
    void reset() {
        looks = 0;
    }

    /**
     * Looks at him; returns how much he moved in all that time if that was too little, else {@link #FINE}.
     *
     * @param isShort whether others wait for memory that he has
     * @param bytes how much he has moved in all
     */
    long look(boolean isShort, long bytes) {
        if (!isShort) {
            looks = 0;
            return FINE;
        }
        if (looks == 0) {
            bytesThen = bytes;
        }
        if (++looks <= SECONDS * looksPerSecond) {
            return FINE;
        }
        looks = 0;
        long moved = bytes - bytesThen;
        return moved < (long) SECONDS * BYTES_PER_SECOND ? moved : FINE;
    }
}
