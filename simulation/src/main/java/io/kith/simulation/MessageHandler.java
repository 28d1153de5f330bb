package io.kith.simulation;

import io.kith.transport.Message;
import io.kith.transport.NodeId;

/** Takes what arrives at a loop. */
@FunctionalInterface
public interface MessageHandler {

    /** Takes a message of the process named {@code from}. */
    void handle(NodeId from, Message message);
}
