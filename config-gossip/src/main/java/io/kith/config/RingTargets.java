package io.kith.config;

import com.google.common.collect.ImmutableSortedMap;
import io.kith.ring.RingMember;
import io.kith.ring.RingPlacement;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks the ring where the partitions should be, and speaks of nodes by id where the ring speaks of indices. */
final class RingTargets {

    private RingTargets() {}

    /**
     * The target lists for these members.
     *
     * @param previous the target lists of the config before; the ring keeps to them where it can
     */
    static List<NodeId>[] next(
            ImmutableSortedMap<NodeId, Member> members, int replicationFactor, List<NodeId>[] previous) {
        List<NodeId> ids = new ArrayList<>();
        List<RingMember> ringMembers = new ArrayList<>();
        TreeMap<NodeId, Integer> indices = new TreeMap<>();
        for (Member member : members.values()) {
            if (member.takesPartitions()) {
                NodeId id = member.id();
                indices.put(id, ids.size());
                ids.add(id);
                ringMembers.add(new RingMember(id.high(), id.low(), member.zone(), member.weight()));
            }
        }
        List<NodeId>[] targets = newLists(previous.length);
        if (ids.isEmpty()) {
            return targets;
        }
        int[][] wanted =
                RingPlacement.next(ringMembers, previous.length, replicationFactor, indicesOf(previous, indices));
        for (int p = 0; p < wanted.length; p++) {
            NodeId[] list = new NodeId[wanted[p].length];
            for (int i = 0; i < list.length; i++) {
                list[i] = ids.get(wanted[p][i]);
            }
            List<NodeId> target = List.of(list);
            targets[p] = target.equals(previous[p]) ? previous[p] : target;
        }
        return targets;
    }

    /** {@code count} empty lists. */
    static List<NodeId>[] newLists(int count) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        List<NodeId>[] lists = new List[count];
        Arrays.fill(lists, List.<NodeId>of());
        return lists;
    }

    private static int[][] indicesOf(List<NodeId>[] lists, Map<NodeId, Integer> indices) {
        int[][] result = new int[lists.length][];
        for (int p = 0; p < lists.length; p++) {
            int[] entries = new int[lists[p].size()];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = indices.getOrDefault(lists[p].get(i), -1);
            }
            result[p] = entries;
        }
        return result;
    }
}
