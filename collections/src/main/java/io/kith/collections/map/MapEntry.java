package io.kith.collections.map;

/**
 * One encoded entry of a map.
 *
 * @param key the encoded key
 * @param value the encoded value; empty where only keys were asked for, and in sets
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier between codec and client; never compared.
public record MapEntry(byte[] key, byte[] value) {}
