package io.kith.cli.cluster;

import io.kith.config.Member;

/**
 * A member and what it holds.
 *
 * @param member the member, as the config lists it
 * @param voter whether it votes on the next config
 * @param primary how many partitions it is the primary of
 * @param replica how many partitions it holds as another than the primary
 */
public record MemberShare(Member member, boolean voter, int primary, int replica) {

    /** All partitions that it holds. */
    public int held() {
        return primary + replica;
    }
}
