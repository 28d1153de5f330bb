package io.kith.collections.kind;

import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.OperationHead;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.transport.CorruptFrameException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of collections that there are, with their operations, and those of partitions themselves. */
public final class KindTable {

    private static final int CODES = 256;

    /** One for each type, by the type's place. */
    private final List<CollectionKind<?>> kinds;

    /** By the kind's code and the operation's. */
    private final @Nullable KindOperation[] operations;

    private final @Nullable OperationSpec[] specs;

    /**
     * The table of all.
     *
     * @param partitionWide the operations that are about no collection alone
     * @throws IllegalArgumentException if a kind or operation is incomplete, or is missing, or two have the same code
     */
    public KindTable(List<OperationSpec> partitionWide, List<CollectionKind<?>> kinds) {
        int highest = 0;
        for (CollectionType type : CollectionType.values()) {
            long having = kinds.stream().filter(kind -> kind.type() == type).count();
            if (having != 1) {
                throw new IllegalArgumentException(
                        "there is one kind for each type of collections, but for " + type + " there are " + having);
            }
            highest = Math.max(highest, type.code());
        }
        operations = new @Nullable KindOperation[(highest + 1) * CODES];
        specs = new @Nullable OperationSpec[(highest + 1) * CODES];
        partitionWide.forEach(spec -> add(Operations.PARTITION, spec));
        kinds.forEach(this::add);
        this.kinds = List.copyOf(kinds);
    }

    private <S extends CollectionState> void add(CollectionKind<S> kind) {
        if (kind.operations().isEmpty()) {
            throw new IllegalArgumentException("a " + kind.type() + " has no operations");
        }
        for (Operation<S> operation : kind.operations()) {
            add(kind.type().code(), operation.spec());
            operations[index(kind.type().code(), operation.spec().code())] = new KindOperation(kind, operation);
        }
    }

    private void add(int kind, OperationSpec spec) {
        int index = index(kind, spec.code());
        OperationSpec other = specs[index];
        if (other != null) {
            throw new IllegalArgumentException(
                    "the operations " + spec.name() + " and " + other.name() + " have the same code " + spec.code());
        }
        specs[index] = spec;
    }

    private static int index(int kind, int code) {
        return kind * CODES + code;
    }

    /**
     * The kind of a type's code.
     *
     * @throws CorruptFrameException if there is none
     */
    public CollectionKind<?> kind(int code) {
        for (CollectionKind<?> kind : kinds) {
            if (kind.type().code() == code) {
                return kind;
            }
        }
        throw new CorruptFrameException("no collection has the type " + code);
    }

    /** The operation of a collection that these codes mean; null if there is none. */
    public @Nullable KindOperation operation(int kind, int code) {
        int index = index(kind, code);
        return index < operations.length ? operations[index] : null;
    }

    /** What there is to know of an operation; null if there is none with its codes, or it has none. */
    public @Nullable OperationSpec specOf(byte[] operation) {
        if (operation.length < Operations.CODE_BYTES) {
            return null;
        }
        int index = index(Operations.kind(operation), Operations.code(operation));
        return index < specs.length ? specs[index] : null;
    }

    /**
     * Whether a write that is not committed yet could change what a read finds. What names no opening is taken to be about
     * any collection.
     *
     * @throws CorruptFrameException if one of them is too short to be an operation
     */
    public boolean conflict(byte[] write, byte[] read) {
        OperationSpec writing = specOf(write);
        OperationSpec reading = specOf(read);
        if (writing == null || reading == null) {
            return true;
        }
        return switch (writing.scope()) {
            case SESSIONS -> false;
            case CATALOG -> true;
            case SESSION_END -> kind(Operations.kind(read)).heedsSessions();
            case COLLECTION, KEY -> concern(write, writing.scope(), read, reading.scope());
        };
    }

    private static boolean concern(byte[] write, Scope writes, byte[] read, Scope reads) {
        OperationHead head = new OperationHead().parse(write);
        long opening = head.opening();
        int writeArgumentsAt = head.argumentsAt();
        head.parse(read);
        if (opening == 0 || head.opening() == 0) {
            return true;
        }
        if (opening != head.opening()) {
            return false;
        }
        return writes != Scope.KEY
                || reads != Scope.KEY
                || haveSameKey(write, writeArgumentsAt, read, head.argumentsAt());
    }

    /** Compares the keys, which come first in the arguments of such operations. */
    private static boolean haveSameKey(byte[] write, int writeAt, byte[] read, int readAt) {
        PayloadReader in = new PayloadReader().reset(write, writeAt);
        int writeLength = in.readLength();
        int writeKeyAt = in.position();
        in.reset(read, readAt);
        int readLength = in.readLength();
        return Arrays.equals(
                write, writeKeyAt, writeKeyAt + writeLength, read, in.position(), in.position() + readLength);
    }
}
