package io.kith.replication.lease;

import io.kith.config.PartitionReplicas;
import io.kith.replication.safety.SafetyRules;
import io.kith.transport.NodeId;
import java.util.Map;
import java.util.TreeMap;

/** The earlier primaries of one partition to which this node gave a grant that a new primary has to wait for. */
public final class EarlierPrimaries {
    private final NodeId self;
    private final GivenGrants given;
    private final SafetyRules rules;
    private final TreeMap<NodeId, Long> untilNanos = new TreeMap<>();

    EarlierPrimaries(NodeId self, GivenGrants given, SafetyRules rules) {
        this.self = self;
        this.given = given;
        this.rules = rules;
    }

    /** The partition's term has changed with config {@code configId}. */
    public void termChanged(PartitionReplicas before, PartitionReplicas after, long configId, long nowNanos) {
        if (rules.isSkipped(before.term(), after.term())) {
            for (NodeId holder : given.holders()) {
                waitFor(holder, configId, nowNanos);
            }
        } else {
            waitFor(before.primary(), configId, nowNanos);
        }
    }

    private void waitFor(NodeId earlier, long configId, long nowNanos) {
        long until = given.untilNanosBefore(earlier, configId, nowNanos);
        if (until > nowNanos && !earlier.equals(self)) {
            untilNanos.merge(earlier, until, Math::max);
        }
    }

    /** Until when each of them may count on the grant it has. */
    public Map<NodeId, Long> untilNanos() {
        return untilNanos;
    }

    /** Forgets those whose grants have run out. */
    public void forgetExpired(long nowNanos) {
        if (!untilNanos.isEmpty()) {
            untilNanos.values().removeIf(until -> until <= nowNanos);
        }
    }
}
