package io.kith.collections.sequence;

import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.Results;
import java.util.List;

/** What the writes of deques do that never wait. */
final class DequeWrites {
    private DequeWrites() {}

    static byte[] offer(DequeState deque, OperationCall call) {
        boolean first = call.in().readBoolean();
        return Results.ofBoolean(deque.hasRoom() && deque.add(first, call.in().readRest()));
    }

    static byte[] offerAll(DequeState deque, OperationCall call) {
        boolean first = call.in().readVarInt(1) == 1;
        List<byte[]> values = SequenceState.readValues(call.in());
        deque.sequence().requireRoom(values.size());
        int added = 0;
        while (added < values.size() && deque.hasRoom()) {
            deque.add(first, values.get(added++));
            // A taker makes room for the next one.
            deque.serve(call.nowMillis(), call.requests());
        }
        return Results.ofNumber(added);
    }

    static byte[] poll(DequeState deque, OperationCall call) {
        boolean first = call.in().readBoolean();
        call.in().expectEnd();
        return deque.size() == 0 ? Results.ABSENT : SequenceState.present(deque.removeAt(first));
    }

    static byte[] pollAll(DequeState deque, OperationCall call) {
        PayloadReader in = call.in();
        ItemSequence items = deque.sequence();
        boolean first = in.readVarInt(1) == 1;
        int maxElements = in.readVarInt(Integer.MAX_VALUE);
        ValueList values = new ValueList(in.readVarInt(Integer.MAX_VALUE));
        in.expectEnd();
        int size = items.size();
        int reach = Math.min(size, maxElements);
        if (first) {
            items.tree().visit(0, reach, false, values);
            items.removeRange(0, values.count());
        } else {
            items.tree().visit(size - reach, size, true, values);
            items.removeRange(size - values.count(), size);
        }
        return values.payload();
    }

    static byte[] clear(DequeState deque, OperationCall call) {
        call.in().expectEnd();
        int removed = deque.sequence().size();
        deque.sequence().removeRange(0, removed);
        return Results.ofNumber(removed);
    }

    static byte[] setCapacity(DequeState deque, OperationCall call) {
        int capacity = call.in().readVarInt(Integer.MAX_VALUE);
        call.in().expectEnd();
        deque.setCapacity(capacity);
        return Results.NO_BYTES;
    }

    // ---- reservations

    static byte[] acknowledge(DequeState deque, OperationCall call) {
        long ticket = call.in().readCount();
        call.in().expectEnd();
        return Results.ofBoolean(deque.endLease(ticket) != null);
    }

    static byte[] release(DequeState deque, OperationCall call) {
        long ticket = call.in().readCount();
        call.in().expectEnd();
        Lease lease = deque.endLease(ticket);
        return Results.ofBoolean(lease != null && deque.add(lease.first(), lease.value()));
    }

    static byte[] extend(DequeState deque, OperationCall call) {
        long ticket = call.in().readCount();
        long leaseMillis = call.in().readCount();
        call.in().expectEnd();
        Lease lease = deque.endLease(ticket);
        if (lease != null) {
            long expiresAtMillis = ExpiryQueue.expiry(call.nowMillis(), leaseMillis);
            deque.addLease(new Lease(ticket, lease.value(), lease.first(), expiresAtMillis));
        }
        return Results.ofBoolean(lease != null);
    }
}
