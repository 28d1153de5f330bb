package io.kith.ring;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The fewest replicas that any placement has to copy which keeps the rules on members and zones and gives each member at
 * most a given load: a minimum-cost flow from partitions over their zones to members, where a replica that is there
 * already costs nothing. Slow, but exact: what the ring's placements are measured by.
 */
final class FewestMoves {
    private static final int REWARD = 1_000_000;
    private static final int INFINITY = Integer.MAX_VALUE / 2;

    private final List<int[]> arcs = new ArrayList<>();
    private final List<List<Integer>> outgoing = new ArrayList<>();
    private final int source = vertex();
    private final int sink = vertex();

    private FewestMoves() {}

    /** The fewest moves from {@code before} to any placement in which member <i>i</i> holds at most {@code most[i]}. */
    static int from(Topology topology, int[][] before, int[] most) {
        FewestMoves network = new FewestMoves();
        int[] member = new int[topology.size];
        for (int i = 0; i < member.length; i++) {
            member[i] = network.vertex();
            network.arc(member[i], network.sink, most[i], 0);
        }
        boolean zoneIsMust = topology.zoneCount <= topology.replicas;
        for (int[] list : before) {
            int partition = network.vertex();
            network.arc(network.source, partition, topology.replicas, 0);
            for (int zone = 0; zone < topology.zoneCount; zone++) {
                int inZone = network.vertex();
                network.arc(partition, inZone, 1, zoneIsMust ? -REWARD : 0);
                network.arc(partition, inZone, topology.replicas - topology.zonesNeeded, 0);
                for (int i : topology.zoneMembers[zone]) {
                    boolean had = Arrays.stream(list).anyMatch(other -> other == i);
                    network.arc(inZone, member[i], 1, had ? 0 : 1);
                }
            }
        }
        return network.solve(topology.totalReplicas());
    }

    private int vertex() {
        outgoing.add(new ArrayList<>());
        return outgoing.size() - 1;
    }

    private void arc(int from, int to, int capacity, int cost) {
        outgoing.get(from).add(arcs.size());
        arcs.add(new int[] {from, to, capacity, cost});
        outgoing.get(to).add(arcs.size());
        arcs.add(new int[] {to, from, 0, -cost});
    }

    private int solve(int wanted) {
        long cost = 0;
        for (int flow = 0; flow < wanted; flow++) {
            cost += augment();
        }
        return (int) Math.floorMod(cost, (long) REWARD);
    }

    /** Sends one unit along a cheapest path (Bellman, Ford, Moore). */
    private int augment() {
        int[] distance = new int[outgoing.size()];
        int[] via = new int[distance.length];
        boolean[] queued = new boolean[distance.length];
        Arrays.fill(distance, INFINITY);
        distance[source] = 0;
        ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(source));
        while (!queue.isEmpty()) {
            int from = queue.remove();
            queued[from] = false;
            for (int index : outgoing.get(from)) {
                int[] arc = arcs.get(index);
                if (arc[2] > 0 && distance[from] + arc[3] < distance[arc[1]]) {
                    distance[arc[1]] = distance[from] + arc[3];
                    via[arc[1]] = index;
                    if (!queued[arc[1]]) {
                        queued[arc[1]] = true;
                        queue.add(arc[1]);
                    }
                }
            }
        }
        if (distance[sink] == INFINITY) {
            throw new IllegalStateException("no placement keeps to the loads");
        }
        for (int at = sink; at != source; at = arcs.get(via[at])[0]) {
            arcs.get(via[at])[2]--;
            arcs.get(via[at] ^ 1)[2]++;
        }
        return distance[sink];
    }
}
