package io.kith.collections.sequence;

/**
 * An element that was taken from a deque on trial: unless it is acknowledged in time it comes back.
 *
 * @param id names the reservation in the deque
 * @param value the encoded element
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier between codec and client; never compared.
public record Reservation(long id, byte[] value) {}
