package io.kith.node.core;

import io.kith.config.ClusterConfig;
import io.kith.config.ConfigMessage;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import org.jspecify.annotations.Nullable;

/** Asks others for the configs that this node lacks. */
final class ConfigPull {
    private static final long PULL_AGAIN_NANOS = 20_000_000;

    private final ProtocolPort port;
    private @Nullable NodeId pulledFrom;
    private long pulledAt;
    private long pulledNanos;

    ConfigPull(ProtocolPort port) {
        this.port = port;
    }

    /** {@code peer} knows of a newer config than {@code current}. */
    void behind(NodeId peer, ClusterConfig current) {
        if (mayPull(peer, current.configId())) {
            port.send(peer, new ConfigMessage.PullConfig(current.generation(), current.configId()));
        }
    }

    /** Many partitions notice at once that they are behind; one question is enough. */
    private boolean mayPull(NodeId peer, long configId) {
        long nowNanos = port.clock().nowNanos();
        if (peer.equals(pulledFrom) && configId == pulledAt && nowNanos - pulledNanos < PULL_AGAIN_NANOS) {
            return false;
        }
        pulledFrom = peer;
        pulledAt = configId;
        pulledNanos = nowNanos;
        return true;
    }
}
