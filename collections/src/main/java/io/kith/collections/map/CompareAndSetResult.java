package io.kith.collections.map;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a compare-and-set.
 *
 * @param applied whether the expected value was there, and so was replaced
 * @param current if not applied, what is there instead (null: nothing), so that a retry needs no read of its own
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier between codec and client; never compared.
public record CompareAndSetResult(boolean applied, byte @Nullable [] current) {}
