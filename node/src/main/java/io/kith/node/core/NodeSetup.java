package io.kith.node.core;

import io.kith.replication.host.ShardLimits;

/**
 * What a node works with from its start on.
 *
 * @param times heartbeats, suspicion, resending and all that
 * @param limits the bounds of its shards
 * @param relays how much it sends and passes on over relays
 * @param rules which of the protocol's rules it keeps
 */
public record NodeSetup(NodeTimes times, ShardLimits limits, RelayLimits relays, NodeRules rules) {

    /** What production works with, but for the bounds of its shards and of relaying. */
    public static NodeSetup of(ShardLimits limits, RelayLimits relays) {
        return new NodeSetup(NodeTimes.defaults(), limits, relays, NodeRules.all());
    }
}
