package io.kith.ring;

import java.util.Arrays;

/**
 * Chooses each partition's primary among its replicas: the one it had, as long as that leaves nobody outside his
 * tolerance of primaries; then primaries go from those with too many to those with too few, directly or along the
 * shortest chain of hand-overs.
 */
final class PrimaryChoice {
    private static final int NONE = ReplicaSets.NONE;
    private static final double EPSILON = 1e-9;

    private final Topology topology;
    private final ReplicaSets sets;
    private final double[] fair;
    private final double[] tolerance;
    private final int[] primary;
    private final int[] count;
    private final int[] viaPartition;
    private final boolean[] reached;
    private final int[] queue;

    private PrimaryChoice(ReplicaSets sets, double[] fair, double[] tolerance) {
        this.sets = sets;
        this.fair = fair;
        this.tolerance = tolerance;
        topology = sets.topology;
        primary = new int[topology.partitionCount];
        Arrays.fill(primary, NONE);
        count = new int[topology.size];
        viaPartition = new int[topology.size];
        reached = new boolean[topology.size];
        queue = new int[topology.size];
    }

    /**
     * For each partition its primary.
     *
     * @param hadPrimary for each partition the previous primary, or {@link ReplicaSets#NONE}
     */
    static int[] choose(ReplicaSets sets, double[] fair, double[] tolerance, int[] hadPrimary) {
        PrimaryChoice choice = new PrimaryChoice(sets, fair, tolerance);
        choice.keep(hadPrimary);
        choice.fillEmpty(hadPrimary);
        choice.giveDirectly();
        choice.evenOut();
        return choice.primary;
    }

    private double score(int member) {
        return (count[member] - fair[member]) / tolerance[member];
    }

    private void keep(int[] hadPrimary) {
        for (int partition = 0; partition < primary.length; partition++) {
            int had = hadPrimary[partition];
            if (had != NONE && sets.holds(partition, had)) {
                primary[partition] = had;
                count[had]++;
            }
        }
    }

    /**
     * Fills the place of a primary that is gone with one who has the data already and is below his share, if there is
     * one. That of a primary which was displaced, and any other, goes to the one furthest below: most likely to the one
     * who took over from it.
     */
    private void fillEmpty(int[] hadPrimary) {
        for (int partition = 0; partition < primary.length; partition++) {
            if (primary[partition] == NONE) {
                int best = sets.holder(partition, 0);
                boolean gone = hadPrimary[partition] == NONE;
                boolean bestReady = gone && isReady(partition, 0);
                for (int index = 1; index < topology.replicas; index++) {
                    int member = sets.holder(partition, index);
                    boolean ready = gone && isReady(partition, index);
                    if (ready == bestReady ? isLess(member, best) : ready) {
                        best = member;
                        bestReady = ready;
                    }
                }
                primary[partition] = best;
                count[best]++;
            }
        }
    }

    private boolean isReady(int partition, int index) {
        return sets.isSettled(sets.slot(partition, index)) && score(sets.holder(partition, index)) < 0;
    }

    private boolean isLess(int a, int b) {
        return (count[a] + 1) * fair[b] < (count[b] + 1) * fair[a];
    }

    /** Each member that has too few takes over from holders of its own partitions that have more than their share. */
    private void giveDirectly() {
        for (double threshold = 0.5; threshold >= 0; threshold -= 0.5) {
            for (int receiver = 0; receiver < count.length; receiver++) {
                int slot = sets.firstSlot(receiver);
                while (slot != NONE && score(receiver) < -0.5 - EPSILON) {
                    int partition = sets.partitionOf(slot);
                    int donor = primary[partition];
                    if (donor != receiver && score(donor) > threshold + EPSILON && isWorth(donor, receiver)) {
                        hand(partition, receiver);
                    }
                    slot = sets.nextSlot(slot);
                }
            }
        }
    }

    private void evenOut() {
        boolean[] stuck = new boolean[count.length];
        while (true) {
            int worst = NONE;
            double distance = 0;
            for (int member = 0; member < count.length; member++) {
                double outside = Math.max(score(member) - 1, -0.5 - score(member));
                if (!stuck[member] && outside > EPSILON && (worst == NONE || outside > distance)) {
                    worst = member;
                    distance = outside;
                }
            }
            if (worst == NONE) {
                return;
            }
            boolean moved = score(worst) > 0 ? giveAlongChain(worst) : takeAlongChain(worst);
            stuck[worst] = !moved;
        }
    }

    /** Takes one primary off {@code donor}: the nearest member that is better off with one more gets one. */
    private boolean giveAlongChain(int donor) {
        int length = start(donor);
        for (int at = 0; at < length; at++) {
            int member = queue[at];
            for (int slot = sets.firstSlot(member); slot != NONE; slot = sets.nextSlot(slot)) {
                int partition = sets.partitionOf(slot);
                for (int index = 0; index < topology.replicas && primary[partition] == member; index++) {
                    int taker = sets.holder(partition, index);
                    if (!reached[taker]) {
                        length = reach(taker, partition, length);
                        if (isWorth(donor, taker)) {
                            for (int to = taker; to != donor; ) {
                                int giver = primary[viaPartition[to]];
                                hand(viaPartition[to], to);
                                to = giver;
                            }
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    /** Gives one primary to {@code receiver}: the nearest member that is better off with one less hands one on. */
    private boolean takeAlongChain(int receiver) {
        int length = start(receiver);
        int[] towards = new int[count.length];
        for (int at = 0; at < length; at++) {
            int member = queue[at];
            for (int slot = sets.firstSlot(member); slot != NONE; slot = sets.nextSlot(slot)) {
                int partition = sets.partitionOf(slot);
                int giver = primary[partition];
                if (!reached[giver]) {
                    length = reach(giver, partition, length);
                    towards[giver] = member;
                    if (isWorth(giver, receiver)) {
                        for (int from = giver; from != receiver; from = towards[from]) {
                            hand(viaPartition[from], towards[from]);
                        }
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private int start(int member) {
        Arrays.fill(reached, false);
        reached[member] = true;
        queue[0] = member;
        return 1;
    }

    private int reach(int member, int partition, int length) {
        reached[member] = true;
        viaPartition[member] = partition;
        queue[length] = member;
        return length + 1;
    }

    private boolean isWorth(int donor, int receiver) {
        double unit = (1 / tolerance[donor] + 1 / tolerance[receiver]) / 2;
        return count[donor] > 0 && score(donor) - score(receiver) > unit + EPSILON;
    }

    private void hand(int partition, int receiver) {
        count[primary[partition]]--;
        primary[partition] = receiver;
        count[receiver]++;
    }
}
