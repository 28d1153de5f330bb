package io.kith.simulation;

import io.kith.transport.Message;

/** Is told of every message that a process gives to the network. */
@FunctionalInterface
public interface MessageObserver {

    /** {@code sender} sends {@code message} to {@code receiver}, where it may or may not arrive. */
    void sent(SimulatedProcess sender, SimulatedProcess receiver, Message message);
}
