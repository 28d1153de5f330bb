package io.kith.node.wiring;

import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What a node's sockets and threads are made from.
 *
 * @param id names this start of the node
 * @param cluster the cluster's name
 * @param listenHost where it listens
 * @param listenPort 0 for a free one
 * @param advertised where others reach it, if not where it listens
 * @param dataLoops how many event loops share its partitions
 * @param valueLimitBytes the largest key or value taken
 */
public record WiringOptions(
        NodeId id,
        String cluster,
        String listenHost,
        int listenPort,
        @Nullable NodeAddress advertised,
        int dataLoops,
        int valueLimitBytes) {}
