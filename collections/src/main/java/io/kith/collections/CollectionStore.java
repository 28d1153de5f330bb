package io.kith.collections;

import io.kith.transport.CorruptFrameException;
import org.jspecify.annotations.Nullable;

/** A partition's collections: finds, makes and drops the one that an operation is about. */
final class CollectionStore {
    private final CollectionTable collections = new CollectionTable();
    private final ExpiryQueue expiries = new ExpiryQueue();
    private final PayloadReader reader = new PayloadReader();
    private long bytes;

    CollectionTable table() {
        return collections;
    }

    ExpiryQueue expiries() {
        return expiries;
    }

    /** An empty state of a type, that is not in the table. */
    CollectionState create(int type, long id) {
        return switch (type) {
            case Opcode.TYPE_MAP -> new MapState(id, expiries);
            case Opcode.TYPE_VEC -> new VecState();
            case Opcode.TYPE_DEQUE -> new DequeState(id, expiries);
            default -> throw new CorruptFrameException("no collection has the type " + type);
        };
    }

    /**
     * Applies a write.
     *
     * @param limit how much of the collection is here, if it is a map that is being copied; else null
     * @return its result, null if the request waits
     * @throws CorruptFrameException if the operation cannot be read; then nothing was changed
     * @throws RefusedException if it must not be done; then nothing was changed
     */
    byte @Nullable [] apply(LogCommand command, @Nullable CopyLimit limit, WaitingRequests requests) {
        byte[] operation = command.operation();
        long id = Operations.collectionId(operation);
        PayloadReader in = reader.reset(operation, Operations.HEADER_BYTES);
        int opcode = Operations.opcode(operation);
        if (opcode == Opcode.DESTROY_COLLECTION) {
            in.expectEnd();
            destroy(id, requests);
            return Results.NO_BYTES;
        }
        int type = opcode & Opcode.TYPE_MASK;
        if (operation[0] >= 0 || type == Opcode.TYPE_PARTITION) {
            throw new CorruptFrameException("no write has the opcode " + opcode);
        }
        if (limit != null && type != Opcode.TYPE_MAP) {
            return Results.NO_BYTES;
        }
        CollectionState present = collections.find(id);
        CollectionState state = present == null ? create(type, id) : requireType(present, type);
        long before = present == null ? 0 : present.bytes();
        byte[] payload;
        if (state instanceof MapState map) {
            payload = map.apply(operation, in, command.timestampMillis(), limit);
        } else {
            payload = ((SequenceState) state).apply(command, in, requests);
        }
        bytes += state.bytes() - before;
        // An empty map is no map, so that replicas need not remember that there was one.
        boolean isNothing = state instanceof MapState && state.size() == 0;
        if (present == null && !isNothing) {
            collections.put(id, state);
        } else if (present != null && isNothing) {
            collections.remove(id);
        }
        return payload;
    }

    private static CollectionState requireType(CollectionState state, int type) {
        if (state.type() != type) {
            throw new RefusedException(
                    ResponseStatus.WRONG_TYPE, "the collection is a " + state.typeName() + ", not what was asked for");
        }
        return state;
    }

    /** Drops a collection, if it is there, and ends what waits in it. */
    void destroy(long id, WaitingRequests requests) {
        CollectionState state = collections.find(id);
        bytes -= state == null ? 0 : state.bytes();
        if (state instanceof MapState map) {
            map.clear();
        } else if (state instanceof SequenceState sequence) {
            if (state instanceof DequeState deque) {
                deque.completeAll(requests);
            }
            sequence.destroy();
        }
        collections.remove(id);
    }

    /** Ends a request that waits in a collection; false if it does not. */
    boolean cancel(long id, RequestKey request) {
        if (!(collections.find(id) instanceof SequenceState sequence)) {
            return false;
        }
        long before = sequence.bytes();
        boolean cancelled = sequence.cancel(request);
        bytes += sequence.bytes() - before;
        return cancelled;
    }

    /**
     * Executes a read.
     *
     * @throws CorruptFrameException if the operation cannot be read
     * @throws RefusedException if the collection is of another type
     */
    byte[] read(byte[] operation) {
        Operations.requireHeader(operation);
        int opcode = Operations.opcode(operation);
        int type = opcode & Opcode.TYPE_MASK;
        if (operation[0] < 0 || type == Opcode.TYPE_PARTITION) {
            throw new CorruptFrameException("no read has the opcode " + opcode);
        }
        long id = Operations.collectionId(operation);
        PayloadReader in = reader.reset(operation, Operations.HEADER_BYTES);
        CollectionState present = collections.find(id);
        if (present == null && type == Opcode.TYPE_MAP) {
            return MapReads.readEmpty(operation, in);
        }
        CollectionState state = present == null ? create(type, id) : requireType(present, type);
        return state instanceof MapState map
                ? MapReads.read(id, map.table(), operation, in)
                : ((SequenceState) state).read(operation, in);
    }

    long digest() {
        long digest = 0;
        for (int i = 0; i < collections.size(); i++) {
            digest += ByteHash.of(collections.idAt(i), collections.at(i).digest());
        }
        return digest;
    }

    long bytes() {
        return bytes;
    }

    /** Counts anew what is here, after something else than {@link #apply} has put it here. */
    void recount() {
        bytes = 0;
        for (int i = 0; i < collections.size(); i++) {
            bytes += collections.at(i).bytes();
        }
    }

    /** By how many bytes {@code operation} would add to {@link #bytes}, about; 0 or less if by none. */
    long growth(byte[] operation) {
        int type = operation.length < Operations.HEADER_BYTES
                ? Opcode.TYPE_PARTITION
                : Operations.opcode(operation) & Opcode.TYPE_MASK;
        if (type == Opcode.TYPE_PARTITION || operation[0] >= 0) {
            return 0;
        }
        long id = Operations.collectionId(operation);
        CollectionState present = collections.find(id);
        CollectionState state = present == null ? create(type, id) : present;
        try {
            return state.type() == type ? state.growth(operation, PayloadReader.ofArguments(operation)) : 0;
        } catch (CorruptFrameException e) {
            // It is going to be refused for that.
            return 0;
        }
    }

    long size() {
        long size = 0;
        for (int i = 0; i < collections.size(); i++) {
            size += collections.at(i).size();
        }
        return size;
    }
}
