package io.kith.transport;

/**
 * What the two ends of a connection speak with each other.
 *
 * @param version the protocol version that both chose
 * @param peer the versions of message families that the other end speaks
 */
record Dialect(int version, FamilyVersions peer) {}
