package io.kith.collections.kind;

import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.collections.wire.Results;
import io.kith.transport.CorruptFrameException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of collections that there are, with their operations, and those of partitions themselves. */
public final class KindTable {
    /** Twice what clients put into one batch, so that what they count and what it takes may differ. */
    private static final int BATCH_BYTES = 2 << 20;

    private static final int MOST_ELEMENTS_OF_ONE_ENTRY = 3;

    private static final int CODES = 256;

    private final List<CollectionKind<?>> kinds;
    private final @Nullable KindOperation[] operations = new @Nullable KindOperation[CODES];
    private final @Nullable OperationSpec[] specs = new @Nullable OperationSpec[CODES];

    /**
     * The table of all.
     *
     * @param partitionWide the operations that are about no collection alone
     * @throws IllegalArgumentException if a kind or operation is incomplete, or two have the same code
     */
    public KindTable(List<OperationSpec> partitionWide, List<CollectionKind<?>> kinds) {
        partitionWide.forEach(this::add);
        kinds.forEach(this::add);
        this.kinds = List.copyOf(kinds);
    }

    private <S extends CollectionState> void add(CollectionKind<S> kind) {
        if (kind.title().isEmpty() || kind.operations().isEmpty()) {
            throw new IllegalArgumentException("a kind of collections has a title and operations, but not " + kind);
        }
        for (Operation<S> operation : kind.operations()) {
            int code = operation.spec().code();
            add(operation.spec());
            operations[code] = new KindOperation(kind, operation);
        }
    }

    private void add(OperationSpec spec) {
        OperationSpec other = specs[spec.code()];
        if (other != null) {
            throw new IllegalArgumentException(
                    "the operations " + spec.name() + " and " + other.name() + " have the same code " + spec.code());
        }
        specs[spec.code()] = spec;
    }

    /**
     * The kind of a code.
     *
     * @throws CorruptFrameException if there is none
     */
    public CollectionKind<?> kind(int code) {
        for (CollectionKind<?> kind : kinds) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw new CorruptFrameException("no collection has the type " + code);
    }

    /** The kind that is copied in place. */
    public CollectionKind<?> kindInPlace() {
        for (CollectionKind<?> kind : kinds) {
            if (kind.nothing() instanceof CopiedInPlace) {
                return kind;
            }
        }
        throw new IllegalStateException("no kind of collections is copied in place");
    }

    /** The operation of a collection that these bytes ask for; null if they do not. */
    public @Nullable KindOperation operationOf(byte[] operation) {
        return operations[Operations.opcode(operation)];
    }

    /** What there is to know of an operation; null if there is none with its code. */
    public @Nullable OperationSpec specOf(byte[] operation) {
        return specs[Operations.opcode(operation)];
    }

    /**
     * Looks at what a client sent before anything is done with it.
     *
     * @param asRead whether it came as a read
     * @param maxElementBytes how long a key or value may be; an operation as a whole may have three times that, as one
     *     that compares and sets has, and room for a batch of clients
     * @return why it is refused, or null if it may be logged or executed
     */
    public @Nullable ResponseValue check(byte[] operation, boolean asRead, int maxElementBytes) {
        int longest;
        try {
            if (Operations.isRead(operation) != asRead) {
                return refusal(
                        ResponseStatus.BAD_REQUEST,
                        asRead ? "a write was sent as a read" : "a read was sent as a write");
            }
            longest = longestElement(operation);
        } catch (CorruptFrameException e) {
            return refusal(ResponseStatus.BAD_REQUEST, "not an operation: " + e.getMessage());
        }
        if (longest > maxElementBytes) {
            return refusal(
                    ResponseStatus.TOO_LARGE,
                    "a key or value of " + longest + " bytes is longer than the " + maxElementBytes
                            + " bytes that the cluster allows");
        }
        long most = BATCH_BYTES + (long) MOST_ELEMENTS_OF_ONE_ENTRY * maxElementBytes;
        if (operation.length > most) {
            return refusal(
                    ResponseStatus.TOO_LARGE,
                    "an operation of " + operation.length + " bytes is longer than the " + most
                            + " bytes that the cluster allows");
        }
        return null;
    }

    private int longestElement(byte[] operation) {
        OperationSpec spec = specOf(operation);
        if (spec == null || spec.access() == Access.OWN) {
            throw new CorruptFrameException("no client's operation has the opcode " + Operations.opcode(operation));
        }
        return spec.arguments().longestElement(PayloadReader.ofArguments(operation));
    }

    private static ResponseValue refusal(ResponseStatus status, String message) {
        return new ResponseValue(status, Results.ofMessage(message));
    }

    /**
     * Whether a write that is not committed yet could change what a read finds.
     *
     * @throws CorruptFrameException if one of them is too short to be an operation
     */
    public boolean conflict(byte[] write, byte[] read) {
        Operations.requireHeader(write);
        Operations.requireHeader(read);
        Scope writes = scopeOf(write);
        if (writes == Scope.SESSIONS || Operations.collectionId(write) != Operations.collectionId(read)) {
            return false;
        }
        return writes != Scope.KEY || scopeOf(read) != Scope.KEY || haveSameKey(write, read);
    }

    private Scope scopeOf(byte[] operation) {
        OperationSpec spec = specOf(operation);
        return spec == null ? Scope.COLLECTION : spec.scope();
    }

    /** Compares the keys, with their lengths, which come first in the arguments of such operations. */
    private static boolean haveSameKey(byte[] write, byte[] read) {
        int end = read.length;
        return write.length >= end
                && Arrays.equals(write, Operations.HEADER_BYTES, end, read, Operations.HEADER_BYTES, end);
    }
}
