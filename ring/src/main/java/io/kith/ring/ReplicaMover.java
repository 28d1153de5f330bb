package io.kith.ring;

import java.util.Arrays;

/** Brings replica sets to the members' quotas, apart from what members below theirs have claimed directly. */
final class ReplicaMover {
    private static final int NONE = ReplicaSets.NONE;

    /** How far to look along the ring of a large cluster before looking among peers. */
    private static final int NEAR_TOKENS = 256;

    private final Topology topology;
    private final ReplicaSets sets;
    private final TokenRing ring;
    private final QuotaBook book;
    private final PairLimits limits;
    private final ReplacementChain chain;

    ReplicaMover(ReplicaSets sets, TokenRing ring, QuotaBook book, PairLimits limits) {
        this.sets = sets;
        this.ring = ring;
        this.book = book;
        this.limits = limits;
        topology = sets.topology;
        chain = new ReplacementChain(sets, limits);
    }

    /** Hands replicas back to members that held them before, which moves no data, as far as that helps. */
    void restore(int[][] before) {
        for (int donor = 0; donor < topology.size; donor++) {
            while (book.surplus(donor) > 0 && chain.from(donor, book.quotas(), Integer.MAX_VALUE, before) >= 0) {
                // one replica less to hand on
            }
        }
    }

    /** Fills empty places: each takes the first member clockwise that has room and may take it. */
    void fillVacancies() {
        ZoneNeeds needs = new ZoneNeeds(sets, book);
        for (int partition = 0; partition < topology.partitionCount; partition++) {
            needs.begin(partition);
            while (sets.filled(partition) < topology.replicas) {
                int zone = needs.urgentFor(partition);
                int member = successor(partition, zone);
                if (member == NONE && zone != NONE) {
                    member = successor(partition, NONE);
                }
                if (member != NONE) {
                    sets.add(partition, member);
                } else {
                    makeWay(partition);
                }
            }
        }
    }

    /** Moves what has found no taker so far: by a chain of moves if enough are spare; else it stays if that is allowed. */
    void moveRest() {
        for (int donor = 0; donor < topology.size; donor++) {
            while (book.surplus(donor) > 0) {
                int moved = chain.from(donor, book.quotas(), book.spare() + 1, null);
                if (moved < 0 && book.isOverloaded(donor)) {
                    moved = chain.from(donor, book.quotas(), Integer.MAX_VALUE, null);
                }
                if (moved < 0) {
                    book.accept(donor);
                } else {
                    book.spend(moved - 1);
                }
            }
        }
    }

    /**
     * Fills a place that no member below its quota may take: by a chain of moves if enough are spare, else by a member
     * that may hold more than its quota, else by whatever chain there is.
     */
    private void makeWay(int partition) {
        int moved = chain.into(partition, book.quotas(), book.spare());
        if (moved < 0 && chain.into(partition, book.allowed(), 0) >= 0) {
            book.accept(chain.end());
            return;
        }
        if (moved < 0) {
            moved = chain.into(partition, book.quotas(), Integer.MAX_VALUE);
        }
        if (moved < 0) {
            int[] everything = new int[topology.size];
            Arrays.fill(everything, topology.partitionCount);
            moved = chain.into(partition, everything, Integer.MAX_VALUE);
            book.accept(chain.end());
        }
        book.spend(moved);
    }

    /**
     * The member that the ring wants most among those with room, in {@code zone} unless that is {@link ReplicaSets#NONE},
     * as strictly as possible about its peers.
     */
    private int successor(int partition, int zone) {
        int levels = limits.isLarge() ? limits.levels() - 1 : limits.levels();
        for (int level = 0; level < levels; level++) {
            boolean near = limits.isLarge() && level < limits.levels() - 2;
            int member = clockwise(partition, zone, level, near ? NEAR_TOKENS : ring.length());
            if (member == NONE && near && zone == NONE) {
                member = amongPeers(partition, level);
            }
            if (member != NONE) {
                return member;
            }
        }
        return NONE;
    }

    private int clockwise(int partition, int zone, int level, int tokens) {
        int position = ring.positionOf(partition, topology.partitionCount);
        for (int steps = Math.min(tokens, ring.length()); steps > 0; steps--) {
            int member = ring.ownerAt(position);
            if ((zone == NONE || topology.zone[member] == zone)
                    && book.deficit(member) > 0
                    && mayFill(partition, member, level)) {
                return member;
            }
            position = position + 1 == ring.length() ? 0 : position + 1;
        }
        return NONE;
    }

    /** The member shortest of its quota among the peers of those that hold {@code partition}. */
    private int amongPeers(int partition, int level) {
        int best = NONE;
        for (int index = 0; index < sets.filled(partition); index++) {
            int holder = sets.holder(partition, index);
            for (int i = 0; i < sets.peers().degree(holder); i++) {
                int peer = sets.peers().peer(holder, i);
                if (book.deficit(peer) >= 0
                        && (best == NONE || book.deficit(peer) > book.deficit(best))
                        && mayFill(partition, peer, level)) {
                    best = peer;
                }
            }
        }
        return best == NONE || book.deficit(best) > 0 || book.raise(best) ? best : NONE;
    }

    private boolean mayFill(int partition, int member, int level) {
        return sets.fits(partition, NONE, member) && limits.allow(partition, NONE, member, level);
    }
}
