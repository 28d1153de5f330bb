package io.kith.collections.map;

import io.kith.collections.kind.ArgumentForm;
import io.kith.collections.kind.CollectionState;
import io.kith.collections.kind.OperationCall;
import io.kith.collections.wire.PayloadReader;

/** By how much writes would let a map grow. */
final class MapGrowth {
    private MapGrowth() {}

    static long ofPut(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        call.in().readCount();
        return ofEntry(map, slot, call.keyLength(), call.in().remaining());
    }

    static long ofPutIfAbsent(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        call.in().readCount();
        return slot >= 0 ? 0 : ofEntry(map, slot, call.keyLength(), call.in().remaining());
    }

    static long ofReplace(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        call.in().readCount();
        return slot < 0 ? 0 : ofEntry(map, slot, call.keyLength(), call.in().remaining());
    }

    static long ofReplaceIfEquals(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        PayloadReader in = call.in();
        in.readCount();
        in.skip(in.readLength());
        return slot < 0 ? 0 : ofEntry(map, slot, call.keyLength(), in.remaining());
    }

    static long ofCompareAndSet(MapState map, OperationCall call) {
        int slot = map.findKey(call);
        PayloadReader in = call.in();
        in.readCount();
        int flags = in.readByte();
        if ((flags & ArgumentForm.REPLACEMENT_PRESENT) == 0) {
            return 0;
        }
        boolean expects = (flags & ArgumentForm.EXPECTED_PRESENT) != 0;
        if (expects) {
            in.skip(in.readLength());
        }
        return expects == slot < 0 ? 0 : ofEntry(map, slot, call.keyLength(), in.remaining());
    }

    static long ofPutAll(MapState map, OperationCall call) {
        PayloadReader in = call.in();
        in.readCount();
        long growth = 0;
        for (int left = in.readCount(2); left > 0; left--) {
            int slot = map.findKey(call);
            int valueLength = in.readLength();
            in.skip(valueLength);
            growth += ofEntry(map, slot, call.keyLength(), valueLength);
        }
        return growth;
    }

    private static long ofEntry(MapState map, int slot, int keyLength, int valueLength) {
        if (slot < 0) {
            return (long) keyLength + valueLength + CollectionState.ELEMENT_OVERHEAD_BYTES;
        }
        byte[] entry = map.table().at(slot);
        return (long) valueLength - (entry.length - EntryFormat.valueOffset(entry));
    }
}
