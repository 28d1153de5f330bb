package io.kith.ring;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the shortest chain of replacements that ends at a member with room, where no single replacement does: a
 * breadth-first search for an augmenting path, with members as vertices and "may take over a replica of" as edges. A
 * replica that is new where it is may go elsewhere at no cost, so shortest means fewest replicas that were there before.
 */
final class ReplacementChain {
    private static final int NONE = ReplicaSets.NONE;

    /** How many replacements all searches together look at; it bounds the time that one placement can take. */
    private static final int MOST_STEPS = 20_000_000;

    private final ReplicaSets sets;
    private final PairLimits limits;
    private final int[] takenSlot;
    private final boolean[] reached;
    private final int[] queue;
    private int end;
    private int last;
    private int level;
    private int stepsLeft = MOST_STEPS;

    ReplacementChain(ReplicaSets sets, PairLimits limits) {
        this.limits = limits;
        int size = sets.topology.size;
        this.sets = sets;
        takenSlot = new int[size];
        reached = new boolean[size];
        queue = new int[size];
    }

    /**
     * Takes one replica off {@code donor} and gives one to a member below its limit.
     *
     * @param limit for each member how many replicas it may hold
     * @param most how many replicas that were there before may go elsewhere; without a bound, limits of peers give way
     * @param before if not null, replicas go only to members that held the same partition before
     * @return how many replicas that were there before went elsewhere, or -1 if there is no such chain; then nothing has
     *     changed
     */
    int from(int donor, int[] limit, int most, int @Nullable [] @Nullable [] before) {
        for (level = strictest(); level <= laxest(most); level++) {
            Arrays.fill(reached, false);
            reached[donor] = true;
            queue[0] = donor;
            last = search(1, limit, before);
            int cost = last == NONE ? 0 : cost(donor);
            if (last != NONE && cost <= most) {
                follow(donor, before != null);
                return cost;
            }
        }
        return NONE;
    }

    /** Fills an empty place of {@code partition}; limit, most and result are as in {@link #from}. */
    int into(int partition, int[] limit, int most) {
        for (level = strictest(); level <= laxest(most); level++) {
            last = searchInto(partition, limit);
            int cost = last == NONE ? 0 : cost(NONE);
            if (last != NONE && cost <= most) {
                sets.add(partition, follow(NONE, false));
                return cost;
            }
        }
        return NONE;
    }

    private int searchInto(int partition, int[] limit) {
        Arrays.fill(reached, false);
        int length = 0;
        for (int member = 0; member < limit.length; member++) {
            if (sets.fits(partition, NONE, member)
                    && (!limits.isLarge() || limits.allow(partition, NONE, member, level))) {
                reached[member] = true;
                takenSlot[member] = NONE;
                if (sets.load(member) < limit[member]) {
                    return member;
                }
                queue[length++] = member;
            }
        }
        return search(length, limit, null);
    }

    private int strictest() {
        return limits.isLarge() ? limits.levels() - 2 : limits.levels() - 1;
    }

    private int laxest(int most) {
        return most == Integer.MAX_VALUE ? limits.levels() - 1 : strictest();
    }

    /**
     * Widens in rounds: first over replicas that are new where they are, which costs nothing, until there are no more;
     * then over those that were there before, each of which has to be copied.
     */
    private int search(int length, int[] limit, int @Nullable [] @Nullable [] before) {
        end = length;
        int moved = 0;
        int scanned = 0;
        while (scanned < end) {
            for (; scanned < end; scanned++) {
                int found = widen(queue[scanned], limit, before, false);
                if (found != NONE) {
                    return found;
                }
            }
            int round = end;
            for (; moved < round; moved++) {
                int found = widen(queue[moved], limit, before, true);
                if (found != NONE) {
                    return found;
                }
            }
        }
        return NONE;
    }

    private int widen(int member, int[] limit, int @Nullable [] @Nullable [] before, boolean settled) {
        for (int slot = sets.firstSlot(member); slot != NONE; slot = sets.nextSlot(slot)) {
            if (end == reached.length || stepsLeft <= 0) {
                return NONE;
            }
            if (sets.isSettled(slot) != settled) {
                continue;
            }
            int[] candidates = before == null ? null : before[sets.partitionOf(slot)];
            int count = candidates == null ? limit.length : candidates.length;
            stepsLeft -= count;
            for (int i = 0; i < count; i++) {
                int taker = candidates == null ? i : candidates[i];
                if (!reached[taker] && mayTake(slot, taker)) {
                    reached[taker] = true;
                    takenSlot[taker] = slot;
                    if (sets.load(taker) < limit[taker]) {
                        return taker;
                    }
                    queue[end++] = taker;
                }
            }
        }
        return NONE;
    }

    private boolean mayTake(int slot, int taker) {
        int partition = sets.partitionOf(slot);
        return sets.fits(partition, slot, taker) && (!limits.isLarge() || limits.allow(partition, slot, taker, level));
    }

    /** The member that the last chain gave a replica to. */
    int end() {
        return last;
    }

    /** How many replicas that were there before the chain found moves. */
    private int cost(int start) {
        int cost = 0;
        for (int taker = last; taker != start && takenSlot[taker] != NONE; ) {
            int slot = takenSlot[taker];
            cost += sets.isSettled(slot) ? 1 : 0;
            taker = sets.holderAt(slot);
        }
        return cost;
    }

    /** Carries out the chain found; returns the member at its start. */
    private int follow(int start, boolean settled) {
        int taker = last;
        while (taker != start && takenSlot[taker] != NONE) {
            int slot = takenSlot[taker];
            int giver = sets.holderAt(slot);
            sets.replace(slot, taker, settled);
            taker = giver;
        }
        return taker;
    }
}
