package io.kith.ring;

import java.util.Arrays;

/**
 * The token ring: every member stands on it at several points (virtual nodes), drawn from its id alone, more of them
 * the more it weighs. Walking clockwise from a partition gives its order of preference among members; walking
 * counter-clockwise from a member's tokens gives the partitions that consistent hashing would hand it.
 */
final class TokenRing {
    private static final int TOKENS_OF_ORDINARY_WEIGHT = 16;
    private static final int ORDINARY_WEIGHT = 100;
    private static final int MOST_TOKENS = 256;

    /** The low bits of a token hold its owner, so that one sort of primitives orders both. */
    private static final int OWNER_BITS = 20;

    private static final long OWNER_MASK = (1L << OWNER_BITS) - 1;

    /** The most members a ring can have. */
    static final int MAX_MEMBERS = 1 << OWNER_BITS;

    private final long[] tokens;
    private final long[][] tokensOf;

    TokenRing(Topology topology) {
        tokensOf = new long[topology.size][];
        int total = 0;
        for (int i = 0; i < topology.size; i++) {
            tokensOf[i] = tokens(topology.members.get(i));
            total += tokensOf[i].length;
        }
        tokens = new long[total];
        int next = 0;
        for (int i = 0; i < topology.size; i++) {
            for (long token : tokensOf[i]) {
                tokens[next++] = ((token & ~OWNER_MASK) | i) ^ Long.MIN_VALUE;
            }
        }
        Arrays.sort(tokens);
    }

    private static long[] tokens(RingMember member) {
        long wanted = ((long) member.weight() * TOKENS_OF_ORDINARY_WEIGHT + ORDINARY_WEIGHT - 1) / ORDINARY_WEIGHT;
        long[] result = new long[(int) Math.min(MOST_TOKENS, wanted)];
        for (int i = 0; i < result.length; i++) {
            long seed = PartitionHash.mix(member.idHigh() + i * 0x9e3779b97f4a7c15L);
            result[i] = PartitionHash.mix(seed ^ member.idLow());
        }
        return result;
    }

    /** How many tokens there are. */
    int length() {
        return tokens.length;
    }

    /** The position of the first token at or after the middle of {@code partition}'s arc, clockwise. */
    int positionOf(int partition, int partitionCount) {
        int bits = Integer.numberOfTrailingZeros(partitionCount);
        long middle = (2L * partition + 1) << (63 - bits);
        int found = Arrays.binarySearch(tokens, (middle & ~OWNER_MASK) ^ Long.MIN_VALUE);
        int position = found >= 0 ? found : -found - 1;
        return position == tokens.length ? 0 : position;
    }

    /** Whose token is at {@code position}. */
    int ownerAt(int position) {
        return (int) (tokens[position] & OWNER_MASK);
    }

    /** The partitions in which the tokens of {@code member} lie. */
    int[] partitionsOf(int member, int partitionCount) {
        long[] own = tokensOf[member];
        int[] result = new int[own.length];
        for (int i = 0; i < own.length; i++) {
            result[i] = PartitionHash.partitionOf(own[i], partitionCount);
        }
        return result;
    }
}
