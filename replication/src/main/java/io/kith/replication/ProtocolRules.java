package io.kith.replication;

import java.util.EnumSet;
import java.util.Set;

/** Which {@link Rule}s are in force. */
public final class ProtocolRules {
    private static final ProtocolRules ALL = new ProtocolRules(EnumSet.allOf(Rule.class));

    private final EnumSet<Rule> inForce;

    private ProtocolRules(EnumSet<Rule> inForce) {
        this.inForce = inForce;
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

    /** Whether {@code rule} is in force. */
    public boolean on(Rule rule) {
        return inForce.contains(rule);
    }
}
