package io.kith.collections.partition;

import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;

/**
 * What a partition holds of an open collection.
 *
 * @param opening names it in this partition
 * @param options those in force
 * @param elements how many are here
 * @param bytes what they take of memory, about
 */
public record CollectionView(
        CollectionType type,
        String name,
        Incarnation incarnation,
        long opening,
        CollectionOptions options,
        long elements,
        long bytes) {}
