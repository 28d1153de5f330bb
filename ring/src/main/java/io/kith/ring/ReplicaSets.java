package io.kith.ring;

import java.util.Arrays;

/**
 * Who holds which partition while a placement is being worked out. Partition <i>p</i> has a row of slots; each filled
 * slot is also linked into a list of its member's slots.
 */
final class ReplicaSets {
    static final int NONE = -1;

    final Topology topology;
    private final int width;
    private final int[] holder;
    private final int[] filled;
    private final int[] load;
    private final int[] zoneLoad;
    private final int[] first;
    private final int[] next;
    private final int[] previous;
    private final boolean[] settled;
    private final SharingGraph peers;

    ReplicaSets(Topology topology) {
        this.topology = topology;
        width = topology.replicas;
        holder = new int[topology.totalReplicas()];
        Arrays.fill(holder, NONE);
        filled = new int[topology.partitionCount];
        load = new int[topology.size];
        zoneLoad = new int[topology.zoneCount];
        first = new int[topology.size];
        Arrays.fill(first, NONE);
        next = new int[holder.length];
        previous = new int[holder.length];
        settled = new boolean[holder.length];
        peers = new SharingGraph(topology.size);
    }

    /** How many replicas {@code partition} has so far. */
    int filled(int partition) {
        return filled[partition];
    }

    /** The holder of the {@code index}-th replica of {@code partition}. */
    int holder(int partition, int index) {
        return holder[partition * width + index];
    }

    int holderAt(int slot) {
        return holder[slot];
    }

    int slot(int partition, int index) {
        return partition * width + index;
    }

    int partitionOf(int slot) {
        return slot / width;
    }

    /** How many replicas {@code member} holds. */
    int load(int member) {
        return load[member];
    }

    /** How many replicas the members of {@code zone} hold together. */
    int zoneLoad(int zone) {
        return zoneLoad[zone];
    }

    /** A copy of how many replicas each member holds. */
    int[] loads() {
        return load.clone();
    }

    /** The first slot of {@code member}, or {@link #NONE}. */
    int firstSlot(int member) {
        return first[member];
    }

    /** The slot of the same member after {@code slot}, or {@link #NONE}. */
    int nextSlot(int slot) {
        return next[slot];
    }

    /** Whether {@code member} holds {@code partition}. */
    boolean holds(int partition, int member) {
        for (int slot = partition * width, end = slot + filled[partition]; slot < end; slot++) {
            if (holder[slot] == member) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether {@code member} may join {@code partition}, in the place of the holder of {@code replaced} unless that is
     * {@link #NONE}: it does not hold it yet, and the places left still suffice for the zones that are missing.
     */
    boolean fits(int partition, int replaced, int member) {
        int start = partition * width;
        int end = start + filled[partition];
        int[] zone = topology.zone;
        int zones = 1;
        int size = 1;
        for (int slot = start; slot < end; slot++) {
            int other = holder[slot];
            if (other == member) {
                return false;
            }
            if (slot == replaced) {
                continue;
            }
            size++;
            boolean known = zone[other] == zone[member];
            for (int earlier = start; earlier < slot && !known; earlier++) {
                known = earlier != replaced && zone[holder[earlier]] == zone[other];
            }
            zones += known ? 0 : 1;
        }
        return topology.zonesNeeded - zones <= width - size;
    }

    /** Who shares how many partitions with whom. */
    SharingGraph peers() {
        return peers;
    }

    /** Whether the holder of {@code slot} held the partition before this placement began. */
    boolean isSettled(int slot) {
        return settled[slot];
    }

    /** Adds a replica that {@code member} holds already. */
    void addSettled(int partition, int member) {
        settled[slot(partition, filled[partition])] = true;
        add(partition, member);
    }

    /** Adds a replica that {@code member} does not hold yet. */
    void add(int partition, int member) {
        int slot = slot(partition, filled[partition]);
        link(slot, member);
        filled[partition]++;
    }

    /** Hands the replica in {@code slot} to {@code member}, which held the partition before if {@code isSettled}. */
    void replace(int slot, int member, boolean isSettled) {
        settled[slot] = isSettled;
        unlink(slot);
        link(slot, member);
    }

    private void link(int slot, int member) {
        int partition = partitionOf(slot);
        for (int other = slot(partition, 0), end = other + filled[partition]; other < end; other++) {
            if (other != slot) {
                peers.share(member, holder[other]);
            }
        }
        holder[slot] = member;
        load[member]++;
        zoneLoad[topology.zone[member]]++;
        next[slot] = first[member];
        previous[slot] = NONE;
        if (first[member] != NONE) {
            previous[first[member]] = slot;
        }
        first[member] = slot;
    }

    private void unlink(int slot) {
        int member = holder[slot];
        int partition = partitionOf(slot);
        for (int other = slot(partition, 0), end = other + filled[partition]; other < end; other++) {
            if (other != slot) {
                peers.part(member, holder[other]);
            }
        }
        load[member]--;
        zoneLoad[topology.zone[member]]--;
        if (previous[slot] == NONE) {
            first[member] = next[slot];
        } else {
            next[previous[slot]] = next[slot];
        }
        if (next[slot] != NONE) {
            previous[next[slot]] = previous[slot];
        }
    }
}
