package io.kith.transport;

/**
 * Something one process says to another. Each module seals its own messages under a sub-interface and provides their
 * {@link MessageCodec}; messages are immutable records without behaviour.
 */
public interface Message {}
