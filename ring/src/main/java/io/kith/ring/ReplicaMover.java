package io.kith.ring;

/** Brings replica sets to the members' quotas: the token ring decides which replica goes where. */
final class ReplicaMover {
    private static final int NONE = ReplicaSets.NONE;

    private final Topology topology;
    private final ReplicaSets sets;
    private final TokenRing ring;
    private final int[] quota;
    private final ReplacementChain chain;
    private final int[] hadPrimary;
    private final double[] primaryExcess;

    /**
     * @param hadPrimary for each partition the previous primary, or {@link ReplicaSets#NONE}
     * @param fairPrimaries for each member how many partitions it should be primary of
     */
    ReplicaMover(ReplicaSets sets, TokenRing ring, int[] quota, int[] hadPrimary, double[] fairPrimaries) {
        this.sets = sets;
        this.ring = ring;
        this.quota = quota;
        topology = sets.topology;
        chain = new ReplacementChain(sets, quota);
        this.hadPrimary = hadPrimary;
        primaryExcess = new double[quota.length];
        for (int member = 0; member < quota.length; member++) {
            primaryExcess[member] = -fairPrimaries[member];
        }
        for (int partition = 0; partition < hadPrimary.length; partition++) {
            if (hadPrimary[partition] != NONE && sets.holds(partition, hadPrimary[partition])) {
                primaryExcess[hadPrimary[partition]]++;
            }
        }
    }

    /** Hands replicas back to members that held them before, which moves no data, as far as that helps. */
    void restore(int[][] before) {
        for (int donor = 0; donor < quota.length; donor++) {
            while (surplus(donor) > 0 && chain.from(donor, before)) {
                // one replica less to hand on
            }
        }
    }

    /** Fills empty places: each takes the first member clockwise that has room and may take it. */
    void fillVacancies() {
        for (int partition = 0; partition < topology.partitionCount; partition++) {
            while (sets.filled(partition) < topology.replicas) {
                int member = successor(partition);
                if (member != NONE) {
                    sets.add(partition, member);
                } else if (!chain.into(partition)) {
                    throw new IllegalStateException("no room for a replica of partition " + partition);
                }
            }
        }
    }

    /** Moves replicas from those above their quota to those below. */
    void moveSurplus() {
        for (int receiver = 0; receiver < quota.length; receiver++) {
            if (deficit(receiver) > 0) {
                claim(receiver);
            }
        }
        for (int donor = 0; donor < quota.length; donor++) {
            while (surplus(donor) > 0) {
                if (!chain.from(donor, null)) {
                    throw new IllegalStateException("member " + donor + " cannot hand on a replica");
                }
            }
        }
    }

    private int surplus(int member) {
        return sets.load(member) - quota[member];
    }

    private int deficit(int member) {
        return quota[member] - sets.load(member);
    }

    private int successor(int partition) {
        int position = ring.positionOf(partition, topology.partitionCount);
        for (int steps = ring.length(); steps > 0; steps--) {
            int member = ring.ownerAt(position);
            if (deficit(member) > 0 && sets.fits(partition, NONE, member)) {
                return member;
            }
            position = position + 1 == ring.length() ? 0 : position + 1;
        }
        return NONE;
    }

    /**
     * Takes what the ring would hand to {@code receiver}, nearest first, from those with a surplus. It is to become
     * primary of the partitions whose primary it displaces, so it first leaves alone those where that would be too many
     * for it or leave too few to the one displaced.
     */
    private void claim(int receiver) {
        claim(receiver, false);
        if (deficit(receiver) > 0) {
            claim(receiver, true);
        }
    }

    private void claim(int receiver, boolean anyPrimary) {
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
                    claim(receiver, partition, anyPrimary);
                    if (deficit(receiver) == 0) {
                        return;
                    }
                }
                arcs[i] = (partition - 1) & (count - 1);
            }
        }
    }

    private void claim(int receiver, int partition, boolean anyPrimary) {
        int best = NONE;
        for (int index = 0; index < topology.replicas; index++) {
            int donor = sets.holder(partition, index);
            if (surplus(donor) > 0
                    && (best == NONE || surplus(donor) > surplus(sets.holderAt(best)))
                    && (anyPrimary || mayDisplace(partition, donor, receiver))
                    && sets.fits(partition, sets.slot(partition, index), receiver)) {
                best = sets.slot(partition, index);
            }
        }
        if (best != NONE) {
            int donor = sets.holderAt(best);
            if (donor == hadPrimary[partition]) {
                primaryExcess[donor]--;
                primaryExcess[receiver]++;
            }
            sets.replace(best, receiver, false);
        }
    }

    private boolean mayDisplace(int partition, int donor, int receiver) {
        return donor != hadPrimary[partition] || (primaryExcess[donor] > 0 && primaryExcess[receiver] < 0);
    }
}
