package io.kith.replication.lease;

import io.kith.config.ClusterConfig;
import io.kith.config.ClusterParameters;
import io.kith.replication.safety.SafetyRules;
import io.kith.transport.Clock;
import io.kith.transport.NodeId;

/**
 * The rights between this node and others that all partitions of a shard rest on: grants it gave by answering heartbeats,
 * grants it got for its own, and the suspensions of its machine that end them.
 */
public final class Leases {
    private final Clock clock;
    private final SafetyRules rules;
    private final GivenGrants given = new GivenGrants();
    private final ReceivedGrants received;
    private final SuspensionGuard suspension;

    /**
     * Has given nothing and got nothing.
     *
     * @param clockToleranceMillis by how much wall and monotonic clock may disagree within a heartbeat
     */
    public Leases(Clock clock, long clockToleranceMillis, SafetyRules rules) {
        this.clock = clock;
        this.rules = rules;
        this.received = new ReceivedGrants(rules);
        this.suspension = new SuspensionGuard(clock, clockToleranceMillis);
    }

    /** The shard holds this config from now on. */
    public void holdsConfig(long configId) {
        received.holdsConfig(configId);
    }

    /** This node is about to answer a heartbeat of {@code to}, holding config {@code configId}. */
    public void gave(NodeId to, long configId, long answeredNanos, ClusterParameters parameters) {
        given.gave(to, configId, answeredNanos + rules.rememberedNanos(parameters, parameters.leaseNanos()));
    }

    /** {@code from} answered the heartbeat that was sent to it at {@code sentNanos}, holding config {@code configId}. */
    public void got(NodeId from, long configId, long sentNanos, long leaseNanos) {
        if (isAfterSuspension(sentNanos)) {
            received.received(
                    from, configId, sentNanos, rules.grantFromNanos(sentNanos, clock.nowNanos()) + leaseNanos);
        }
    }

    /** Until when {@code from}'s grant runs. */
    public long grantedUntilNanos(NodeId from) {
        return received.untilNanos(from);
    }

    /** Whether a majority of the voters answered a heartbeat of late: a planned change will be decided soon. */
    public boolean votersAnswer(ClusterConfig config, NodeId self, long sinceNanos) {
        int answering = 0;
        for (NodeId voter : config.voters()) {
            if (voter.equals(self) || received.answeredNanos(voter) >= sinceNanos) {
                answering++;
            }
        }
        return answering >= config.quorum();
    }

    /** What this node has to wait for in one partition, should it become its primary. */
    public EarlierPrimaries earlierPrimaries(NodeId self) {
        return new EarlierPrimaries(self, given, rules);
    }

    /** Forgets what has run out, and takes small differences of the clocks as normal; to be called about once a heartbeat. */
    public void settle(long nowNanos, long leaseNanos) {
        suspension.settle();
        given.forgetExpired(nowNanos);
        received.forgetExpired(nowNanos, 10 * leaseNanos);
    }

    // ---- suspensions

    /** Whether a right that was asked for then, by this node's clock, may count. */
    public boolean isAfterSuspension(long sentNanos) {
        return rules.isAfterSuspension(sentNanos, suspension.voidBeforeNanos());
    }

    /** Whether all leases have just ended, as the machine was suspended; then the grants got are gone. */
    public boolean haveEnded() {
        boolean ended = rules.endsLeases(suspension.jumped());
        if (ended) {
            received.voidAll();
        }
        return ended;
    }

    /** Whether {@link #haveEnded} would say so now; changes nothing. */
    public boolean wouldEnd() {
        return rules.endsLeases(suspension.wouldJump());
    }
}
