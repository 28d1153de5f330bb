package io.kith.client.serialization;

import io.kith.transport.WireOutput;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JDK's lists, sets, maps and entries. As part of a key they are written so that equal ones give equal bytes: sets
 * and maps in the order of their elements' bytes, and of which class they are is not said. As part of a value they keep both.
 */
final class ContainerWriter {
    private final CanonicalWriter values;
    private final ClassCatalog classes;
    private final boolean forKeys;

    ContainerWriter(CanonicalWriter values, ClassCatalog classes, boolean forKeys) {
        this.values = values;
        this.classes = classes;
        this.forKeys = forKeys;
    }

    void writeList(WireOutput out, List<?> list, int depth) {
        ContainerKind kind = forKeys ? null : ContainerKind.ofList(list);
        writeElements(head(out, Tag.LIST, kind), list, depth);
    }

    /** A view of which users know no more than that it is a collection: it comes back as a list. */
    void writeView(WireOutput out, Collection<?> view, int depth) {
        writeElements(out.writeByte(Tag.LIST), view, depth);
    }

    private void writeElements(WireOutput out, Collection<?> list, int depth) {
        Object[] elements = list.toArray();
        out.writeVarInt(elements.length);
        for (Object element : elements) {
            values.write(out, element, depth + 1);
        }
    }

    private static WireOutput head(WireOutput out, int plainTag, @Nullable ContainerKind kind) {
        return kind == null
                ? out.writeByte(plainTag)
                : out.writeByte(Tag.CONTAINER).writeByte(kind.code());
    }

    void writeSet(WireOutput out, Set<?> set, int depth) {
        Object[] elements = set.toArray();
        byte[][] encoded = new byte[elements.length][];
        for (int i = 0; i < elements.length; i++) {
            encoded[i] = values.toBytes(elements[i], depth + 1);
        }
        if (forKeys && set instanceof SortedSet<?> sorted) {
            requireNatural(sorted.comparator());
        }
        ContainerKind kind = forKeys ? null : ContainerKind.ofSet(set);
        if (kind == ContainerKind.ORDERED_SET && isRising(encoded)) {
            kind = null;
        }
        head(out, Tag.SET, kind);
        if (kind != null && kind.isSorted()) {
            SortOrders.write(out, ((SortedSet<?>) set).comparator(), order -> values.write(out, order, depth + 1));
        } else if (kind == ContainerKind.ENUM_SET) {
            out.writeString(classes.nameOf(EnumTypes.of((EnumSet<?>) set)));
        }
        writeParts(out, kind, encoded);
    }

    void writeMap(WireOutput out, Map<?, ?> map, int depth) {
        Object[] entries = map.entrySet().toArray();
        byte[][] encoded = new byte[entries.length][];
        for (int i = 0; i < entries.length; i++) {
            Map.Entry<?, ?> entry = (Map.Entry<?, ?>) entries[i];
            WireOutput both = WireOutput.onHeap(CanonicalWriter.EXPECTED_BYTES);
            values.write(both, entry.getKey(), depth + 1);
            values.write(both, entry.getValue(), depth + 1);
            encoded[i] = both.toByteArray();
        }
        if (forKeys && map instanceof SortedMap<?, ?> sorted) {
            requireNatural(sorted.comparator());
        }
        ContainerKind kind = forKeys ? null : ContainerKind.ofMap(map);
        if (kind == ContainerKind.ORDERED_MAP && isRising(encoded)) {
            kind = null;
        }
        head(out, Tag.MAP, kind);
        if (kind != null && kind.isSorted()) {
            SortOrders.write(out, ((SortedMap<?, ?>) map).comparator(), order -> values.write(out, order, depth + 1));
        } else if (kind == ContainerKind.ENUM_MAP) {
            out.writeString(classes.nameOf(EnumTypes.of((EnumMap<?, ?>) map)));
        }
        writeParts(out, kind, encoded);
    }

    /** What another order takes for equal is not found by its bytes. */
    private static void requireNatural(@Nullable Comparator<?> order) {
        if (!SortOrders.isNatural(order)) {
            throw new SerializationException(
                    "a sorted set or map with a comparator of its own is no part of a key: keys are "
                            + "found by their bytes, in an order of their own");
        }
    }

    /** An encoded key is never the beginning of another one, so the order of entries is that of their keys. */
    private static boolean isRising(byte[][] encoded) {
        for (int i = 1; i < encoded.length; i++) {
            if (Arrays.compareUnsigned(encoded[i - 1], encoded[i]) > 0) {
                return false;
            }
        }
        return true;
    }

    private static void writeParts(WireOutput out, @Nullable ContainerKind kind, byte[][] encoded) {
        if (kind == null || kind.isUnordered()) {
            Arrays.sort(encoded, Arrays::compareUnsigned);
        }
        out.writeVarInt(encoded.length);
        for (byte[] part : encoded) {
            out.writeRaw(part, 0, part.length);
        }
    }

    void writeEntry(WireOutput out, Map.Entry<?, ?> entry, int depth) {
        head(out, Tag.ENTRY, !forKeys && entry instanceof AbstractMap.SimpleEntry ? ContainerKind.MUTABLE_ENTRY : null);
        values.write(out, entry.getKey(), depth + 1);
        values.write(out, entry.getValue(), depth + 1);
    }
}
