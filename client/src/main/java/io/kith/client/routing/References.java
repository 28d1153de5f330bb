package io.kith.client.routing;

import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.OperationHead;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadWriter;

/** How encoded operations name their collection, and how that is changed. */
final class References {
    /** How operations name the registry of names. */
    static final CollectionRef REGISTRY = CollectionRef.named(CollectionType.HASH_MAP, Incarnation.REGISTRY);

    private References() {}

    /** Whether an operation of a collection names its incarnation, and not what the partition calls it. */
    static boolean namesIncarnation(byte[] operation) {
        return operation[Operations.CODE_BYTES] == 0;
    }

    /** What the partition calls the collection, as the operation has it; 0 if it names the incarnation. */
    static long opening(byte[] operation) {
        return new OperationHead().parse(operation).opening();
    }

    /** The same operation, of the same collection under another name. */
    static byte[] renamed(byte[] operation, CollectionRef name) {
        if (name.opening() != 0) {
            return OperationHead.byOpening(operation, name.opening());
        }
        int argumentsAt = new OperationHead().parse(operation).argumentsAt();
        return new PayloadWriter(operation.length + Incarnation.BYTES)
                .writeByte(operation[0])
                .writeByte(operation[1])
                .writeVarLong(0)
                .writeFixedLong(name.incarnation().high())
                .writeFixedLong(name.incarnation().low())
                .writeRaw(operation, argumentsAt, operation.length - argumentsAt)
                .toBytes();
    }
}
