package io.kith.transport;

import java.net.SocketAddress;

/**
 * What a handshake established about the other end.
 *
 * @param id the process at the other end
 * @param kind what the connection is for
 * @param clusterName the cluster's name
 * @param shard the loop that the connection belongs to
 * @param shardCount the number of data loops of the node at the other end; 0 if the other end dialled
 * @param remoteAddress the other end of the socket
 * @param maxFrameBytes the largest payload that both ends take
 * @param dialled whether this end dialled
 */
record Peer(
        NodeId id,
        ConnectionKind kind,
        String clusterName,
        int shard,
        int shardCount,
        SocketAddress remoteAddress,
        int maxFrameBytes,
        boolean dialled) {}
