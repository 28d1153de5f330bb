package io.kith.collections.partition;

/**
 * A piece of a partition's state as of its last applied command.
 *
 * @param bytes what the joiner installs
 * @param next where the copy goes on
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record CopyChunk(byte[] bytes, CopyCursor next) {}
