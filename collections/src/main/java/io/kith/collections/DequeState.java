package io.kith.collections;

import io.kith.transport.CorruptFrameException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A deque, and what the writes do to it. Takers wait only while it is empty, putters only while it is full, and both are
 * served in the order of the log.
 */
final class DequeState extends SequenceState {
    private static final int EXTRA_WAITER = 1;
    private static final int EXTRA_LEASE = 2;

    private final ItemSequence items = sequence();
    private final long collectionId;
    private final ExpiryQueue expiries;
    private final Waiters takers;
    private final Waiters putters;
    private final Map<Long, Lease> leases = new LinkedHashMap<>();
    private long leasedBytes;
    private long lastTicket;
    private int capacity;

    DequeState(long collectionId, ExpiryQueue expiries) {
        this.collectionId = collectionId;
        this.expiries = expiries;
        this.takers = new Waiters(collectionId, expiries);
        this.putters = new Waiters(collectionId, expiries);
    }

    @Override
    public int type() {
        return Opcode.TYPE_DEQUE;
    }

    @Override
    public long bytes() {
        return items.bytes() + takers.bytes() + putters.bytes() + leasedBytes;
    }

    @Override
    public long digest() {
        long digest = ByteHash.of(Opcode.TYPE_DEQUE, items.digest());
        digest = ByteHash.of(ByteHash.of(digest, capacity), lastTicket);
        for (byte[] extra : extras()) {
            digest = ByteHash.of(digest, extra);
        }
        return digest;
    }

    @Override
    byte[] read(byte[] operation, PayloadReader in) {
        switch (Operations.opcode(operation)) {
            case Opcode.DEQUE_PEEK -> {
                boolean first = in.readBoolean();
                in.expectEnd();
                return items.size() == 0
                        ? Results.ABSENT
                        : SequenceReads.present(items.get(first ? 0 : items.size() - 1));
            }
            case Opcode.DEQUE_CAPACITY -> {
                in.expectEnd();
                return Results.ofNumber(capacity);
            }
            default -> {
                return SequenceReads.read(items, operation, in);
            }
        }
    }

    // ---- writes

    @Override
    public long growth(byte[] operation, PayloadReader in) {
        return switch (Operations.opcode(operation)) {
            case Opcode.DEQUE_OFFER, Opcode.DEQUE_PUT -> (long) in.remaining() + ELEMENT_OVERHEAD_BYTES;
            case Opcode.DEQUE_OFFER_ALL -> {
                in.readBoolean();
                yield in.remaining() + (long) in.readCount(1) * ELEMENT_OVERHEAD_BYTES;
            }
            default -> 0;
        };
    }

    @Override
    byte @Nullable [] apply(LogCommand command, PayloadReader in, WaitingRequests requests) {
        byte[] payload = change(command, in, requests);
        serve(command.timestampMillis(), requests);
        return payload;
    }

    private byte @Nullable [] change(LogCommand command, PayloadReader in, WaitingRequests requests) {
        byte[] operation = command.operation();
        int opcode = Operations.opcode(operation);
        return switch (opcode) {
            case Opcode.DEQUE_OFFER -> {
                boolean first = in.readBoolean();
                yield Results.ofBoolean(hasRoom() && add(first, in.readRest()));
            }
            case Opcode.DEQUE_OFFER_ALL -> offerAll(in, command.timestampMillis(), requests);
            case Opcode.DEQUE_POLL -> {
                boolean first = in.readBoolean();
                in.expectEnd();
                yield items.size() == 0 ? Results.ABSENT : SequenceReads.present(removeAt(first));
            }
            case Opcode.DEQUE_POLL_ALL -> pollAll(in);
            case Opcode.DEQUE_PUT, Opcode.DEQUE_TAKE, Opcode.DEQUE_RESERVE -> mayWait(command, opcode, in);
            case Opcode.DEQUE_REMOVE_VALUE -> {
                boolean first = in.readBoolean();
                int index = items.find(0, items.size(), !first, operation, in.position(), in.remaining());
                yield Results.ofBoolean(index >= 0 && items.remove(index) != null);
            }
            case Opcode.DEQUE_REMOVE_ITEM -> removeItem(in);
            case Opcode.DEQUE_REMOVE_ITEMS -> Results.ofNumber(removeItems(in));
            case Opcode.DEQUE_CLEAR -> {
                in.expectEnd();
                int removed = items.size();
                items.removeRange(0, removed);
                yield Results.ofNumber(removed);
            }
            case Opcode.DEQUE_SET_CAPACITY -> {
                int newCapacity = in.readVarInt(Integer.MAX_VALUE);
                in.expectEnd();
                capacity = newCapacity;
                yield Results.NO_BYTES;
            }
            case Opcode.DEQUE_ACKNOWLEDGE, Opcode.DEQUE_RELEASE, Opcode.DEQUE_EXTEND -> ofLease(command, opcode, in);
            case Opcode.DEQUE_EXPIRE -> expire(in, requests);
            default -> throw new CorruptFrameException("no deque operation has the code " + opcode);
        };
    }

    private boolean hasRoom() {
        if (capacity == 0) {
            items.requireRoom(1);
            return true;
        }
        return items.size() < capacity;
    }

    private boolean add(boolean first, byte[] value) {
        items.insert(first ? 0 : items.size(), value);
        return true;
    }

    private byte[] removeAt(boolean first) {
        return items.remove(first ? 0 : items.size() - 1);
    }

    private byte[] offerAll(PayloadReader in, long nowMillis, WaitingRequests requests) {
        boolean first = in.readVarInt(1) == 1;
        List<byte[]> values = readValues(in);
        items.requireRoom(values.size());
        int added = 0;
        while (added < values.size() && hasRoom()) {
            add(first, values.get(added++));
            // A taker makes room for the next one.
            serve(nowMillis, requests);
        }
        return Results.ofNumber(added);
    }

    private byte[] pollAll(PayloadReader in) {
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

    // ---- waiting

    private byte @Nullable [] mayWait(LogCommand command, int kind, PayloadReader in) {
        boolean first = in.readBoolean();
        long leaseMillis = kind == Opcode.DEQUE_RESERVE ? in.readCount() : 0;
        long waitPlusOne = in.readCount();
        byte[] value = in.readRest();
        if (kind != Opcode.DEQUE_PUT && value.length > 0) {
            throw new CorruptFrameException(value.length + " bytes too many");
        }
        boolean possible = kind == Opcode.DEQUE_PUT ? hasRoom() : items.size() > 0;
        if (!possible && (waitPlusOne == 1 || command.session().equals(LogCommand.NO_SESSION))) {
            return Results.ABSENT;
        }
        long expiresAtMillis = waitPlusOne == 0 ? 0 : MapState.expiry(command.timestampMillis(), waitPlusOne - 1);
        Waiter waiter = new Waiter(
                new RequestKey(command.session(), command.opening(), command.number()),
                kind,
                first,
                value,
                leaseMillis,
                ++lastTicket,
                expiresAtMillis);
        if (possible) {
            return served(waiter, command.timestampMillis());
        }
        (waiter.puts() ? putters : takers).add(waiter);
        return null;
    }

    /** Does what a waiter waits for, which is possible, and gives back its result. */
    private byte[] served(Waiter waiter, long nowMillis) {
        if (waiter.puts()) {
            add(waiter.first(), waiter.value());
            return Results.TRUE;
        }
        byte[] value = removeAt(waiter.first());
        if (waiter.kind() == Opcode.DEQUE_TAKE) {
            return SequenceReads.present(value);
        }
        addLease(new Lease(waiter.ticket(), value, waiter.first(), MapState.expiry(nowMillis, waiter.leaseMillis())));
        return new PayloadWriter(1 + PayloadWriter.varLongSize(waiter.ticket()) + value.length)
                .writeByte(1)
                .writeVarLong(waiter.ticket())
                .writeRaw(value)
                .toBytes();
    }

    /** Serves whoever can be. */
    private void serve(long nowMillis, WaitingRequests requests) {
        while (true) {
            Waiters next;
            if (!takers.isEmpty() && items.size() > 0) {
                next = takers;
            } else if (!putters.isEmpty() && hasRoom()) {
                next = putters;
            } else {
                return;
            }
            Waiter waiter = next.removeFirst();
            requests.complete(waiter.request(), served(waiter, nowMillis));
        }
    }

    @Override
    boolean cancel(RequestKey request) {
        return takers.remove(request) != null || putters.remove(request) != null;
    }

    private byte[] expire(PayloadReader in, WaitingRequests requests) {
        long ticket = in.readCount();
        long expiresAtMillis = in.readCount();
        in.expectEnd();
        Lease lease = leases.get(ticket);
        if (lease != null && lease.expiresAtMillis() == expiresAtMillis) {
            removeLease(lease);
            add(lease.first(), lease.value());
            return Results.TRUE;
        }
        for (Waiters waiters : List.of(takers, putters)) {
            Waiter waiter = waiters.find(ticket);
            if (waiter != null && waiter.expiresAtMillis() == expiresAtMillis) {
                waiters.remove(waiter.request());
                requests.complete(waiter.request(), Results.ABSENT);
                return Results.TRUE;
            }
        }
        return Results.FALSE;
    }

    // ---- reservations

    private byte[] ofLease(LogCommand command, int opcode, PayloadReader in) {
        long ticket = in.readCount();
        long leaseMillis = opcode == Opcode.DEQUE_EXTEND ? in.readCount() : 0;
        in.expectEnd();
        Lease lease = leases.get(ticket);
        if (lease == null) {
            return Results.FALSE;
        }
        removeLease(lease);
        if (opcode == Opcode.DEQUE_RELEASE) {
            add(lease.first(), lease.value());
        } else if (opcode == Opcode.DEQUE_EXTEND) {
            long expiresAtMillis = MapState.expiry(command.timestampMillis(), leaseMillis);
            addLease(new Lease(ticket, lease.value(), lease.first(), expiresAtMillis));
        }
        return Results.TRUE;
    }

    private void addLease(Lease lease) {
        leases.put(lease.ticket(), lease);
        leasedBytes += lease.value().length + 2L * ELEMENT_OVERHEAD_BYTES;
        expiries.add(collectionId, lease.ticket(), lease.expiresAtMillis());
    }

    private void removeLease(Lease lease) {
        leases.remove(lease.ticket());
        leasedBytes -= lease.value().length + 2L * ELEMENT_OVERHEAD_BYTES;
        expiries.remove(collectionId, lease.ticket(), lease.expiresAtMillis());
    }

    @Override
    void destroy() {
        items.removeRange(0, items.size());
        takers.clear();
        putters.clear();
        List.copyOf(leases.values()).forEach(this::removeLease);
    }

    /** Ends all that waits, as the deque goes. */
    void completeAll(WaitingRequests requests) {
        for (Waiters waiters : List.of(takers, putters)) {
            while (!waiters.isEmpty()) {
                requests.complete(waiters.removeFirst().request(), Results.ABSENT);
            }
        }
    }

    // ---- copies

    @Override
    void writeHeader(PayloadWriter out) {
        out.writeVarLong(capacity).writeVarLong(lastTicket);
    }

    @Override
    void readHeader(PayloadReader in) {
        capacity = in.readVarInt(Integer.MAX_VALUE);
        lastTicket = in.readCount();
    }

    @Override
    List<byte[]> extras() {
        List<byte[]> extras = new ArrayList<>();
        for (Waiters waiters : List.of(takers, putters)) {
            for (Waiter waiter : waiters.all()) {
                PayloadWriter writer = new PayloadWriter(64).writeByte(EXTRA_WAITER);
                waiter.write(writer);
                extras.add(writer.toBytes());
            }
        }
        for (Lease lease : leases.values()) {
            PayloadWriter writer = new PayloadWriter(32).writeByte(EXTRA_LEASE);
            lease.write(writer);
            extras.add(writer.toBytes());
        }
        return extras;
    }

    @Override
    void installExtra(PayloadReader in) {
        int kind = in.readByte();
        if (kind == EXTRA_WAITER) {
            Waiter waiter = Waiter.read(in);
            (waiter.puts() ? putters : takers).add(waiter);
        } else if (kind == EXTRA_LEASE) {
            addLease(Lease.read(in));
        } else {
            throw new CorruptFrameException("a deque has nothing of the kind " + kind);
        }
    }
}
