package io.kith.collections.wire;

/**
 * What a read found, or why an operation is refused.
 *
 * @param payload the operation's result if {@code status} is OK; else empty or a message in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ResponseValue(ResponseStatus status, byte[] payload) {}
