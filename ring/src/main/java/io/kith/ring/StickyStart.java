package io.kith.ring;

import java.util.Arrays;

/**
 * What of the previous targets is kept: the members that are still there, as long as they are not too many and leave
 * room for the zones that the partition needs. Where one must go, it is the most loaded one that helps, a primary last.
 */
final class StickyStart {
    private final Topology topology;
    private final double[] fair;
    private final int[][] previous;
    private final int[] load;
    private boolean trimmed;

    private StickyStart(Topology topology, double[] fair, int[][] previous) {
        this.topology = topology;
        this.fair = fair;
        this.previous = previous;
        load = new int[topology.size];
        for (int[] list : previous) {
            for (int member : list) {
                load[member]++;
            }
        }
    }

    /**
     * Fills {@code sets} with what is kept.
     *
     * @param previous for each partition the distinct members that are still there
     * @return whether a member lost a partition that it could have gone on to hold
     */
    static boolean fill(ReplicaSets sets, double[] fair, int[][] previous) {
        StickyStart start = new StickyStart(sets.topology, fair, previous);
        for (int partition = 0; partition < previous.length; partition++) {
            for (int member : start.kept(partition)) {
                sets.addSettled(partition, member);
            }
        }
        return start.trimmed;
    }

    private int[] kept(int partition) {
        int[] list = previous[partition];
        int[] kept = list;
        while (excess(kept) > 0) {
            int goes = -1;
            for (int i = kept.length - 1; i >= 0; i--) {
                if (excess(without(kept, i)) < excess(kept) && (goes < 0 || goesBefore(kept, list, i, goes))) {
                    goes = i;
                }
            }
            load[kept[goes]]--;
            kept = without(kept, goes);
            trimmed = true;
        }
        return kept;
    }

    private boolean goesBefore(int[] kept, int[] list, int a, int b) {
        boolean aIsPrimary = kept[a] == list[0];
        boolean bIsPrimary = kept[b] == list[0];
        if (aIsPrimary != bIsPrimary) {
            return bIsPrimary;
        }
        return load[kept[a]] * fair[kept[b]] > load[kept[b]] * fair[kept[a]];
    }

    /** How many members of {@code list} must go at least. */
    private int excess(int[] list) {
        int zones = 0;
        for (int i = 0; i < list.length; i++) {
            boolean known = false;
            for (int j = 0; j < i && !known; j++) {
                known = topology.zone[list[i]] == topology.zone[list[j]];
            }
            zones += known ? 0 : 1;
        }
        int zonesThatCount = Math.min(zones, topology.zonesNeeded);
        return Math.max(0, list.length - (topology.replicas - topology.zonesNeeded) - zonesThatCount);
    }

    private static int[] without(int[] list, int index) {
        int[] result = Arrays.copyOf(list, list.length - 1);
        System.arraycopy(list, index + 1, result, index, result.length - index);
        return result;
    }
}
