package io.kith.transport;

/** Where the messages of a connection go. All methods are called on the connection's event loop. */
public interface ConnectionHandler {

    /** The connection is established; called first. */
    default void opened(Connection connection) {}

    /** Takes a message, in the order in which the peer sent them. What it throws is passed to the fatal handler. */
    void received(Connection connection, Message message);

    /** All messages that arrived together were taken: the time to answer them together. */
    default void receivedBatch(Connection connection) {}

    /** Less or more than the allowed number of bytes is unsent. */
    default void writabilityChanged(Connection connection, boolean writable) {}

    /** The connection has ended, for whatever reason; called once. */
    default void closed(Connection connection, String reason) {}
}
