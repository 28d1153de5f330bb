package io.kith.collections.kind;

import io.kith.collections.wire.OperationHead;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.collections.wire.Results;
import io.kith.transport.CorruptFrameException;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what clients sent before anything is done with it. Made once for each loop and used for one operation after the
 * other, as every request passes here.
 */
public final class OperationCheck {
    /** Twice what clients put into one batch, so that what they count and what it takes may differ. */
    private static final int BATCH_BYTES = 2 << 20;

    private static final int MOST_ELEMENTS_OF_ONE_ENTRY = 3;

    private final KindTable kinds;
    private final OperationHead head = new OperationHead();
    private final PayloadReader in = new PayloadReader();

    /** Knows the operations of {@code kinds}. */
    public OperationCheck(KindTable kinds) {
        this.kinds = kinds;
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
        } catch (RefusedException e) {
            return refusal(e.status(), e.text());
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
        OperationSpec spec = kinds.specOf(operation);
        if (spec == null || !spec.access().isOfClients()) {
            throw new CorruptFrameException("no client's operation has the codes " + Operations.kind(operation)
                    + " and " + Operations.code(operation));
        }
        return spec.arguments()
                .longestElement(in.reset(operation, head.parse(operation).argumentsAt()));
    }

    private static ResponseValue refusal(ResponseStatus status, String message) {
        return new ResponseValue(status, Results.ofMessage(message));
    }
}
