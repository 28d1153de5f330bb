package io.kith.collections.partition;

import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.CollectionState;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import org.jspecify.annotations.Nullable;

/** A collection that is open in a partition. */
final class OpenCollection {
    /** What one takes of memory in a catalog, about, besides its elements. */
    private static final int OVERHEAD_BYTES = 80;

    private final long opening;
    private final long incarnationHigh;
    private final long incarnationLow;
    private final CollectionKind<?> kind;
    private final String name;
    private final CollectionOptions given;
    private CollectionOptions options;

    /** Null if the collection is as if it had never been written to. */
    private @Nullable CollectionState state;

    OpenCollection(
            long opening, Incarnation incarnation, CollectionKind<?> kind, String name, CollectionOptions given) {
        this.opening = opening;
        this.incarnationHigh = incarnation.high();
        this.incarnationLow = incarnation.low();
        this.kind = kind;
        // One that is spread over partitions is in many catalogs of this process, under the same name.
        this.name = isSpread(kind.type()) ? name.intern() : name;
        this.given = given;
        this.options = given;
    }

    private static boolean isSpread(CollectionType type) {
        return type == CollectionType.HASH_MAP || type == CollectionType.HASH_SET;
    }

    long opening() {
        return opening;
    }

    long incarnationHigh() {
        return incarnationHigh;
    }

    long incarnationLow() {
        return incarnationLow;
    }

    Incarnation incarnation() {
        return new Incarnation(incarnationHigh, incarnationLow);
    }

    CollectionKind<?> kind() {
        return kind;
    }

    String name() {
        return name;
    }

    /** What it was opened with. */
    CollectionOptions given() {
        return given;
    }

    /** What is in force. */
    CollectionOptions options() {
        return options;
    }

    void setOptions(CollectionOptions newOptions) {
        options = newOptions;
    }

    @Nullable
    CollectionState state() {
        return state;
    }

    void setState(@Nullable CollectionState newState) {
        // What is old need not be marked as changed for the collector.
        if (state != newState) {
            state = newState;
        }
    }

    /** What its elements take of memory, about. */
    long bytes() {
        return state == null ? 0 : state.bytes();
    }

    long size() {
        return state == null ? 0 : state.size();
    }

    /** What it takes in the catalog, about. */
    long catalogBytes() {
        return catalogBytes(name);
    }

    static long catalogBytes(String name) {
        return OVERHEAD_BYTES + (long) name.length();
    }

    CollectionView view() {
        return new CollectionView(kind.type(), name, incarnation(), opening, options, size(), bytes());
    }
}
