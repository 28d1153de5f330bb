package io.kith.client.serialization;

import io.kith.transport.WireOutput;
import java.net.URI;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes values, and keys so that equal ones give equal bytes: the elements of sets and the entries of maps are sorted by their
 * bytes, the components of records and the fields of objects by their names.
 */
final class CanonicalWriter {
    /** How deep values may be nested; a value nested deeper contains itself, most likely. */
    static final int MAX_DEPTH = 100;

    static final int EXPECTED_BYTES = 64;

    private final ClassCatalog classes;
    private final ObjectSerializer objects;
    private final boolean objectsOfAnyClass;
    private final boolean recordsAsObjects;
    private final Purpose purpose;
    private final ContainerWriter containers;
    private @Nullable Trier trier;

    /** What the bytes are for. */
    enum Purpose {
        /** They are given back, as they were. */
        VALUE,
        /** They are found by their bytes. */
        KEY
    }

    /** Tries out the first objects of each class. */
    interface Trier {
        /** Whether nothing is left to be tried. */
        boolean isPassed(Layout layout);

        /** Fails if objects of that class are not good for what they are written for. */
        void require(Layout layout, Object value);
    }

    /**
     * Makes a writer.
     *
     * @param objects writes what has no canonical encoding
     * @param objectsOfAnyClass whether {@code objects} also takes enums and records of classes that are not allowed
     * @param recordsAsObjects whether {@code objects} takes all enums and records
     */
    CanonicalWriter(
            ClassCatalog classes,
            ObjectSerializer objects,
            boolean objectsOfAnyClass,
            boolean recordsAsObjects,
            Purpose purpose) {
        this.classes = classes;
        this.objects = objects;
        this.objectsOfAnyClass = objectsOfAnyClass;
        this.recordsAsObjects = recordsAsObjects;
        this.purpose = purpose;
        this.containers = new ContainerWriter(this, classes, purpose != Purpose.VALUE);
    }

    /** The same, which asks {@code asked} about classes that were not tried out yet. */
    CanonicalWriter trying(Trier asked) {
        trier = asked;
        return this;
    }

    byte[] write(Object value) {
        return toBytes(value, 0);
    }

    byte[] toBytes(@Nullable Object value, int depth) {
        WireOutput out = WireOutput.onHeap(EXPECTED_BYTES);
        write(out, value, depth);
        return out.toByteArray();
    }

    void write(WireOutput out, @Nullable Object value, int depth) {
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
            writeScalar(out, scalar, value);
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
            writeObject(out, value, depth);
        }
    }

    private void writeScalar(WireOutput out, ScalarType<?> scalar, Object value) {
        if (purpose != Purpose.VALUE && value instanceof URI uri) {
            out.writeByte(Tag.URI).writeString(UriForm.of(uri));
        } else {
            scalar.write(out, value);
        }
    }

    private void writeJdkType(WireOutput out, Object value, int depth) {
        if (value instanceof List<?> list) {
            containers.writeList(out, list, depth);
        } else if (value instanceof Set<?> set) {
            containers.writeSet(out, set, depth);
        } else if (value instanceof Map<?, ?> map) {
            containers.writeMap(out, map, depth);
        } else if (value instanceof Map.Entry<?, ?> entry) {
            containers.writeEntry(out, entry, depth);
        } else if (value instanceof Collection<?> view && ContainerKind.isView(view)) {
            containers.writeView(out, view, depth);
        } else if (value instanceof Optional<?> optional) {
            writeOptional(out, optional, depth);
        } else if (value instanceof ZoneId zone) {
            out.writeByte(Tag.ZONE_REGION).writeString(zone.getId());
        } else {
            writeObject(out, value, depth);
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
            writeSerialized(out, constant);
            return;
        }
        out.writeByte(Tag.ENUM).writeString(classes.nameOf(type)).writeString(constant.name());
    }

    private void writeRecord(WireOutput out, Object value, int depth) {
        Class<?> type = value.getClass();
        if (isForSerializer(type)) {
            writeSerialized(out, value);
            return;
        }
        out.writeByte(Tag.RECORD).writeString(classes.nameOf(type));
        writeParts(out, classes.layoutOf(type), value, depth);
    }

    private void writeParts(WireOutput out, Layout layout, Object value, int depth) {
        Trier asked = trier;
        if (asked != null && !asked.isPassed(layout)) {
            asked.require(layout, value);
        }
        List<? extends Layout.Part> parts = layout.parts();
        out.writeVarInt(parts.size());
        Iterator<@Nullable Object> values = layout.valuesOf(value).iterator();
        for (Layout.Part part : parts) {
            out.writeString(part.name());
            write(out, values.next(), depth + 1);
        }
    }

    private boolean isForSerializer(Class<?> enumOrRecord) {
        return recordsAsObjects || (objectsOfAnyClass && !classes.allows(enumOrRecord));
    }

    private void writeObject(WireOutput out, Object value, int depth) {
        if (purpose == Purpose.VALUE) {
            writeSerialized(out, value);
            return;
        }
        Class<?> type = value.getClass();
        boolean isTheJdks = type.getName().startsWith("java.") || JdkCodecs.writtenAs(type) != type;
        if (isTheJdks || type.isArray()) {
            writeSerialized(out, JdkKeys.canonical(value));
            return;
        }
        if (objects instanceof KryoSerializer) {
            out.writeByte(Tag.FIELDS).writeString(classes.nameOf(type));
            writeParts(out, classes.fieldsOf(type), value, depth);
            return;
        }
        writeSerialized(out, value);
    }

    private void writeSerialized(WireOutput out, Object value) {
        byte[] bytes = purpose != Purpose.VALUE && objects instanceof JsonSerializer json
                ? json.serializeKey(value)
                : objects.serialize(value);
        out.writeByte(Tag.OBJECT).writeBytes(bytes);
    }

    /** Whether lists, sets and maps of that class hold nothing but their elements. */
    private boolean isOfTheJdk(Class<?> type) {
        return type.getName().startsWith("java.") && (purpose != Purpose.VALUE || !classes.userAllows(type));
    }
}
