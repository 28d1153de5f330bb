package io.kith.replication;

import io.kith.config.ConfigRules;

/**
 * Which rules a schedule is played with.
 *
 * @param config of the chain of configs
 * @param replication of replication, leases and exactly-once
 */
record DirectedRules(ConfigRules config, ProtocolRules replication) {

    /** All rules. */
    static DirectedRules all() {
        return new DirectedRules(ConfigRules.all(), ProtocolRules.all());
    }
}
