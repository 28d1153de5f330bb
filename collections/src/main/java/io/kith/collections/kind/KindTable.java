package io.kith.collections.kind;

import io.kith.collections.wire.CollectionType;
import io.kith.collections.wire.OperationHead;
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
            throw new CorruptFrameException("no client's operation has the codes " + Operations.kind(operation)
                    + " and " + Operations.code(operation));
        }
        int argumentsAt = new OperationHead().parse(operation).argumentsAt();
        return spec.arguments().longestElement(new PayloadReader().reset(operation, argumentsAt));
    }

    private static ResponseValue refusal(ResponseStatus status, String message) {
        return new ResponseValue(status, Results.ofMessage(message));
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
