package io.kith.replication.lease;

import io.kith.replication.safety.SafetyRules;
import io.kith.transport.NodeId;
import java.util.Map;
import java.util.TreeMap;

/**
 * The promises others gave this node by answering its heartbeats, counted from the sending of the heartbeat. A grant
 * that names a newer config than this node holds is kept, and counts as soon as this node holds that config.
 */
final class ReceivedGrants {
    private final SafetyRules rules;
    private final TreeMap<NodeId, Grantor> grantors = new TreeMap<>();
    private long configId;

    ReceivedGrants(SafetyRules rules) {
        this.rules = rules;
    }

    private static final class Grantor {
        long untilNanos = SafetyRules.NEVER;
        long sentNanos = SafetyRules.NEVER;
        final TreeMap<Long, Long> early = new TreeMap<>();
    }

    void received(NodeId from, long grantorConfigId, long sentNanos, long untilNanos) {
        Grantor grantor = grantors.computeIfAbsent(from, unused -> new Grantor());
        grantor.sentNanos = Math.max(grantor.sentNanos, sentNanos);
        if (rules.grantCounts(grantorConfigId, configId)) {
            grantor.untilNanos = Math.max(grantor.untilNanos, untilNanos);
        } else {
            grantor.early.merge(grantorConfigId, untilNanos, Math::max);
        }
    }

    void holdsConfig(long newConfigId) {
        configId = newConfigId;
        for (Grantor grantor : grantors.values()) {
            while (!grantor.early.isEmpty() && grantor.early.firstKey() <= configId) {
                grantor.untilNanos = Math.max(
                        grantor.untilNanos, grantor.early.pollFirstEntry().getValue());
            }
        }
    }

    /** Until when {@code from}'s promise runs, by this node's clock; {@link SafetyRules#NEVER} if it gave none. */
    long untilNanos(NodeId from) {
        Grantor grantor = grantors.get(from);
        return grantor == null ? SafetyRules.NEVER : grantor.untilNanos;
    }

    /** When this node sent the newest heartbeat that {@code from} answered; {@link SafetyRules#NEVER} if none. */
    long answeredNanos(NodeId from) {
        Grantor grantor = grantors.get(from);
        return grantor == null ? SafetyRules.NEVER : grantor.sentNanos;
    }

    /** Takes nothing for granted any more: this machine was suspended. */
    void voidAll() {
        for (Map.Entry<NodeId, Grantor> each : grantors.entrySet()) {
            each.setValue(new Grantor());
        }
    }

    void forgetExpired(long nowNanos, long keepNanos) {
        grantors.values().forEach(grantor -> grantor.early.values().removeIf(until -> until < nowNanos));
        grantors.values().removeIf(grantor -> grantor.untilNanos < nowNanos - keepNanos && grantor.early.isEmpty());
    }
}
