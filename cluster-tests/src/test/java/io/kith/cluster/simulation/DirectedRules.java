package io.kith.cluster.simulation;

import io.kith.config.ConfigRules;
import io.kith.replication.ProtocolRules;

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
