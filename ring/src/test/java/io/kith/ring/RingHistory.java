package io.kith.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;

/** A cluster that changes at random, and what must hold of its placement after every change. */
final class RingHistory {
    private static final double ROUNDING = 1e-6;

    private final SplittableRandom random;
    private final int partitions;
    private final int zones;
    private final int heaviest;
    private final int mostMembers;
    private List<RingMember> members = new ArrayList<>();
    private int replicationFactor;
    private int[][] placement;
    private int[][] movedFrom = {};
    private double mustMoveReplicas;
    private int movedReplicas;

    /** How many primaries the last change moved, and how many it had to move. */
    int movedPrimaries;

    double mustMovePrimaries;

    /** @param heaviest weights are drawn from 1 to this; with 1 all are 100 */
    RingHistory(
            long seed, int partitions, int replicationFactor, int zones, int heaviest, int members, int mostMembers) {
        random = new SplittableRandom(seed);
        this.partitions = partitions;
        this.replicationFactor = replicationFactor;
        this.zones = zones;
        this.heaviest = heaviest;
        this.mostMembers = mostMembers;
        for (int i = 0; i < members; i++) {
            this.members.add(newMember());
        }
        placement = RingPlacement.next(this.members, partitions, replicationFactor, null);
        checkRules();
    }

    private RingMember newMember() {
        int weight = heaviest == 1 ? 100 : 1 + random.nextInt(heaviest);
        return new RingMember(random.nextLong(), random.nextLong(), "zone" + random.nextInt(zones), weight);
    }

    RingBalance balance() {
        return RingBalance.of(members, replicationFactor, placement);
    }

    int size() {
        return members.size();
    }

    int[][] placement() {
        return placement;
    }

    /** One member joins or leaves. */
    void joinOrLeave() {
        List<RingMember> next = new ArrayList<>(members);
        if (next.size() < 2 || (next.size() < mostMembers && random.nextBoolean())) {
            next.add(newMember());
        } else {
            next.remove(random.nextInt(next.size()));
        }
        change(next, replicationFactor);
    }

    /** Several join, leave and change their weight at once. */
    void upheave() {
        List<RingMember> next = new ArrayList<>();
        for (RingMember member : members) {
            int fate = random.nextInt(5);
            if (fate == 0) {
                next.add(new RingMember(
                        member.idHigh(),
                        member.idLow(),
                        member.zone(),
                        newMember().weight()));
            } else if (fate > 1) {
                next.add(member);
            }
        }
        int joining = random.nextInt(mostMembers - next.size() + 1);
        for (int i = next.isEmpty() ? -1 : 0; i < joining; i++) {
            next.add(newMember());
        }
        change(next, replicationFactor);
    }

    void changeReplicationFactor(int to) {
        change(members, to);
    }

    private void change(List<RingMember> next, int nextFactor) {
        double[] fairReplicas = new double[next.size()];
        int[] held = new int[next.size()];
        double[] fairPrimaries = new double[next.size()];
        RingBalance before = balance();
        int[] index = new int[members.size()];
        for (int i = 0; i < index.length; i++) {
            index[i] = -1;
            for (int j = 0; j < next.size(); j++) {
                if (next.get(j).idHigh() == members.get(i).idHigh()) {
                    index[i] = j;
                    held[j] = before.members().get(i).replicas();
                    fairReplicas[j] = before.members().get(i).fairReplicas();
                    fairPrimaries[j] = before.members().get(i).fairPrimaries();
                }
            }
        }
        int lost = 0;
        int lostPrimaries = 0;
        int[][] previous = new int[partitions][];
        for (int partition = 0; partition < partitions; partition++) {
            previous[partition] =
                    Arrays.stream(placement[partition]).map(i -> index[i]).toArray();
            lost += (int) Arrays.stream(previous[partition]).filter(i -> i < 0).count();
            lostPrimaries += previous[partition][0] < 0 ? 1 : 0;
        }
        members = next;
        replicationFactor = nextFactor;
        int[][] kept = Arrays.stream(previous).map(int[]::clone).toArray(int[][]::new);
        placement = RingPlacement.next(next, partitions, nextFactor, previous);
        assertThat(previous).as("arguments are left alone").isDeepEqualTo(kept);
        checkRules();

        movedReplicas = RingPlacement.movedReplicas(previous, placement);
        movedPrimaries = RingPlacement.movedPrimaries(previous, placement);
        double grown = 0;
        double grownPrimaries = 0;
        RingBalance after = balance();
        for (int i = 0; i < next.size(); i++) {
            double fair = after.members().get(i).fairReplicas();
            double shortOfLeast = fair - Math.max(1, 0.05 * fair) - held[i];
            grown += Math.max(0, Math.max(fair - fairReplicas[i], shortOfLeast));
            grownPrimaries += Math.max(0, after.members().get(i).fairPrimaries() - fairPrimaries[i]);
        }
        mustMoveReplicas = Math.max(grown, lost);
        mustMovePrimaries = Math.max(grownPrimaries, lostPrimaries);
        movedFrom = previous;
    }

    /** Checks that the last change moved at most {@code ratio} times what it had to, rounded up, and {@code more}. */
    void checkMoves(double ratio, int more) {
        double must = mustMoveReplicas;
        if (movedReplicas > Math.ceil(ratio * must - ROUNDING)) {
            must = Math.max(must, fewestMoves(movedFrom));
        }
        assertThat((double) movedReplicas).isLessThanOrEqualTo(Math.ceil(ratio * must - ROUNDING) + more);
    }

    private int fewestMoves(int[][] previous) {
        Topology topology = new Topology(members, partitions, replicationFactor);
        int[] most = balance().members().stream()
                .mapToInt(load -> (int) Math.min(partitions, load.fairReplicas() + 1 + ROUNDING))
                .toArray();
        return FewestMoves.from(topology, previous, most);
    }

    private void checkRules() {
        int replicas = Math.min(replicationFactor, members.size());
        long zonesThere = members.stream().map(RingMember::zone).distinct().count();
        for (int[] list : placement) {
            HashSet<Integer> different = new HashSet<>();
            HashSet<String> differentZones = new HashSet<>();
            for (int member : list) {
                different.add(member);
                differentZones.add(members.get(member).zone());
            }
            assertThat(list).hasSize(replicas);
            assertThat(different).hasSize(replicas);
            assertThat((long) differentZones.size()).isEqualTo(Math.min(replicas, zonesThere));
        }
        for (RingBalance.Load load : balance().members()) {
            assertThat((double) load.replicas())
                    .as("replicas of %s", load)
                    .isLessThanOrEqualTo(most(load.fairReplicas()));
            assertThat((double) load.primaries())
                    .as("primaries of %s", load)
                    .isLessThanOrEqualTo(most(load.fairPrimaries()));
            assertThat(load.scatter()).as("scatter of %s", load).isLessThanOrEqualTo(load.scatterBound());
        }
    }

    private static double most(double fair) {
        return fair + Math.max(1, 0.05 * fair) + ROUNDING;
    }
}
