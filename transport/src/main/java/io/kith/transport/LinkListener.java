package io.kith.transport;

/** Told what becomes of a node's links. All methods are called on the links' event loop. */
public interface LinkListener {

    /** A message that the node sent to itself. */
    void loopback(Message message);

    /** The link to {@code peer} is established. */
    default void connected(NodeId peer) {}

    /** The link to {@code peer} broke; it is dialled again at once. */
    default void connectionLost(NodeId peer) {}

    /**
     * Nobody listens at {@code peer}'s address, or another node does: a strong hint that {@code peer} is dead. Called
     * at each such attempt.
     */
    default void connectionRefused(NodeId peer) {}
}
