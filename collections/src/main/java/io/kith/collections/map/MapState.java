package io.kith.collections.map;

import io.kith.collections.kind.ByteHash;
import io.kith.collections.kind.CopiedInPlace;
import io.kith.collections.kind.CursorOrder;
import io.kith.collections.kind.ExpiryQueue;
import io.kith.collections.kind.LongRead;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.kind.WaitingRequests;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A partition's entries of one map or set. */
public final class MapState implements CopiedInPlace {
    private final long opening;
    private final ExpiryQueue expiries;
    private final OrderedTable table;
    private long bytes;
    private long digest;
    private int expiring;
    private @Nullable ValueScans scans;

    MapState(long opening, ExpiryQueue expiries) {
        this.opening = opening;
        this.expiries = expiries;
        this.table = new OrderedTable(opening);
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public long digest() {
        return digest;
    }

    @Override
    public long size() {
        return table.size();
    }

    /** An empty map is no map, so that replicas need not remember that there was one. */
    @Override
    public boolean isNothing() {
        return table.size() == 0;
    }

    @Override
    public void destroy(WaitingRequests requests) {
        clear();
        if (scans != null) {
            scans.destroyed();
        }
    }

    OrderedTable table() {
        return table;
    }

    @Override
    public long orderOf(byte[] array, int keyOffset, int keyLength) {
        return CursorOrder.of(opening, array, keyOffset, keyLength);
    }

    /** Reads the key that comes next and finds its slot, or the complement of where it would be. */
    int findKey(OperationCall call) {
        call.readKey();
        byte[] array = call.array();
        int keyOffset = call.keyOffset();
        int keyLength = call.keyLength();
        return table.find(call.keepKeyOrder(orderOf(array, keyOffset, keyLength)), array, keyOffset, keyLength);
    }

    private int find(byte[] array, int keyOffset, int keyLength) {
        return table.find(orderOf(array, keyOffset, keyLength), array, keyOffset, keyLength);
    }

    /** Sets the entry of a key that {@link OrderedTable#find} has looked for; gives back the old one. */
    byte @Nullable [] putAt(int slot, long order, byte[] entry) {
        byte[] old = null;
        if (slot < 0) {
            table.insert(slot, order, entry);
        } else {
            old = table.replace(slot, entry);
            // Before the new one is counted: both may be due at the same time.
            discount(old);
        }
        account(entry);
        return old;
    }

    /** Removes the entry in a slot and gives it back. */
    byte[] removeAt(int slot) {
        byte[] old = table.remove(slot);
        discount(old);
        return old;
    }

    /** Drops everything, and forgets what was to expire: at once, however much that is. */
    void clear() {
        if (expiring > 0) {
            expiries.removeAll(opening);
            expiring = 0;
        }
        table.clear();
        bytes = 0;
        digest = 0;
    }

    // ---- scans

    /** Begins to look for a value, so many entries at a time. */
    LongRead scan(byte[] value, int slice) {
        ValueScans all = scans;
        if (all == null) {
            all = new ValueScans();
            scans = all;
        }
        return all.begin(table, value, slice);
    }

    /** Whether anybody is to be told what is put in. */
    boolean isScanned() {
        return scans != null && !scans.isEmpty();
    }

    // ---- what is there

    private void account(byte[] entry) {
        bytes += entry.length + ELEMENT_OVERHEAD_BYTES;
        digest += ByteHash.of(opening, entry);
        if (scans != null) {
            scans.put(entry);
        }
        if (EntryFormat.expires(entry)) {
            expiries.add(new EntryDue(opening, entry));
            expiring++;
        }
    }

    private void discount(byte[] entry) {
        bytes -= entry.length + ELEMENT_OVERHEAD_BYTES;
        digest -= ByteHash.of(opening, entry);
        if (EntryFormat.expires(entry)) {
            expiries.remove(new EntryDue(opening, entry));
            expiring--;
        }
    }

    // ---- copies

    @Override
    public byte @Nullable [] writeEntries(
            byte @Nullable [] afterKey, Section section, PayloadWriter body, int maxBytes) {
        int slot = table.nextOccupied(afterKey == null ? 0 : table.slotBehind(afterKey, 0, afterKey.length));
        if (slot == table.slots()) {
            return null;
        }
        int end = slot;
        long bytesThen = body.size();
        int count = 0;
        while (end < table.slots() && (count == 0 || bytesThen < maxBytes)) {
            bytesThen += table.lengthAt(end) + 2;
            count++;
            end = table.nextOccupied(end + 1);
        }
        section.begin(body);
        body.writeVarLong(count);
        byte[] entry = Results.NO_BYTES;
        for (; slot < end; slot = table.nextOccupied(slot + 1)) {
            entry = table.at(slot);
            body.writeBytes(entry);
        }
        if (end == table.slots()) {
            return null;
        }
        int offset = EntryFormat.keyOffset(entry);
        return Arrays.copyOfRange(entry, offset, offset + EntryFormat.keyLength(entry));
    }

    @Override
    public void installEntries(PayloadReader in) {
        for (int left = in.readCount(2); left > 0; left--) {
            byte[] entry = in.readBytes();
            EntryFormat.require(entry);
            int keyOffset = EntryFormat.keyOffset(entry);
            int keyLength = EntryFormat.keyLength(entry);
            putAt(find(entry, keyOffset, keyLength), orderOf(entry, keyOffset, keyLength), entry);
        }
    }
}
