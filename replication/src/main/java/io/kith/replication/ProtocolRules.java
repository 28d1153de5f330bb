package io.kith.replication;

import io.kith.collections.partition.SessionRule;
import io.kith.collections.partition.SessionRules;
import java.util.EnumSet;
import java.util.Set;

/** Which {@link Rule}s are in force. */
public final class ProtocolRules {
    private static final ProtocolRules ALL = new ProtocolRules(EnumSet.allOf(Rule.class));

    private final EnumSet<Rule> inForce;
    private final SessionRules sessions;

    private ProtocolRules(EnumSet<Rule> inForce) {
        this.inForce = inForce;
        EnumSet<SessionRule> off = EnumSet.noneOf(SessionRule.class);
        if (!on(Rule.EXACTLY_ONCE)) {
            off.add(SessionRule.RESULTS_ARE_KEPT);
        }
        if (!on(Rule.FLOOR_REFUSES)) {
            off.add(SessionRule.FLOOR_REFUSES);
        }
        if (!on(Rule.SESSION_MUST_BE_OPEN)) {
            off.add(SessionRule.SESSION_MUST_BE_OPEN);
        }
        if (!on(Rule.RESULTS_MOVE)) {
            off.add(SessionRule.RESULTS_MOVE);
        }
        this.sessions = off.isEmpty() ? SessionRules.all() : SessionRules.without(off);
    }

    /** All rules: what production runs with. */
    public static ProtocolRules all() {
        return ALL;
    }

    /** All rules but some: for tests that show that a rule matters. */
    public static ProtocolRules without(Set<Rule> off) {
        EnumSet<Rule> rest = EnumSet.allOf(Rule.class);
        rest.removeAll(off);
        return new ProtocolRules(rest);
    }

    /** The rules among them that a partition's state keeps. */
    SessionRules sessions() {
        return sessions;
    }

    /** Whether {@code rule} is in force. */
    public boolean on(Rule rule) {
        return inForce.contains(rule);
    }
}
