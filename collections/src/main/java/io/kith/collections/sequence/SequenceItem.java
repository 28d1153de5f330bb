package io.kith.collections.sequence;

/** One encoded element of a vec or deque, with its stable id. */
@SuppressWarnings("ArrayRecordComponent") // A carrier between codec and client; never compared.
public record SequenceItem(ItemId id, byte[] value) {}
