package io.kith.config;

import io.kith.transport.NodeId;

/**
 * A ballot of one instance of agreement: who asks, and for the how-manieth time. Higher ballots win; no two proposers
 * share one.
 *
 * @param round counts from 1; 0 only in {@link #NONE}
 * @param proposer who asks
 */
public record Ballot(long round, NodeId proposer) implements Comparable<Ballot> {

    /** Lower than every real ballot. */
    public static final Ballot NONE = new Ballot(0, new NodeId(0, 0));

    public Ballot {
        if (round < 0) {
            throw new IllegalArgumentException("a ballot's round is not negative, but this is " + round);
        }
    }

    @Override
    public int compareTo(Ballot other) {
        int byRound = Long.compare(round, other.round);
        return byRound != 0 ? byRound : proposer.compareTo(other.proposer);
    }
}
