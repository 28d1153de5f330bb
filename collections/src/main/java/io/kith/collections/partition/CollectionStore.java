package io.kith.collections.partition;

import io.kith.collections.kind.Access;
import io.kith.collections.kind.ByteHash;
import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.CollectionState;
import io.kith.collections.kind.CopiedInPlace;
import io.kith.collections.kind.CopyLimit;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.KindOperation;
import io.kith.collections.kind.KindTable;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.Operation;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.kind.RequestKey;
import io.kith.collections.kind.Scope;
import io.kith.collections.kind.WaitingRequests;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.CorruptFrameException;
import org.jspecify.annotations.Nullable;

/** A partition's collections: finds, makes and drops the one that an operation is about. */
final class CollectionStore {
    private final KindTable kinds;
    private final CollectionTable collections = new CollectionTable();
    private final ExpiryQueue expiries = new ExpiryQueue();
    private final OperationCall call = new OperationCall();
    private long bytes;

    CollectionStore(KindTable kinds) {
        this.kinds = kinds;
    }

    KindTable kinds() {
        return kinds;
    }

    CollectionTable table() {
        return collections;
    }

    ExpiryQueue expiries() {
        return expiries;
    }

    /**
     * Applies a write.
     *
     * @param limit how much of the collection is here, if it is being copied in place; else null
     * @return its result, null if the request waits
     * @throws CorruptFrameException if the operation cannot be read; then nothing was changed
     * @throws RefusedException if it must not be done; then nothing was changed
     */
    byte @Nullable [] apply(LogCommand command, @Nullable CopyLimit limit, WaitingRequests requests) {
        byte[] bytesOfIt = command.operation();
        long id = Operations.collectionId(bytesOfIt);
        KindOperation known = kinds.operationOf(bytesOfIt);
        if (known == null || bytesOfIt[0] >= 0) {
            throw new CorruptFrameException("no write has the opcode " + Operations.opcode(bytesOfIt));
        }
        Operation<?> operation = known.operation();
        CollectionKind<?> kind = known.kind();
        if (operation.spec().access() == Access.OWN && !command.session().equals(LogCommand.NO_SESSION)) {
            throw new RefusedException(
                    ResponseStatus.BAD_REQUEST, "only a partition's primary decides that something has expired");
        }
        if (limit != null && kind != limit.kind()) {
            return Results.NO_BYTES;
        }
        int index = collections.indexOf(id);
        CollectionState state;
        long before = 0;
        if (index < 0) {
            state = kind.create(id, expiries);
        } else {
            requireKind(index, kind);
            state = collections.at(index);
            before = state.bytes();
        }
        call.ofCommand(command, Operations.HEADER_BYTES, limit, requests);
        if (limit != null && isBehind(limit, operation, state)) {
            return Results.NO_BYTES;
        }
        byte[] payload = operation.run(state, call);
        if (payload == null && !operation.spec().mayWait()) {
            throw new IllegalStateException("the write " + operation.spec().name() + " has no result");
        }
        bytes += state.bytes() - before;
        if (state.isNothing()) {
            collections.remove(id);
        } else if (index < 0) {
            collections.put(id, kind, state);
        }
        return payload;
    }

    private boolean isBehind(CopyLimit limit, Operation<?> operation, CollectionState state) {
        if (operation.spec().scope() != Scope.KEY || !(state instanceof CopiedInPlace inPlace)) {
            return false;
        }
        int start = call.in().position();
        call.readKey();
        call.in().rewind(start);
        long order = inPlace.orderOf(call.array(), call.keyOffset(), call.keyLength());
        return !limit.covers(order, call.array(), call.keyOffset(), call.keyLength());
    }

    private void requireKind(int index, CollectionKind<?> kind) {
        CollectionKind<?> present = collections.kindAt(index);
        if (present != kind) {
            throw new RefusedException(
                    ResponseStatus.WRONG_TYPE, "the collection is a " + present.title() + ", not what was asked for");
        }
    }

    /** Drops a collection, if it is there, and ends what waits in it. */
    void destroy(long id, WaitingRequests requests) {
        CollectionState state = collections.find(id);
        if (state != null) {
            bytes -= state.bytes();
            state.destroy(requests);
            collections.remove(id);
        }
    }

    /** Ends a request that waits in a collection; false if it does not. */
    boolean cancel(long id, RequestKey request) {
        CollectionState state = collections.find(id);
        if (state == null) {
            return false;
        }
        long before = state.bytes();
        boolean cancelled = state.cancel(request);
        bytes += state.bytes() - before;
        return cancelled;
    }

    /**
     * Executes a read.
     *
     * @throws CorruptFrameException if the operation cannot be read
     * @throws RefusedException if the collection is of another type
     */
    byte[] read(byte[] bytesOfIt) {
        Operations.requireHeader(bytesOfIt);
        KindOperation known = kinds.operationOf(bytesOfIt);
        if (known == null || bytesOfIt[0] < 0) {
            throw new CorruptFrameException("no read has the opcode " + Operations.opcode(bytesOfIt));
        }
        Operation<?> operation = known.operation();
        CollectionKind<?> kind = known.kind();
        int index = collections.indexOf(Operations.collectionId(bytesOfIt));
        CollectionState state;
        if (index < 0) {
            state = kind.nothing();
        } else {
            requireKind(index, kind);
            state = collections.at(index);
        }
        byte[] payload = operation.run(state, call.ofRead(bytesOfIt, Operations.HEADER_BYTES));
        if (payload == null) {
            throw new IllegalStateException("the read " + operation.spec().name() + " has no result");
        }
        return payload;
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

    /** By how many bytes a write would add to {@link #bytes}, about; 0 or less if by none. */
    long growth(byte[] write) {
        if (write.length < Operations.HEADER_BYTES || write[0] >= 0) {
            return 0;
        }
        KindOperation known = kinds.operationOf(write);
        if (known == null) {
            return 0;
        }
        CollectionKind<?> kind = known.kind();
        int index = collections.indexOf(Operations.collectionId(write));
        if (index >= 0 && collections.kindAt(index) != kind) {
            return 0;
        }
        try {
            CollectionState state = index < 0 ? kind.nothing() : collections.at(index);
            return known.operation().growth(state, call.ofRead(write, Operations.HEADER_BYTES));
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
