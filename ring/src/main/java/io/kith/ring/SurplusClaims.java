package io.kith.ring;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Lets members below their quota take over from those above. What a member takes is what consistent hashing would hand
 * it, nearest to its tokens first. In a large cluster it then takes what its new peers hold together, as far as those
 * who would give can spare it, so that it ends with few peers.
 */
final class SurplusClaims {
    private static final int NONE = ReplicaSets.NONE;

    /** Where there is a choice, a member shares with one peer at most this part of its share for each further copy. */
    private static final double MOST_WITH_ONE_PEER = 0.2;

    private final Topology topology;
    private final ReplicaSets sets;
    private final TokenRing ring;
    private final QuotaBook book;
    private final PairLimits limits;
    private final int[] hadPrimary;
    private final double[] primaryExcess;
    private int unclaimed;

    /**
     * @param hadPrimary for each partition the previous primary, or {@link ReplicaSets#NONE}
     * @param fairPrimaries for each member how many partitions it should be primary of
     */
    SurplusClaims(
            ReplicaSets sets,
            TokenRing ring,
            QuotaBook book,
            PairLimits limits,
            int[] hadPrimary,
            double[] fairPrimaries) {
        this.sets = sets;
        this.ring = ring;
        this.book = book;
        this.limits = limits;
        this.hadPrimary = hadPrimary;
        topology = sets.topology;
        primaryExcess = new double[topology.size];
        for (int member = 0; member < topology.size; member++) {
            primaryExcess[member] = -fairPrimaries[member];
        }
        for (int partition = 0; partition < hadPrimary.length; partition++) {
            if (hadPrimary[partition] != NONE && sets.holds(partition, hadPrimary[partition])) {
                primaryExcess[hadPrimary[partition]]++;
            }
        }
    }

    /**
     * Moves what can be moved directly. Zones that hold most go first: there are fewest partitions that they may still
     * enter.
     */
    void run() {
        for (int member = 0; member < topology.size; member++) {
            unclaimed += Math.max(0, book.surplus(member));
        }
        int[][] zones = topology.zoneMembers.clone();
        Arrays.sort(
                zones,
                Comparator.comparingInt((int[] zone) -> sets.zoneLoad(topology.zone[zone[0]]))
                        .reversed());
        for (int[] zone : zones) {
            claimFor(zone);
        }
    }

    private void claimFor(int[] receivers) {
        for (int receiver : receivers) {
            for (int level = 0; level < limits.levels() && isWanting(receiver); level++) {
                walk(receiver, false, level);
                if (isWanting(receiver) && level >= limits.levels() - 2) {
                    walk(receiver, true, level);
                }
            }
        }
    }

    private boolean isWanting(int receiver) {
        return unclaimed > 0 && book.deficit(receiver) > 0;
    }

    /** Visits all partitions counter-clockwise from the tokens of {@code receiver}. */
    private void walk(int receiver, boolean anyPrimary, int level) {
        int count = topology.partitionCount;
        int[] arcs = ring.partitionsOf(receiver, count);
        boolean[] seen = new boolean[count];
        int unseen = count;
        while (unseen > 0) {
            for (int i = 0; i < arcs.length; i++) {
                int partition = arcs[i];
                if (!seen[partition]) {
                    seen[partition] = true;
                    unseen--;
                    claim(receiver, partition, anyPrimary, level);
                    if (!isWanting(receiver)) {
                        return;
                    }
                }
                arcs[i] = (partition - 1) & (count - 1);
            }
        }
    }

    /**
     * Takes a replica of {@code partition} if there is one to take. The receiver is to become primary of partitions
     * whose primary it displaces, so unless {@code anyPrimary} it leaves alone those where that would be too many for
     * it or leave too few to the one displaced.
     */
    private void claim(int receiver, int partition, boolean anyPrimary, int level) {
        int best = NONE;
        for (int index = 0; index < sets.filled(partition); index++) {
            int slot = sets.slot(partition, index);
            int donor = sets.holderAt(slot);
            if ((best == NONE || book.surplus(donor) > book.surplus(sets.holderAt(best)))
                    && mayGive(donor, receiver)
                    && (anyPrimary || mayDisplace(partition, donor, receiver))
                    && sets.fits(partition, slot, receiver)
                    && limits.allow(partition, slot, receiver, level)) {
                best = slot;
            }
        }
        if (best != NONE && take(receiver, best) && limits.isLarge()) {
            for (int index = 0; index < sets.filled(partition); index++) {
                claimSharedWith(receiver, sets.holder(partition, index));
            }
        }
    }

    /** Takes what {@code peer} holds together with other peers of {@code receiver} only. */
    private void claimSharedWith(int receiver, int peer) {
        if (peer == receiver) {
            return;
        }
        double most = Math.max(1, MOST_WITH_ONE_PEER * book.quotas()[receiver]);
        for (int slot = sets.firstSlot(peer); slot != NONE && isWanting(receiver); slot = sets.nextSlot(slot)) {
            int partition = sets.partitionOf(slot);
            if (sets.peers().shared(receiver, peer) > most) {
                return;
            }
            for (int index = 0; index < sets.filled(partition); index++) {
                int given = sets.slot(partition, index);
                int donor = sets.holderAt(given);
                if (given != slot
                        && mayGive(donor, receiver)
                        && mayDisplace(partition, donor, receiver)
                        && sets.fits(partition, given, receiver)
                        && limits.allow(partition, given, receiver, PairLimits.NO_NEW_PEERS)) {
                    take(receiver, given);
                    break;
                }
            }
        }
    }

    /** From zone to zone only where the one has too much and the other too little: all else would have to come back. */
    private boolean mayGive(int donor, int receiver) {
        int from = topology.zone[donor];
        int to = topology.zone[receiver];
        if (from != to && (book.zoneSurplus(from) <= 0 || book.zoneSurplus(to) >= 0)) {
            return false;
        }
        return book.surplus(donor) > 0 || (limits.isLarge() && book.surplus(donor) == 0 && book.mayGoLower(donor));
    }

    private boolean mayDisplace(int partition, int donor, int receiver) {
        return donor != hadPrimary[partition] || (primaryExcess[donor] > 0 && primaryExcess[receiver] < 0);
    }

    private boolean take(int receiver, int slot) {
        int donor = sets.holderAt(slot);
        if (book.surplus(donor) <= 0 && !book.lower(donor)) {
            return false;
        }
        if (donor == hadPrimary[sets.partitionOf(slot)]) {
            primaryExcess[donor]--;
            primaryExcess[receiver]++;
        }
        sets.replace(slot, receiver, false);
        unclaimed--;
        return true;
    }
}
