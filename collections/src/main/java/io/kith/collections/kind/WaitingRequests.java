package io.kith.collections.kind;

import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import java.util.function.BooleanSupplier;

/** Told by a collection of requests that waited in it, and of what is left to be done of a change that takes long. */
public interface WaitingRequests {
    /** To end a request takes as long as to look through so many elements of a sequence, about. */
    int ELEMENTS_A_REQUEST = 128;

    /** A request has ended now. */
    void end(RequestKey request, ResponseStatus status, byte[] payload);

    /** A request has its result now. */
    default void complete(RequestKey request, byte[] payload) {
        end(request, ResponseStatus.OK, payload);
    }

    /** What a request waited for will never be. */
    default void destroyed(RequestKey request) {
        end(request, ResponseStatus.COLLECTION_DESTROYED, Results.NO_BYTES);
    }

    /** So many requests may be ended in one slice of a change, 1 or more. */
    default int atATime() {
        return LongRead.SLICE_ELEMENTS / ELEMENTS_A_REQUEST;
    }

    /**
     * Leaves the rest of a change to be done in slices, with other partitions' work between them; here it is done at once. Nobody
     * sees what is half done: whoever looks at the partition meanwhile has the rest done first.
     *
     * @param rest does the next slice, a millisecond's work at most, and says whether that was the last one. It may end with the
     *     exceptions of an operation's handler, as long as nothing was changed
     */
    default void later(BooleanSupplier rest) {
        boolean done = false;
        while (!done) {
            done = rest.getAsBoolean();
        }
    }
}
