package io.kith.transport;

/**
 * Told when code that runs on an event loop threw something nobody expects. State may be half changed, so a node must
 * not go on as if nothing had happened.
 */
@FunctionalInterface
public interface FatalHandler {

    /** Called on the event loop on which {@code cause} was thrown, after it was logged. */
    void failed(Throwable cause);
}
