package io.kith.ring;

/**
 * A node as the ring sees it.
 *
 * @param idHigh the upper 64 bits of the node's id
 * @param idLow the lower 64 bits of the node's id
 * @param zone its failure domain; replicas of a partition go to different zones where there are enough
 * @param weight how many shares of the partitions it takes, relative to the others; at least 1
 */
public record RingMember(long idHigh, long idLow, String zone, int weight) {

    /** The greatest weight: a sanity bound, so that sums of weights stay exact. */
    public static final int MAX_WEIGHT = 1_000_000;

    public RingMember {
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("a ring member's weight is 1 to " + MAX_WEIGHT + ", not " + weight);
        }
    }

    /** Orders members by their ids as unsigned 128-bit numbers. */
    static int compareIds(RingMember a, RingMember b) {
        int byHigh = Long.compareUnsigned(a.idHigh, b.idHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(a.idLow, b.idLow);
    }
}
