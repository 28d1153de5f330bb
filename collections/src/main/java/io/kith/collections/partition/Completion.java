package io.kith.collections.partition;

import io.kith.collections.wire.ResponseStatus;
import io.kith.transport.NodeId;

/**
 * The end of a request, to be told to whoever sent it.
 *
 * @param session who asked
 * @param opening as in the request, 0 for the opening of a session
 * @param number as in the request, 0 for the opening of a session
 * @param status how it ended
 * @param payload the operation's result if {@code status} is OK; else empty or a message in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Completion(NodeId session, long opening, long number, ResponseStatus status, byte[] payload) {}
