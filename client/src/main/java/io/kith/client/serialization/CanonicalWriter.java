package io.kith.client.serialization;

import io.kith.transport.WireOutput;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes values so that equal ones give equal bytes: the elements of sets and the entries of maps are sorted by their
 * bytes, a record's components by their names.
 */
final class CanonicalWriter {
    /** How deep values may be nested; a value nested deeper contains itself, most likely. */
    static final int MAX_DEPTH = 100;

    private static final int EXPECTED_BYTES = 64;

    private final ClassCatalog classes;
    private final ObjectSerializer objects;
    private final boolean objectsOfAnyClass;
    private final boolean recordsAsObjects;

    /**
     * Makes a writer.
     *
     * @param objects writes what has no canonical encoding
     * @param objectsOfAnyClass whether {@code objects} also takes enums and records of classes that are not allowed
     * @param recordsAsObjects whether {@code objects} takes all enums and records
     */
    CanonicalWriter(
            ClassCatalog classes, ObjectSerializer objects, boolean objectsOfAnyClass, boolean recordsAsObjects) {
        this.classes = classes;
        this.objects = objects;
        this.objectsOfAnyClass = objectsOfAnyClass;
        this.recordsAsObjects = recordsAsObjects;
    }

    byte[] write(Object value) {
        return toBytes(value, 0);
    }

    private byte[] toBytes(@Nullable Object value, int depth) {
        WireOutput out = WireOutput.onHeap(EXPECTED_BYTES);
        write(out, value, depth);
        return out.toByteArray();
    }

    private void write(WireOutput out, @Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new SerializationException("a value is nested more than " + MAX_DEPTH
                    + " deep: does it contain itself? Objects with cycles need a class of their own");
        }
        if (value == null) {
            out.writeByte(Tag.NULL);
            return;
        }
        Class<?> type = value.getClass();
        ScalarType<?> scalar = ScalarType.of(type);
        if (scalar != null) {
            scalar.write(out, value);
        } else if (value instanceof String text) {
            StringCodec.write(out, text);
        } else if (value instanceof Boolean flag) {
            out.writeByte(flag ? Tag.TRUE : Tag.FALSE);
        } else if (value instanceof Enum<?> constant) {
            writeEnum(out, constant);
        } else if (type.isRecord()) {
            writeRecord(out, value, depth);
        } else if (isOfTheJdk(type)) {
            writeJdkType(out, value, depth);
        } else {
            writeObject(out, value);
        }
    }

    private void writeJdkType(WireOutput out, Object value, int depth) {
        if (value instanceof List<?> list) {
            Object[] elements = list.toArray();
            out.writeByte(Tag.LIST).writeVarInt(elements.length);
            for (Object element : elements) {
                write(out, element, depth + 1);
            }
        } else if (value instanceof Set<?> set) {
            writeSet(out, set, depth);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(out, map, depth);
        } else if (value instanceof Map.Entry<?, ?> entry) {
            out.writeByte(Tag.ENTRY);
            write(out, entry.getKey(), depth + 1);
            write(out, entry.getValue(), depth + 1);
        } else if (value instanceof Optional<?> optional) {
            writeOptional(out, optional, depth);
        } else if (value instanceof ZoneId zone) {
            out.writeByte(Tag.ZONE_REGION).writeString(zone.getId());
        } else {
            writeObject(out, value);
        }
    }

    private void writeSet(WireOutput out, Set<?> set, int depth) {
        Object[] elements = set.toArray();
        byte[][] encoded = new byte[elements.length][];
        for (int i = 0; i < elements.length; i++) {
            encoded[i] = toBytes(elements[i], depth + 1);
        }
        Arrays.sort(encoded, Arrays::compareUnsigned);
        out.writeByte(Tag.SET).writeVarInt(encoded.length);
        for (byte[] element : encoded) {
            out.writeRaw(element, 0, element.length);
        }
    }

    private void writeMap(WireOutput out, Map<?, ?> map, int depth) {
        Object[] entries = map.entrySet().toArray();
        byte[][] encoded = new byte[entries.length][];
        for (int i = 0; i < entries.length; i++) {
            Map.Entry<?, ?> entry = (Map.Entry<?, ?>) entries[i];
            WireOutput both = WireOutput.onHeap(EXPECTED_BYTES);
            write(both, entry.getKey(), depth + 1);
            write(both, entry.getValue(), depth + 1);
            encoded[i] = both.toByteArray();
        }
        // An encoded key is never the beginning of another one, so this order is that of the keys.
        Arrays.sort(encoded, Arrays::compareUnsigned);
        out.writeByte(Tag.MAP).writeVarInt(encoded.length);
        for (byte[] entry : encoded) {
            out.writeRaw(entry, 0, entry.length);
        }
    }

    private void writeOptional(WireOutput out, Optional<?> optional, int depth) {
        if (optional.isEmpty()) {
            out.writeByte(Tag.EMPTY_OPTIONAL);
        } else {
            out.writeByte(Tag.OPTIONAL);
            write(out, optional.get(), depth + 1);
        }
    }

    private void writeEnum(WireOutput out, Enum<?> constant) {
        Class<?> type = constant.getDeclaringClass();
        if (isForSerializer(type)) {
            writeObject(out, constant);
            return;
        }
        out.writeByte(Tag.ENUM).writeString(classes.nameOf(type)).writeString(constant.name());
    }

    private void writeRecord(WireOutput out, Object value, int depth) {
        Class<?> type = value.getClass();
        if (isForSerializer(type)) {
            writeObject(out, value);
            return;
        }
        out.writeByte(Tag.RECORD).writeString(classes.nameOf(type));
        RecordLayout layout = classes.layoutOf(type);
        out.writeVarInt(layout.components().size());
        Iterator<@Nullable Object> values = layout.valuesOf(value).iterator();
        for (RecordLayout.Component component : layout.components()) {
            out.writeString(component.name());
            write(out, values.next(), depth + 1);
        }
    }

    private boolean isForSerializer(Class<?> enumOrRecord) {
        return recordsAsObjects || (objectsOfAnyClass && !classes.allows(enumOrRecord));
    }

    private void writeObject(WireOutput out, Object value) {
        out.writeByte(Tag.OBJECT).writeBytes(objects.serialize(value));
    }

    /** Whether lists, sets and maps of that class hold nothing but their elements. */
    private boolean isOfTheJdk(Class<?> type) {
        return type.getName().startsWith("java.") && !classes.userAllows(type);
    }
}
