package io.kith.ring;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where partitions should live. A pure function of the members, the replication factor and the previous targets: every
 * node computes the same. How it works, and what it promises, is told in the description of this package.
 */
public final class RingPlacement {
    /** How far above its fair share a member may be, as a part of that share, where that is more than one partition. */
    public static final double OVERLOAD = Quotas.OVERLOAD;

    private RingPlacement() {}

    /**
     * The replicas that each partition should have, the primary first, as indices into {@code members}.
     *
     * <p>A list has {@code replicationFactor} different members, or all members if they are fewer. They lie in as many
     * different zones as there are, up to one a replica. What {@code previous} says is kept where it still may be.
     *
     * @param members in any order, each id once; none gives empty lists
     * @param partitionCount a power of two
     * @param replicationFactor at least 1
     * @param previous the targets before, for the same number of partitions: indices into {@code members}, or -1 for
     *     members that are gone; null or empty if there were none
     * @throws IllegalArgumentException if an argument is not as said here
     */
    public static int[][] next(
            List<RingMember> members,
            int partitionCount,
            int replicationFactor,
            int @Nullable [] @Nullable [] previous) {
        check(members, partitionCount, replicationFactor, previous);
        if (members.isEmpty()) {
            return new int[partitionCount][0];
        }
        Integer[] byId = new Integer[members.size()];
        Arrays.setAll(byId, i -> i);
        Arrays.sort(byId, (a, b) -> RingMember.compareIds(members.get(a), members.get(b)));
        int[] rank = new int[byId.length];
        for (int i = 0; i < byId.length; i++) {
            rank[byId[i]] = i;
            if (i > 0 && RingMember.compareIds(members.get(byId[i - 1]), members.get(byId[i])) == 0) {
                throw new IllegalArgumentException("two ring members have the id of " + members.get(byId[i]));
            }
        }
        List<RingMember> ordered = Arrays.stream(byId).map(members::get).toList();
        Topology topology = new Topology(ordered, partitionCount, replicationFactor);
        int[][] placed =
                place(topology, stillThere(previous, rank, partitionCount), hadPrimary(previous, rank, partitionCount));
        for (int[] list : placed) {
            for (int i = 0; i < list.length; i++) {
                list[i] = byId[list[i]];
            }
        }
        return placed;
    }

    /**
     * How many replicas {@code next} has that {@code previous} has not: what must be copied.
     *
     * @param previous for each partition its members, those that are gone as -1; null or empty if there were none
     * @param next for each partition its members, by the same indices
     */
    public static int movedReplicas(int @Nullable [] @Nullable [] previous, int[][] next) {
        int moved = 0;
        for (int partition = 0; partition < next.length; partition++) {
            for (int member : next[partition]) {
                boolean held = false;
                if (previous != null && previous.length > 0) {
                    for (int had : previous[partition]) {
                        held |= had == member;
                    }
                }
                moved += held ? 0 : 1;
            }
        }
        return moved;
    }

    /**
     * How many partitions have another primary in {@code next} than in {@code previous}: what must be handed over.
     *
     * @param previous for each partition its members, those that are gone as -1; null or empty if there were none
     * @param next for each partition its members, by the same indices
     */
    public static int movedPrimaries(int @Nullable [] @Nullable [] previous, int[][] next) {
        int moved = 0;
        for (int partition = 0; partition < next.length; partition++) {
            int had = previous == null || previous.length == 0 || previous[partition].length == 0
                    ? ReplicaSets.NONE
                    : previous[partition][0];
            int has = next[partition].length == 0 ? ReplicaSets.NONE : next[partition][0];
            moved += had == has ? 0 : 1;
        }
        return moved;
    }

    private static int[][] place(Topology topology, int[][] before, int[] hadPrimary) {
        double[] fair = FairShares.ofReplicas(topology);
        double[] tolerance = tolerance(topology, fair);
        double[] fairPrimaries = FairShares.ofPrimaries(topology);
        ReplicaSets sets = new ReplicaSets(topology);
        boolean trimmed = StickyStart.fill(sets, fair, before);
        Quotas quotas = new Quotas(topology, fair, tolerance, sets.loads());
        QuotaBook book = new QuotaBook(sets, fair, quotas);
        PairLimits limits = new PairLimits(sets, fair);
        TokenRing ring = new TokenRing(topology);
        ReplicaMover mover = new ReplicaMover(sets, ring, book, limits);
        if (trimmed) {
            mover.restore(before);
        }
        new SurplusClaims(sets, ring, book, limits, hadPrimary, fairPrimaries).run();
        mover.fillVacancies();
        mover.moveRest();
        int[] primary = PrimaryChoice.choose(sets, fairPrimaries, tolerance(topology, fairPrimaries), hadPrimary);
        return lists(sets, primary);
    }

    private static double[] tolerance(Topology topology, double[] fair) {
        double[] tolerance = new double[fair.length];
        for (int i = 0; i < fair.length; i++) {
            tolerance[i] = PairLimits.isLarge(topology) ? Quotas.allowance(fair[i]) : 1;
        }
        return tolerance;
    }

    private static int[][] lists(ReplicaSets sets, int[] primary) {
        int[][] lists = new int[primary.length][sets.topology.replicas];
        for (int partition = 0; partition < lists.length; partition++) {
            int[] list = lists[partition];
            list[0] = primary[partition];
            int at = 1;
            for (int index = 0; index < list.length; index++) {
                if (sets.holder(partition, index) != primary[partition]) {
                    list[at++] = sets.holder(partition, index);
                }
            }
        }
        return lists;
    }

    /** The previous lists by rank, without members that are gone. */
    private static int[][] stillThere(int @Nullable [] @Nullable [] previous, int[] rank, int partitionCount) {
        int[][] result = new int[partitionCount][];
        for (int partition = 0; partition < partitionCount; partition++) {
            int[] had = previous == null || previous.length == 0 ? new int[0] : previous[partition];
            int[] list = new int[had.length];
            int length = 0;
            for (int member : had) {
                if (member >= 0) {
                    list[length++] = rank[member];
                }
            }
            result[partition] = Arrays.copyOf(list, length);
        }
        return result;
    }

    private static int[] hadPrimary(int @Nullable [] @Nullable [] previous, int[] rank, int partitionCount) {
        int[] result = new int[partitionCount];
        Arrays.fill(result, ReplicaSets.NONE);
        for (int partition = 0; previous != null && partition < previous.length; partition++) {
            if (previous[partition].length > 0 && previous[partition][0] >= 0) {
                result[partition] = rank[previous[partition][0]];
            }
        }
        return result;
    }

    private static void check(
            List<RingMember> members,
            int partitionCount,
            int replicationFactor,
            int @Nullable [] @Nullable [] previous) {
        if (members.size() > TokenRing.MAX_MEMBERS) {
            throw new IllegalArgumentException(
                    "a ring has up to " + TokenRing.MAX_MEMBERS + " members, not " + members.size());
        }
        if (partitionCount < 1 || Integer.bitCount(partitionCount) != 1) {
            throw new IllegalArgumentException("a partition count is a power of two, not " + partitionCount);
        }
        if (replicationFactor < 1) {
            throw new IllegalArgumentException("a replication factor is at least 1, not " + replicationFactor);
        }
        if (previous == null || previous.length == 0) {
            return;
        }
        if (previous.length != partitionCount) {
            throw new IllegalArgumentException(
                    "the previous targets are of " + previous.length + " partitions, not of " + partitionCount);
        }
        for (int partition = 0; partition < partitionCount; partition++) {
            int[] list = previous[partition];
            for (int i = 0; i < list.length; i++) {
                if (list[i] < ReplicaSets.NONE || list[i] >= members.size()) {
                    throw new IllegalArgumentException("the previous target of partition " + partition
                            + " names member " + list[i] + " of " + members.size());
                }
                for (int j = 0; j < i; j++) {
                    if (list[i] == list[j] && list[i] >= 0) {
                        throw new IllegalArgumentException("the previous target of partition " + partition
                                + " names member " + list[i] + " twice");
                    }
                }
            }
        }
    }
}
