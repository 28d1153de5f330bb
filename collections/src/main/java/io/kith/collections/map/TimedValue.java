package io.kith.collections.map;

/**
 * A value with its end of life.
 *
 * @param value the encoded value
 * @param expiresAtMillis wall-clock milliseconds since 1970 by the primary's clock when the value was written, or 0 if
 *     the value does not expire
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier between codec and client; never compared.
public record TimedValue(byte[] value, long expiresAtMillis) {}
