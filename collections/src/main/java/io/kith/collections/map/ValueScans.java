package io.kith.collections.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** The scans of a map that are under way, by the values that they look for: each is told when its value is put in. */
final class ValueScans {
    private final TreeMap<byte[], List<ValueScan>> byValue = new TreeMap<>(Arrays::compareUnsigned);

    /** Begins to look for a value in a table, so many entries at a time. */
    ValueScan begin(OrderedTable table, byte[] value, int slice) {
        ValueScan scan = new ValueScan(table, value, slice, this::remove);
        byValue.computeIfAbsent(value, unused -> new ArrayList<>(1)).add(scan);
        return scan;
    }

    private void remove(ValueScan scan) {
        List<ValueScan> scans = byValue.get(scan.value());
        if (scans != null && scans.remove(scan) && scans.isEmpty()) {
            byValue.remove(scan.value());
        }
    }

    boolean isEmpty() {
        return byValue.isEmpty();
    }

    /** An entry has got the value that it has. */
    void put(byte[] entry) {
        if (byValue.isEmpty()) {
            return;
        }
        List<ValueScan> scans = byValue.get(Arrays.copyOfRange(entry, EntryFormat.valueOffset(entry), entry.length));
        if (scans != null) {
            scans.forEach(ValueScan::wasPut);
        }
    }

    /** The map is no more. */
    void destroyed() {
        byValue.values().forEach(scans -> scans.forEach(ValueScan::destroyed));
    }
}
