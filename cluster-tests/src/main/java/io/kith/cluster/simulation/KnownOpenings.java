package io.kith.cluster.simulation;

import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.OperationHead;
import io.kith.collections.wire.Operations;
import java.util.HashMap;
import java.util.Map;

/** What a simulated client knows of how collections are opened in partitions. */
final class KnownOpenings {
    private final Map<Place, Long> openings = new HashMap<>();

    /** A collection in a partition. */
    private record Place(int partition, Incarnation incarnation) {}

    private static Incarnation incarnation(byte[] operation) {
        OperationHead head = new OperationHead().parse(operation);
        return new Incarnation(head.incarnationHigh(), head.incarnationLow());
    }

    /** Whether an operation is of a collection, which has to be open. */
    static boolean areNeededBy(ClientOperation operation) {
        return !operation.isRead() && Operations.kind(operation.operation()) != Operations.PARTITION;
    }

    boolean has(int partition, ClientOperation about) {
        return openings.containsKey(new Place(partition, incarnation(about.operation())));
    }

    void learn(int partition, ClientOperation about, long opening) {
        openings.put(new Place(partition, incarnation(about.operation())), opening);
    }

    /** The operation by its collection's opening, if that is known. */
    byte[] named(int partition, ClientOperation asked) {
        byte[] bytes = asked.operation();
        if (Operations.kind(bytes) == Operations.PARTITION) {
            return bytes;
        }
        Long known = openings.get(new Place(partition, incarnation(bytes)));
        return known == null ? bytes : OperationHead.byOpening(bytes, known);
    }

    /** What opens the collection of an operation. */
    static byte[] opening(ClientOperation asked) {
        return PartitionOperations.openCollection(
                incarnation(asked.operation()),
                CollectionType.ofCode(Operations.kind(asked.operation())),
                asked.collectionName(),
                asked.collectionOptions());
    }
}
