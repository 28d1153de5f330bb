package io.kith.ring;

import java.util.Arrays;

/** Which members share partitions, and how many: a graph with small degrees, so adjacency is searched in short rows. */
final class SharingGraph {
    private static final int FIRST_ROOM = 8;

    private final int[][] peer;
    private final int[][] shared;
    private final int[] degree;

    SharingGraph(int size) {
        peer = new int[size][FIRST_ROOM];
        shared = new int[size][FIRST_ROOM];
        degree = new int[size];
    }

    /** How many different members share partitions with {@code member}. */
    int degree(int member) {
        return degree[member];
    }

    /** The {@code index}-th of those that share partitions with {@code member}. */
    int peer(int member, int index) {
        return peer[member][index];
    }

    /** How many partitions the two share. */
    int shared(int a, int b) {
        int searched = degree[a] <= degree[b] ? a : b;
        int index = indexOf(searched, searched == a ? b : a);
        return index < 0 ? 0 : shared[searched][index];
    }

    /** The two share one partition more. */
    void share(int a, int b) {
        add(a, b);
        add(b, a);
    }

    /** The two share one partition less. */
    void part(int a, int b) {
        remove(a, b);
        remove(b, a);
    }

    private int indexOf(int member, int other) {
        int[] row = peer[member];
        for (int i = 0; i < degree[member]; i++) {
            if (row[i] == other) {
                return i;
            }
        }
        return -1;
    }

    private void add(int member, int other) {
        int index = indexOf(member, other);
        if (index < 0) {
            index = degree[member]++;
            if (index == peer[member].length) {
                peer[member] = Arrays.copyOf(peer[member], 2 * index);
                shared[member] = Arrays.copyOf(shared[member], 2 * index);
            }
            peer[member][index] = other;
            shared[member][index] = 0;
        }
        shared[member][index]++;
    }

    private void remove(int member, int other) {
        int index = indexOf(member, other);
        if (--shared[member][index] == 0) {
            int last = --degree[member];
            peer[member][index] = peer[member][last];
            shared[member][index] = shared[member][last];
        }
    }
}
