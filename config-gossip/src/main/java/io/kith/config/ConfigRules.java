package io.kith.config;

import java.util.EnumSet;
import java.util.Set;

/** Which {@link ConfigRule}s are in force. */
public final class ConfigRules {
    private static final ConfigRules ALL = new ConfigRules(EnumSet.allOf(ConfigRule.class));

    private final EnumSet<ConfigRule> inForce;

    private ConfigRules(EnumSet<ConfigRule> inForce) {
        this.inForce = inForce;
    }

    /** All rules: what production runs with. */
    public static ConfigRules all() {
        return ALL;
    }

    /** All rules but some: for tests that show that a rule matters. All nodes and clients must get the same. */
    public static ConfigRules without(Set<ConfigRule> off) {
        EnumSet<ConfigRule> rest = EnumSet.allOf(ConfigRule.class);
        rest.removeAll(off);
        return new ConfigRules(rest);
    }

    /** Whether {@code rule} is in force. */
    public boolean on(ConfigRule rule) {
        return inForce.contains(rule);
    }
}
