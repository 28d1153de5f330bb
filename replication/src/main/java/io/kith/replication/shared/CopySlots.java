package io.kith.replication.shared;

import io.kith.replication.safety.SafetyRules;
import java.util.concurrent.TimeUnit;

/** How many partitions of a shard may be copied, wait for a promotion, or be handed over at a time, and how fast. */
public final class CopySlots {
    /** How many joiners of one shard may wait for their promotion at a time. */
    private static final int MAX_JOINERS = 256;

    /** How many partitions one shard hands over at a time. */
    private static final int MAX_HANDOVERS = 128;

    /**
     * How long a handover may have to wait for others while partitions are copied. Writes wait for handovers, and those for a
     * decision: many that share one cost clients less than one after the other, between copies that keep the loops busy.
     */
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** How long handovers may begin in each round: some looks at each partition. */
    private static final long ROUND_LASTS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final CopyPace pace;
    private long roundNanos = SafetyRules.NEVER;
    private int copies;
    private int joiners;
    private int handOvers;

    /** None is under way. */
    public CopySlots(CopyPace pace) {
        this.pace = pace;
    }

    /** How fast copies go on. */
    public CopyPace pace() {
        return pace;
    }

    /** Whether there is room for one more copy, of {@code mostCopies}. */
    public boolean hasRoomForCopy(int mostCopies) {
        return copies < mostCopies && joiners < MAX_JOINERS;
    }

    /** A copy to a joiner begins. */
    public void copyBegins(long nowNanos) {
        if (copies == 0 && nowNanos - roundNanos >= 2 * ROUND_NANOS) {
            roundNanos = nowNanos;
        }
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

    /** Whether there is room for one more handover, and it need not wait for more to go with it. */
    public boolean hasRoomForHandOver(long nowNanos) {
        return handOvers < MAX_HANDOVERS && (copies == 0 || isInRound(nowNanos));
    }

    private boolean isInRound(long nowNanos) {
        long sinceNanos = nowNanos - roundNanos;
        if (sinceNanos >= ROUND_NANOS + ROUND_LASTS_NANOS) {
            roundNanos = nowNanos - ROUND_NANOS;
            return true;
        }
        return sinceNanos >= ROUND_NANOS;
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
