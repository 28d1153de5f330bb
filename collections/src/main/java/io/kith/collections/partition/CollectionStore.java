package io.kith.collections.partition;

import io.kith.collections.kind.Access;
import io.kith.collections.kind.CollectionKind;
import io.kith.collections.kind.CollectionState;
import io.kith.collections.kind.CopiedInPlace;
import io.kith.collections.kind.CopyLimit;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.KindOperation;
import io.kith.collections.kind.KindTable;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.LongRead;
import io.kith.collections.kind.Operation;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.kind.RequestKey;
import io.kith.collections.kind.Scope;
import io.kith.collections.kind.WaitingRequests;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.Incarnation;
import io.kith.collections.wire.OperationHead;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.transport.CorruptFrameException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A partition's collections: finds the one that an operation is about, and does it. */
final class CollectionStore {
    private final KindTable kinds;
    private final Catalog catalog = new Catalog();
    private final ExpiryQueue expiries = new ExpiryQueue();
    private final OperationHead head;
    private final OperationCall call;
    private long bytes;

    private final Unfinished unfinished = new Unfinished();

    /** What is left of what is done to a collection just now; null if nothing, as nearly always. */
    private @Nullable BooleanSupplier rest;

    /** Has nothing; {@code head} and {@code call} are for one operation after the other, of this and other partitions. */
    CollectionStore(KindTable kinds, OperationHead head, OperationCall call) {
        this.kinds = kinds;
        this.head = head;
        this.call = call;
    }

    KindTable kinds() {
        return kinds;
    }

    Catalog catalog() {
        return catalog;
    }

    ExpiryQueue expiries() {
        return expiries;
    }

    /** The incarnation that an operation names; null if it names an opening. */
    @Nullable
    Incarnation incarnationIn(byte[] operation) {
        head.parse(operation);
        return head.opening() == 0 ? new Incarnation(head.incarnationHigh(), head.incarnationLow()) : null;
    }

    /** The opening that an operation names; 0 if it names an incarnation. */
    long openingIn(byte[] operation) {
        return head.parse(operation).opening();
    }

    /** The collection that an operation is about, of whatever kind; null if it is not open. */
    @Nullable
    OpenCollection find(byte[] operation) {
        return catalog.find(head.parse(operation));
    }

    /** Says that a collection, which is not open, cannot be found. */
    RefusedException unknown(byte[] operation) {
        head.parse(operation);
        return new RefusedException(
                isDestroyed() ? ResponseStatus.COLLECTION_DESTROYED : ResponseStatus.COLLECTION_UNKNOWN, "");
    }

    private boolean isDestroyed() {
        return head.opening() != 0
                ? catalog.tombstones().has(head.opening())
                : catalog.tombstones().has(new Incarnation(head.incarnationHigh(), head.incarnationLow()));
    }

    /**
     * Applies a write.
     *
     * @param options the collection's as of the command, which may be an earlier one than the last
     * @param limit how much of the collection is here, if it is being copied in place; else null
     * @return its result, null if the request waits
     * @throws CorruptFrameException if the operation cannot be read; then nothing was changed
     * @throws RefusedException if it must not be done; then nothing was changed
     */
    byte @Nullable [] apply(
            OpenCollection collection,
            CollectionOptions options,
            LogCommand command,
            @Nullable CopyLimit limit,
            WaitingRequests requests) {
        head.parse(command.operation());
        KindOperation known = kinds.operation(head.kind(), head.code());
        if (known == null || (head.code() & Operations.LOGGED_BIT) == 0) {
            throw new CorruptFrameException("no write has the codes " + head.kind() + " and " + head.code());
        }
        Operation<?> operation = known.operation();
        if (operation.spec().access() == Access.OWN && !command.session().equals(LogCommand.NO_SESSION)) {
            throw new RefusedException(
                    ResponseStatus.BAD_REQUEST, "only a partition's primary decides that something has expired");
        }
        requireKind(collection, known.kind());
        CollectionState state = stateOf(collection);
        long before = state.bytes();
        call.ofCommand(command, head.argumentsAt(), options, limit, requests);
        if (limit != null && isBehind(limit, operation, state, call)) {
            return Results.NO_BYTES;
        }
        byte[] payload = operation.run(state, call);
        if (payload == null && !operation.spec().mayWait()) {
            throw new IllegalStateException("the write " + operation.spec().name() + " has no result");
        }
        changed(collection, state, before);
        return payload;
    }

    private CollectionState stateOf(OpenCollection collection) {
        CollectionState state = collection.state();
        return state == null ? newState(collection) : state;
    }

    /** An empty state for a collection, which it does not have yet. */
    CollectionState newState(OpenCollection collection) {
        return collection.kind().create(collection.opening(), collection.options(), expiries);
    }

    private static void keep(OpenCollection collection, CollectionState state) {
        collection.setState(state.isNothing() ? null : state);
    }

    /** As many elements are looked through in the time of a slice of what takes long. */
    int sliceElements() {
        return call.sliceElements();
    }

    /** What is left of the last command, or of the last piece of a copy. */
    Unfinished unfinished() {
        return unfinished;
    }

    /** Of what is done to a collection just now something is left. */
    void leave(BooleanSupplier left) {
        if (rest != null) {
            throw new IllegalStateException("one change leaves two things to be done");
        }
        rest = left;
    }

    /** A change of a collection is done, but for what it left: counts what that adds or takes away too. */
    private void changed(OpenCollection collection, CollectionState state, long before) {
        bytes += state.bytes() - before;
        keep(collection, state);
        BooleanSupplier left = rest;
        if (left != null) {
            rest = null;
            unfinished.push(() -> {
                long beforeSlice = state.bytes();
                boolean done = left.getAsBoolean();
                bytes += state.bytes() - beforeSlice;
                keep(collection, state);
                return done;
            });
        }
    }

    private static boolean isBehind(
            CopyLimit limit, Operation<?> operation, CollectionState state, OperationCall call) {
        if (operation.spec().scope() != Scope.KEY || !(state instanceof CopiedInPlace inPlace)) {
            return false;
        }
        int start = call.in().position();
        call.readKey();
        call.in().rewind(start);
        long order = inPlace.orderOf(call.array(), call.keyOffset(), call.keyLength());
        return !limit.covers(order, call.array(), call.keyOffset(), call.keyLength());
    }

    private static void requireKind(OpenCollection collection, CollectionKind<?> kind) {
        if (collection.kind() != kind) {
            throw new RefusedException(
                    ResponseStatus.WRONG_TYPE,
                    "the collection is a " + collection.kind().type() + ", not what was asked for");
        }
    }

    // ---- the catalog

    /** Adds a collection that nothing was put into. */
    void open(OpenCollection collection) {
        catalog.add(collection);
        CollectionState state = newState(collection);
        bytes += state.bytes();
        keep(collection, state);
    }

    /** Drops a collection with all it holds, and ends what waits in it. */
    void drop(OpenCollection collection, WaitingRequests requests) {
        empty(collection, requests);
        catalog.remove(collection);
    }

    /** Drops all that a collection holds. */
    void empty(OpenCollection collection, WaitingRequests requests) {
        CollectionState state = collection.state();
        if (state != null) {
            bytes -= state.bytes();
            state.destroy(requests);
            collection.setState(null);
            BooleanSupplier left = rest;
            if (left != null) {
                // What goes is counted no more.
                rest = null;
                unfinished.push(left);
            }
        }
    }

    /** Lets a collection take notice of options that it was given; that may be some time ago, and have other ones now. */
    void optionsChanged(
            OpenCollection collection, CollectionOptions options, long nowMillis, WaitingRequests requests) {
        CollectionState state = collection.state();
        if (state != null) {
            long before = state.bytes();
            state.optionsChanged(options, nowMillis, requests);
            changed(collection, state, before);
        }
    }

    /** Lets a collection take notice of a session that has ended. */
    void sessionEnded(OpenCollection collection, Session session, long nowMillis, WaitingRequests requests) {
        CollectionState state = collection.state();
        if (state != null) {
            long before = state.bytes();
            state.sessionEnded(session.id(), session.opening(), nowMillis, requests);
            changed(collection, state, before);
        }
    }

    /** Ends a request that waits in a collection; false if it does not. */
    boolean cancel(long opening, RequestKey request) {
        OpenCollection collection = catalog.find(opening);
        CollectionState state = collection == null ? null : collection.state();
        if (collection == null || state == null) {
            return false;
        }
        long before = state.bytes();
        boolean cancelled = state.cancel(request);
        bytes += state.bytes() - before;
        keep(collection, state);
        return cancelled;
    }

    // ---- reads

    /**
     * Executes a read.
     *
     * @throws CorruptFrameException if the operation cannot be read
     * @throws RefusedException if the collection is of another type, destroyed, or not known by that opening
     */
    byte[] read(byte[] operationBytes) {
        head.parse(operationBytes);
        KindOperation known = kinds.operation(head.kind(), head.code());
        if (known == null || (head.code() & Operations.LOGGED_BIT) != 0) {
            throw new CorruptFrameException("no read has the codes " + head.kind() + " and " + head.code());
        }
        OpenCollection collection = catalog.find(head);
        CollectionState state = null;
        if (collection != null) {
            requireKind(collection, known.kind());
            state = collection.state();
        } else if (head.opening() != 0 || isDestroyed()) {
            throw unknown(operationBytes);
        }
        CollectionState found = state == null ? known.kind().nothing() : state;
        byte[] payload = known.operation().run(found, call.ofRead(operationBytes, head.argumentsAt()));
        if (payload == null) {
            throw new IllegalStateException(
                    "the read " + known.operation().spec().name() + " has no result");
        }
        return payload;
    }

    /** Begins to look for what a write is about; null if it can be logged as it is. */
    @Nullable
    LongRead search(byte[] write) {
        KindOperation known = write.length < Operations.CODE_BYTES
                ? null
                : kinds.operation(Operations.kind(write), Operations.code(write));
        if (known == null || !known.operation().isSearching()) {
            return null;
        }
        try {
            head.parse(write);
            OpenCollection collection = catalog.find(head);
            CollectionState state = collection == null ? null : collection.state();
            return collection == null || state == null || collection.kind() != known.kind()
                    ? null
                    : known.operation().search(state, call.ofRead(write, head.argumentsAt()));
        } catch (CorruptFrameException e) {
            // It is going to be refused for that.
            return null;
        }
    }

    // ---- about it

    /** What the catalog and all elements take of memory, about. */
    long bytes() {
        return bytes + catalog.bytes();
    }

    /** A copy has put so many bytes more here, or taken them away. */
    void copied(long moreBytes) {
        bytes += moreBytes;
    }

    /** By how many bytes a write to a collection would add to {@link #bytes}, about; 0 or less if by none. */
    long growth(byte[] write) {
        try {
            head.parse(write);
            KindOperation known = kinds.operation(head.kind(), head.code());
            if (known == null) {
                return 0;
            }
            // One that is not open yet may be by the time when this is applied.
            OpenCollection collection = catalog.find(head);
            if (collection != null && collection.kind() != known.kind()) {
                return 0;
            }
            CollectionState state = collection == null ? null : collection.state();
            return known.operation()
                    .growth(state == null ? known.kind().nothing() : state, call.ofRead(write, head.argumentsAt()));
        } catch (CorruptFrameException e) {
            // It is going to be refused for that.
            return 0;
        }
    }

    /** Whether all that a write to a collection could add is a request that waits. */
    boolean addsOnlyWaiter(byte[] write) {
        try {
            head.parse(write);
            KindOperation known = kinds.operation(head.kind(), head.code());
            return known != null && known.operation().addsOnlyWaiter();
        } catch (CorruptFrameException e) {
            // It is going to be refused for that.
            return false;
        }
    }

    long size() {
        long size = 0;
        for (int i = 0; i < catalog.size(); i++) {
            size += catalog.at(i).size();
        }
        return size;
    }

    /** The code of the kind of the collection with an opening. */
    int kindOf(long opening) {
        OpenCollection collection = catalog.find(opening);
        return collection == null ? 0 : collection.kind().type().code();
    }
}
