package io.kith.collections.sequence;

import io.kith.collections.kind.OperationCall;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.Results;
import org.jspecify.annotations.Nullable;

/** What the operations of deques do that may wait, and what ends them. */
final class DequeWaits {
    private DequeWaits() {}

    static byte @Nullable [] put(DequeState deque, OperationCall call) {
        PayloadReader in = call.in();
        boolean first = in.readBoolean();
        long waitPlusOne = in.readCount();
        return deque.serveOrKeep(call, Waiter.PUT, first, in.readRest(), 0, waitPlusOne);
    }

    static byte @Nullable [] take(DequeState deque, OperationCall call) {
        PayloadReader in = call.in();
        boolean first = in.readBoolean();
        long waitPlusOne = in.readCount();
        in.expectEnd();
        return deque.serveOrKeep(call, Waiter.TAKE, first, Results.NO_BYTES, 0, waitPlusOne);
    }

    static byte @Nullable [] reserve(DequeState deque, OperationCall call) {
        PayloadReader in = call.in();
        boolean first = in.readBoolean();
        long leaseMillis = in.readCount();
        long waitPlusOne = in.readCount();
        in.expectEnd();
        return deque.serveOrKeep(call, Waiter.RESERVE, first, Results.NO_BYTES, leaseMillis, waitPlusOne);
    }

    static byte[] expire(DequeState deque, OperationCall call) {
        long ticket = call.in().readCount();
        long expiresAtMillis = call.in().readCount();
        call.in().expectEnd();
        return Results.ofBoolean(deque.expire(ticket, expiresAtMillis, call.requests()));
    }
}
