package io.kith.replication.shared;

/** How many partitions of a shard may be copied, wait for a promotion, or be handed over at a time. */
public final class CopySlots {
    /** How many joiners of one shard may wait for their promotion at a time. */
    private static final int MAX_JOINERS = 256;

    /** How many partitions one shard hands over at a time. */
    private static final int MAX_HANDOVERS = 16;

    private int copies;
    private int joiners;
    private int handOvers;

    /** Whether there is room for one more copy, of {@code mostCopies}. */
    public boolean hasRoomForCopy(int mostCopies) {
        return copies < mostCopies && joiners < MAX_JOINERS;
    }

    /** A copy to a joiner begins. */
    public void copyBegins() {
        joiners++;
        copies++;
    }

    /** A joiner has all of its copy. */
    public void copyComplete() {
        copies--;
    }

    /**
     * A joiner is one no more: promoted, or given up.
     *
     * @param complete whether its copy was complete
     */
    public void joinerGone(boolean complete) {
        joiners--;
        if (!complete) {
            copies--;
        }
    }

    /** Whether there is room for one more handover. */
    public boolean hasRoomForHandOver() {
        return handOvers < MAX_HANDOVERS;
    }

    /** A handover begins. */
    public void handOverBegins() {
        handOvers++;
    }

    /** It is over, either way. */
    public void handOverEnds() {
        handOvers--;
    }

    /** How many copies and handovers are under way. */
    public int underWay() {
        return copies + handOvers;
    }
}
