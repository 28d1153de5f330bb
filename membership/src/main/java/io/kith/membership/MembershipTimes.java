package io.kith.membership;

/**
 * How often nodes are heard and how long silence is borne.
 *
 * @param heartbeatMillis time from one heartbeat to the next, at most; 1 to 60000
 * @param suspicionMillis silence after which a node is accused, if the observer is well; at least 3 heartbeats
 * @param relays how many other nodes are asked at a time whether they reach a silent node
 */
public record MembershipTimes(int heartbeatMillis, int suspicionMillis, int relays) {
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int MAX_MILLIS = 60_000;

    public MembershipTimes {
        if (heartbeatMillis < 1 || heartbeatMillis > MAX_MILLIS) {
            throw new IllegalArgumentException("heartbeats come every 1 to 60000 ms, not " + heartbeatMillis);
        }
        if (suspicionMillis < 3L * heartbeatMillis) {
            throw new IllegalArgumentException("suspicion needs 3 heartbeats (" + 3L * heartbeatMillis
                    + " ms) or more, not " + suspicionMillis + " ms: one or two may be lost on the way");
        }
        if (relays < 0) {
            throw new IllegalArgumentException("the number of relays is not negative, but was " + relays);
        }
    }

    /** Heartbeats every 250 ms, suspicion after a second, three relays. */
    public static MembershipTimes defaults() {
        return new MembershipTimes(250, 1_000, 3);
    }

    long heartbeatNanos() {
        return (long) heartbeatMillis * NANOS_PER_MILLI;
    }

    long suspicionNanos() {
        return (long) suspicionMillis * NANOS_PER_MILLI;
    }

    /** From when on others are asked. */
    long probeAfterNanos() {
        return suspicionNanos() / 2;
    }

    /** How long the word of one observer has to stand where those are silent that could confirm it. */
    long doubtNanos() {
        return suspicionNanos() / 2;
    }

    /** How often others are asked: long enough for a relay to give up and say so. */
    long probeNanos() {
        return heartbeatNanos() * 3 / 2;
    }

    /** How long a relay waits for the node that it tries. */
    long relayPatienceNanos() {
        return heartbeatNanos() / 2;
    }

    /** How old word of a node may be to vouch for it: one lost heartbeat is no silence. */
    long vouchNanos() {
        return heartbeatNanos() * 3 / 2;
    }

    /** How long an accusation counts that is not repeated. */
    long accusationNanos() {
        return heartbeatNanos() * 3;
    }

    /** How often silence is looked for. */
    long tickNanos() {
        return Math.max(1, heartbeatNanos() / 4);
    }
}
