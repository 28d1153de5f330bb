package io.kith.ring;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the shortest chain of replacements that ends at a member below its quota, where no single replacement does: a
 * breadth-first search for an augmenting path, with members as vertices and "may take over a replica of" as edges. A
 * replica that is new where it is may go elsewhere at no cost, so shortest means fewest replicas that were there before.
 */
final class ReplacementChain {
    private static final int NONE = ReplicaSets.NONE;

    private final ReplicaSets sets;
    private final int[] quota;
    private final int[] takenSlot;
    private final boolean[] reached;
    private final int[] queue;
    private int end;

    ReplacementChain(ReplicaSets sets, int[] quota) {
        this.sets = sets;
        this.quota = quota;
        takenSlot = new int[quota.length];
        reached = new boolean[quota.length];
        queue = new int[quota.length];
    }

    /**
     * Takes one replica off {@code donor} and gives one to a member below its quota.
     *
     * @param before if not null, replicas go only to members that held the same partition before
     * @return false if there is no such chain; then nothing has changed
     */
    boolean from(int donor, int @Nullable [] @Nullable [] before) {
        Arrays.fill(reached, false);
        reached[donor] = true;
        queue[0] = donor;
        int last = search(1, before);
        if (last == NONE) {
            return false;
        }
        follow(last, donor, before != null);
        return true;
    }

    /** Fills an empty place of {@code partition}; false if that cannot be done. */
    boolean into(int partition) {
        Arrays.fill(reached, false);
        int length = 0;
        for (int member = 0; member < quota.length; member++) {
            if (sets.fits(partition, NONE, member)) {
                reached[member] = true;
                takenSlot[member] = NONE;
                queue[length++] = member;
            }
        }
        int last = search(length, null);
        if (last == NONE) {
            return false;
        }
        int start = follow(last, NONE, false);
        sets.add(partition, start);
        return true;
    }

    /**
     * Widens in rounds: first over replicas that are new where they are, which costs nothing, until there are no more;
     * then over those that were there before, each of which has to be copied.
     */
    private int search(int length, int @Nullable [] @Nullable [] before) {
        end = length;
        int moved = 0;
        int scanned = 0;
        while (scanned < end) {
            for (; scanned < end; scanned++) {
                int found = widen(queue[scanned], before, false);
                if (found != NONE) {
                    return found;
                }
            }
            int limit = end;
            for (; moved < limit; moved++) {
                int found = widen(queue[moved], before, true);
                if (found != NONE) {
                    return found;
                }
            }
        }
        return NONE;
    }

    private int widen(int member, int @Nullable [] @Nullable [] before, boolean settled) {
        for (int slot = sets.firstSlot(member); slot != NONE; slot = sets.nextSlot(slot)) {
            if (sets.isSettled(slot) != settled) {
                continue;
            }
            int[] candidates = before == null ? null : before[sets.partitionOf(slot)];
            int count = candidates == null ? quota.length : candidates.length;
            for (int i = 0; i < count; i++) {
                int taker = candidates == null ? i : candidates[i];
                if (!reached[taker] && sets.fits(sets.partitionOf(slot), slot, taker)) {
                    reached[taker] = true;
                    takenSlot[taker] = slot;
                    if (sets.load(taker) < quota[taker]) {
                        return taker;
                    }
                    queue[end++] = taker;
                }
            }
        }
        return NONE;
    }

    /** Carries out the chain that ends at {@code last}; returns the member at its start. */
    private int follow(int last, int start, boolean settled) {
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
