package io.kith.collections.kind;

import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.PayloadReader;
import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation: its arguments, a run of bytes in an array, and what else its handler may need. A thread has
 * one of these and uses it for all calls, so that none makes an object.
 */
public final class OperationCall {
    private static final WaitingRequests NOBODY = (request, status, payload) -> {};

    private final PayloadReader in = new PayloadReader();
    private final int sliceElements;
    private NodeId session = LogCommand.NO_SESSION;
    private long opening;
    private long number;
    private long nowMillis;
    private WaitingRequests requests = NOBODY;
    private CollectionOptions options = CollectionOptions.NONE;
    private @Nullable CopyLimit limit;
    private int keyOffset;
    private int keyLength;
    private long keyOrder;

    /** Whether it is that of no command, and so says nothing of one. */
    private boolean isBare = true;

    /** Of no operation yet; what takes long looks through so many elements at a time. */
    public OperationCall(int sliceElements) {
        this.sliceElements = sliceElements;
    }

    /** So many elements of a sequence are looked through at a time; see {@link LongRead#SLICE_ELEMENTS}. */
    public int sliceElements() {
        return sliceElements;
    }

    /** Begins the call of a read, or of what a write would add. */
    public OperationCall ofRead(byte[] operation, int argumentsAt) {
        in.reset(operation, argumentsAt);
        if (!isBare) {
            isBare = true;
            session = LogCommand.NO_SESSION;
            opening = 0;
            number = 0;
            nowMillis = 0;
            options = CollectionOptions.NONE;
            requests = NOBODY;
            limit = null;
        }
        return this;
    }

    /** Begins the call of a logged command. */
    public OperationCall ofCommand(
            LogCommand command,
            int argumentsAt,
            CollectionOptions collectionOptions,
            @Nullable CopyLimit copyLimit,
            WaitingRequests waitingRequests) {
        isBare = false;
        options = collectionOptions;
        in.reset(command.operation(), argumentsAt);
        session = command.session();
        opening = command.opening();
        number = command.number();
        nowMillis = command.timestampMillis();
        limit = copyLimit;
        requests = waitingRequests;
        return this;
    }

    /** At the arguments, or at those that are left. */
    public PayloadReader in() {
        return in;
    }

    /** The array that the arguments are in. */
    public byte[] array() {
        return in.array();
    }

    /** When the command was logged, by its primary's wall clock. */
    public long nowMillis() {
        return nowMillis;
    }

    /** What the collection is told to do of its own accord. */
    public CollectionOptions options() {
        return options;
    }

    /** Whether no client asked for it. */
    public boolean isOwn() {
        return session.equals(LogCommand.NO_SESSION);
    }

    /** The session that asks. */
    public NodeId session() {
        return session;
    }

    /** That session's opening in this partition. */
    public long sessionOpening() {
        return opening;
    }

    /** Names the request; makes an object. */
    public RequestKey request() {
        return new RequestKey(session, opening, number);
    }

    /** To be told of requests that waited and have their results now. */
    public WaitingRequests requests() {
        return requests;
    }

    /** How much of the collection is here, if it is being copied in place; null: all of it. */
    public @Nullable CopyLimit limit() {
        return limit;
    }

    /** Reads a key; where it is, {@link #keyOffset} and {@link #keyLength} tell until the next one is read. */
    public void readKey() {
        keyLength = in.readLength();
        keyOffset = in.position();
        in.skip(keyLength);
    }

    /** Where in {@link #array} the key begins that was read last. */
    public int keyOffset() {
        return keyOffset;
    }

    /** How long the key is that was read last. */
    public int keyLength() {
        return keyLength;
    }

    /** Notes where in its collection's order the key is that was read last, to save finding out again. */
    public long keepKeyOrder(long order) {
        keyOrder = order;
        return order;
    }

    /** What was noted last. */
    public long keyOrder() {
        return keyOrder;
    }
}
