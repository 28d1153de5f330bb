package io.kith.transport;

/**
 * The answer of a node that takes the connection.
 *
 * @param nodeId the node that answers
 * @param clusterName its cluster
 * @param shardCount the number of its data loops, at least 1
 * @param maxFrameBytes the largest frame it takes
 * @param version the protocol version to be spoken: the newest that both know
 * @param families the versions of message families that it speaks
 */
public record Welcome(
        NodeId nodeId, String clusterName, int shardCount, int maxFrameBytes, int version, FamilyVersions families)
        implements HandshakeMessage {

    public Welcome {
        if (shardCount < 1 || maxFrameBytes < TransportSettings.MIN_FRAME_BYTES) {
            throw new IllegalArgumentException("a node with " + shardCount + " loops and frames of " + maxFrameBytes);
        }
    }

    @Override
    public Kind wireKind() {
        return Kind.WELCOME;
    }
}
