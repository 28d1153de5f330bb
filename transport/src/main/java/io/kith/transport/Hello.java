package io.kith.transport;

import org.jspecify.annotations.Nullable;

/**
 * The first message of whoever dials: who it is and what the connection is for.
 *
 * @param kind what the connection is for
 * @param clusterName the cluster's name, up to 64 characters; a client may leave it empty to take any
 * @param senderId the dialling process
 * @param senderAddress where the dialling node listens; null for clients
 * @param expectedPeer the node that should listen here; null for whoever does
 * @param shard the number of the loop that the connection belongs to, from 0; 0 for control connections
 * @param families the versions of message families that it speaks; filled in when it dials
 */
public record Hello(
        ConnectionKind kind,
        String clusterName,
        NodeId senderId,
        @Nullable NodeAddress senderAddress,
        @Nullable NodeId expectedPeer,
        int shard,
        FamilyVersions families)
        implements HandshakeMessage {

    static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_SHARD = 65_535;

    public Hello {
        if (clusterName.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("a cluster name has up to " + MAX_NAME_LENGTH + " characters");
        }
        if (shard < 0 || shard > MAX_SHARD) {
            throw new IllegalArgumentException("loop " + shard + " is not between 0 and " + MAX_SHARD);
        }
    }

    /** What a process says that has yet to dial. */
    public Hello(
            ConnectionKind kind,
            String clusterName,
            NodeId senderId,
            @Nullable NodeAddress senderAddress,
            @Nullable NodeId expectedPeer,
            int shard) {
        this(kind, clusterName, senderId, senderAddress, expectedPeer, shard, FamilyVersions.NONE);
    }

    /** The same, of a process that speaks these versions of message families. */
    Hello speaking(FamilyVersions spoken) {
        return new Hello(kind, clusterName, senderId, senderAddress, expectedPeer, shard, spoken);
    }

    @Override
    public Kind wireKind() {
        return Kind.HELLO;
    }

    /** The same, for the node named {@code peer} only. */
    public Hello expecting(NodeId peer) {
        return new Hello(kind, clusterName, senderId, senderAddress, peer, shard, families);
    }
}
