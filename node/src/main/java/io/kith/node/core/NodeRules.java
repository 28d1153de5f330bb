package io.kith.node.core;

import io.kith.config.ConfigRules;
import io.kith.replication.safety.SafetyRules;

/**
 * Which of the protocol's rules a node keeps. Production runs with {@link #all()}; the simulator switches one off and
 * sees whether its oracle notices.
 *
 * @param config of the chain of configs
 * @param replication of replication, leases and exactly-once
 */
public record NodeRules(ConfigRules config, SafetyRules replication) {

    /** All rules. */
    public static NodeRules all() {
        return new NodeRules(ConfigRules.all(), SafetyRules.production());
    }
}
