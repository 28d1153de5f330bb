package io.kith.node.core;

import io.kith.config.ConfigRules;
import io.kith.replication.ProtocolRules;

/**
 * Which of the protocol's rules a node keeps. Production runs with {@link #all()}; the simulator switches one off and
 * sees whether its oracle notices.
 *
 * @param config of the chain of configs
 * @param replication of replication, leases and exactly-once
 */
public record NodeRules(ConfigRules config, ProtocolRules replication) {

    /** All rules. */
    public static NodeRules all() {
        return new NodeRules(ConfigRules.all(), ProtocolRules.all());
    }
}
