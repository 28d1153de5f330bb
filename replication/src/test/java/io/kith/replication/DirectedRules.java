package io.kith.replication;

import io.kith.config.ConfigRules;
import io.kith.replication.safety.SafetyRules;

/**
 * Which rules a schedule is played with.
 *
 * @param config of the chain of configs
 * @param replication of replication, leases and exactly-once
 */
record DirectedRules(ConfigRules config, SafetyRules replication) {

    /** All rules. */
    static DirectedRules all() {
        return new DirectedRules(ConfigRules.all(), SafetyRules.production());
    }
}
