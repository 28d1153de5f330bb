package io.kith.collections.sequence;

import io.kith.collections.kind.ByteHash;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.kind.RequestKey;
import io.kith.collections.kind.TicketDue;
import io.kith.collections.kind.Waiters;
import io.kith.collections.kind.WaitingRequests;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;
import io.kith.transport.CorruptFrameException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A deque: its elements, who waits, and what is reserved. Takers wait only while it is empty, putters only while it is full, and both are
 * served in the order of the log.
 */
public final class DequeState extends SequenceState {
    /** The code of the operation that ends what waits or is reserved. */
    static final int EXPIRE_CODE = 0x90;

    private static final int DIGEST_SEED = 0x40;
    private static final int EXTRA_WAITER = 1;
    private static final int EXTRA_LEASE = 2;

    private final ItemSequence items = sequence();
    private final long opening;
    private final ExpiryQueue expiries;
    private final Waiters<Waiter> takers;
    private final Waiters<Waiter> putters;
    private final Map<Long, Lease> leases = new LinkedHashMap<>();
    private long leasedBytes;
    private long lastTicket;
    private int capacity;

    DequeState(long opening, int capacity, ExpiryQueue expiries) {
        this.opening = opening;
        this.capacity = capacity;
        this.expiries = expiries;
        this.takers = new Waiters<>(EXPIRE_CODE, opening, expiries);
        this.putters = new Waiters<>(EXPIRE_CODE, opening, expiries);
    }

    @Override
    public long bytes() {
        return items.bytes() + takers.bytes() + putters.bytes() + leasedBytes;
    }

    @Override
    public long digest() {
        long digest = ByteHash.of(DIGEST_SEED, items.digest());
        digest = ByteHash.of(ByteHash.of(digest, capacity), lastTicket);
        for (byte[] extra : extras()) {
            digest = ByteHash.of(digest, extra);
        }
        return digest;
    }

    int capacity() {
        return capacity;
    }

    void setCapacity(int newCapacity) {
        capacity = newCapacity;
    }

    @Override
    public void optionsChanged(CollectionOptions options, long nowMillis, WaitingRequests requests) {
        capacity = options.capacity();
        serve(nowMillis, requests);
    }

    /** Whether nothing is there to be taken. */
    boolean isEmpty() {
        return items.size() == 0;
    }

    /** Whether an element may be added now. */
    boolean hasRoom() {
        if (capacity == 0) {
            items.requireRoom(1);
            return true;
        }
        return items.size() < capacity;
    }

    boolean add(boolean first, byte[] value) {
        items.insert(first ? 0 : items.size(), value);
        return true;
    }

    byte[] removeAt(boolean first) {
        return items.remove(first ? 0 : items.size() - 1);
    }

    // ---- waiting

    /**
     * Does what a waiter waits for, or lets it wait.
     *
     * @param waitPlusOne how long it may wait and one more, 0: for ever
     * @return its result, null if it waits
     */
    byte @Nullable [] serveOrKeep(
            OperationCall call, int kind, boolean first, byte[] value, long leaseMillis, long waitPlusOne) {
        boolean possible = kind == Waiter.PUT ? hasRoom() : items.size() > 0;
        if (!possible && (waitPlusOne == 1 || call.isOwn())) {
            return Results.ABSENT;
        }
        long expiresAtMillis = waitPlusOne == 0 ? 0 : ExpiryQueue.expiry(call.nowMillis(), waitPlusOne - 1);
        Waiter waiter = new Waiter(call.request(), kind, first, value, leaseMillis, ++lastTicket, expiresAtMillis);
        if (possible) {
            return served(waiter, call.nowMillis());
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
        if (waiter.kind() == Waiter.TAKE) {
            return SequenceState.present(value);
        }
        addLease(
                new Lease(waiter.ticket(), value, waiter.first(), ExpiryQueue.expiry(nowMillis, waiter.leaseMillis())));
        return new PayloadWriter(1 + PayloadWriter.varLongSize(waiter.ticket()) + value.length)
                .writeByte(1)
                .writeVarLong(waiter.ticket())
                .writeRaw(value)
                .toBytes();
    }

    /** Serves whoever can be; in slices if those are many. */
    void serve(long nowMillis, WaitingRequests requests) {
        if (!serveSome(nowMillis, requests)) {
            requests.later(() -> serveSome(nowMillis, requests));
        }
    }

    /** Serves so many at most; says whether nobody is left who can be. */
    private boolean serveSome(long nowMillis, WaitingRequests requests) {
        for (int left = requests.atATime(); left >= 0; left--) {
            Waiters<Waiter> next;
            if (!takers.isEmpty() && items.size() > 0) {
                next = takers;
            } else if (!putters.isEmpty() && hasRoom()) {
                next = putters;
            } else {
                return true;
            }
            if (left > 0) {
                Waiter waiter = next.removeFirst();
                requests.complete(waiter.request(), served(waiter, nowMillis));
            }
        }
        return false;
    }

    @Override
    public boolean cancel(RequestKey request) {
        return takers.remove(request) != null || putters.remove(request) != null;
    }

    /** Ends what waits or is reserved under a ticket, if that is due at that time; false if it is not. */
    boolean expire(long ticket, long expiresAtMillis, WaitingRequests requests) {
        Lease lease = leases.get(ticket);
        if (lease != null && lease.expiresAtMillis() == expiresAtMillis) {
            removeLease(lease);
            add(lease.first(), lease.value());
            return true;
        }
        for (Waiters<Waiter> waiters : List.of(takers, putters)) {
            Waiter waiter = waiters.findTimed(ticket);
            if (waiter != null && waiter.expiresAtMillis() == expiresAtMillis) {
                waiters.remove(waiter.request());
                requests.complete(waiter.request(), Results.ABSENT);
                return true;
            }
        }
        return false;
    }

    // ---- reservations

    /** Ends a reservation and gives it back, if there is one under that ticket. */
    @Nullable
    Lease endLease(long ticket) {
        Lease lease = leases.get(ticket);
        if (lease != null) {
            removeLease(lease);
        }
        return lease;
    }

    void addLease(Lease lease) {
        leases.put(lease.ticket(), lease);
        leasedBytes += lease.value().length + 2L * ELEMENT_OVERHEAD_BYTES;
        expiries.add(due(lease));
    }

    private void removeLease(Lease lease) {
        leases.remove(lease.ticket());
        leasedBytes -= lease.value().length + 2L * ELEMENT_OVERHEAD_BYTES;
        expiries.remove(due(lease));
    }

    private TicketDue due(Lease lease) {
        return new TicketDue(EXPIRE_CODE, opening, lease.ticket(), lease.expiresAtMillis());
    }

    @Override
    public void destroy(WaitingRequests requests) {
        expiries.removeAll(opening);
        items.removeRange(0, items.size());
        leases.clear();
        leasedBytes = 0;
        if (!takers.destroySome(requests) || !putters.destroySome(requests)) {
            requests.later(() -> takers.destroySome(requests) && putters.destroySome(requests));
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
        for (Waiters<Waiter> waiters : List.of(takers, putters)) {
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
