package io.kith.collections.partition;

import java.util.EnumSet;
import java.util.Set;

/** Which {@link SessionRule}s are in force. */
public final class SessionRules {
    private static final SessionRules ALL = new SessionRules(EnumSet.allOf(SessionRule.class));

    private final EnumSet<SessionRule> inForce;

    private SessionRules(EnumSet<SessionRule> inForce) {
        this.inForce = inForce;
    }

    /** All rules: what production runs with. */
    public static SessionRules all() {
        return ALL;
    }

    /** All rules but some: for tests that show that a rule matters. All replicas must get the same. */
    public static SessionRules without(Set<SessionRule> off) {
        EnumSet<SessionRule> rest = EnumSet.allOf(SessionRule.class);
        rest.removeAll(off);
        return new SessionRules(rest);
    }

    /** Whether {@code rule} is in force. */
    public boolean on(SessionRule rule) {
        return inForce.contains(rule);
    }
}
