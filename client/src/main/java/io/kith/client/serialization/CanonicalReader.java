package io.kith.client.serialization;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.WireInput;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link CanonicalWriter} wrote. The bytes are not trusted: they cost no more memory than a small multiple of their length and
 * no more work than their {@link DecodingBudget}, and a class that they name is loaded only if it is allowed.
 */
final class CanonicalReader {
    private final ClassCatalog classes;
    private final ObjectSerializer objects;
    private final ContainerReader containers;

    CanonicalReader(ClassCatalog classes, ObjectSerializer objects) {
        this.classes = classes;
        this.objects = objects;
        this.containers = new ContainerReader(this, classes);
    }

    /**
     * Reads the one value that {@code bytes} hold.
     *
     * @throws SerializationException if they hold anything else
     */
    Object read(byte[] bytes) {
        try {
            WireInput in = WireInput.of(bytes);
            Object value = read(in, new DecodingBudget(bytes.length), 0);
            in.expectEnd();
            if (value == null) {
                throw new SerializationException("the bytes of a null");
            }
            return value;
        } catch (CorruptFrameException | DateTimeException | IllegalArgumentException | ArithmeticException e) {
            throw new SerializationException("these bytes are no value that Kith wrote: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new SerializationException(
                    "a value holds itself, or others too deep, to be put into a set or map", e);
        }
    }

    @Nullable
    Object read(WireInput in, DecodingBudget budget, int depth) {
        if (depth > CanonicalWriter.MAX_DEPTH) {
            throw new CorruptFrameException("values nested too deep");
        }
        int tag = in.readByte();
        ScalarType<?> scalar = ScalarType.tagged(tag);
        if (scalar != null) {
            return scalar.reader().apply(in);
        }
        return tag == Tag.STRING ? in.readString() : readOther(tag, in, budget, depth);
    }

    /** What is rarer, in a method of its own, so that the one before is short enough for the compiler to unfold it in loops. */
    private @Nullable Object readOther(int tag, WireInput in, DecodingBudget budget, int depth) {
        return switch (tag) {
            case Tag.NULL -> null;
            case Tag.FALSE -> false;
            case Tag.TRUE -> true;
            case Tag.STRING_UTF16 -> StringCodec.readUtf16(in);
            case Tag.ZONE_REGION -> ZoneId.of(in.readString());
            case Tag.EMPTY_OPTIONAL -> Optional.empty();
            case Tag.OPTIONAL -> Optional.of(present(read(in, budget, depth + 1)));
            case Tag.LIST -> containers.readList(in, budget, depth);
            case Tag.SET -> containers.readSet(in, budget, depth);
            case Tag.MAP -> containers.readMap(in, budget, depth);
            case Tag.ENTRY -> containers.readEntry(in, budget, depth);
            case Tag.ENUM -> classes.constant(in.readString(), in.readString());
            case Tag.RECORD -> readRecord(in, budget, depth);
            case Tag.CONTAINER -> containers.read(in, budget, depth);
            case Tag.FIELDS -> readFields(in, budget, depth);
            case Tag.OBJECT -> readObject(in.readBytes(), budget);
            default ->
                throw new CorruptFrameException("the tag " + tag + " is unknown; was it written by a newer Kith?");
        };
    }

    private Object readObject(byte[] bytes, DecodingBudget budget) {
        return objects instanceof KryoSerializer kryo ? kryo.deserialize(bytes, budget) : objects.deserialize(bytes);
    }

    /** Reads a record by its components' names: those it lacks get defaults, those unknown are dropped. */
    private Object readRecord(WireInput in, DecodingBudget budget, int depth) {
        return readParts(classes.recordLayout(in.readString()), in, budget, depth);
    }

    private Object readFields(WireInput in, DecodingBudget budget, int depth) {
        return readParts(classes.fieldLayout(in.readString()), in, budget, depth);
    }

    private Object readParts(Layout layout, WireInput in, DecodingBudget budget, int depth) {
        int count = in.readCount(2);
        Map<String, @Nullable Object> values = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String name = in.readString();
            if (layout.has(name)) {
                values.put(name, read(in, budget, depth + 1));
            } else {
                skip(in, depth + 1);
            }
        }
        return layout.create(values, budget);
    }

    /** Passes over a value without creating it, so that nothing it names needs to exist any more. */
    private void skip(WireInput in, int depth) {
        if (depth > CanonicalWriter.MAX_DEPTH) {
            throw new CorruptFrameException("values nested too deep");
        }
        int tag = in.readByte();
        ScalarType<?> scalar = ScalarType.tagged(tag);
        if (scalar != null) {
            Objects.requireNonNull(scalar.reader().apply(in));
            return;
        }
        switch (tag) {
            case Tag.NULL, Tag.FALSE, Tag.TRUE, Tag.EMPTY_OPTIONAL -> {}
            case Tag.STRING, Tag.STRING_UTF16, Tag.ZONE_REGION, Tag.OBJECT -> in.skip(in.readCount(1));
            case Tag.OPTIONAL -> skip(in, depth + 1);
            case Tag.LIST, Tag.SET -> skipAll(in, in.readCount(1), depth);
            case Tag.MAP -> {
                int count = in.readCount(2);
                skipAll(in, count, depth);
                skipAll(in, count, depth);
            }
            case Tag.ENTRY -> skipAll(in, 2, depth);
            case Tag.CONTAINER -> skipContainer(in, depth);
            case Tag.ENUM -> {
                in.skip(in.readCount(1));
                in.skip(in.readCount(1));
            }
            case Tag.RECORD, Tag.FIELDS -> {
                in.skip(in.readCount(1));
                int count = in.readCount(2);
                for (int i = 0; i < count; i++) {
                    in.skip(in.readCount(1));
                    skip(in, depth + 1);
                }
            }
            default -> throw new CorruptFrameException("the tag " + tag + " is unknown");
        }
    }

    private void skipContainer(WireInput in, int depth) {
        ContainerKind kind = ContainerReader.kind(in);
        if (kind == ContainerKind.MUTABLE_ENTRY) {
            skipAll(in, 2, depth);
            return;
        }
        if (kind.isOfEnum()) {
            in.skip(in.readCount(1));
        } else if (kind.isSorted()) {
            SortOrders.read(in, () -> {
                skip(in, depth + 1);
                return Comparator.naturalOrder();
            });
        }
        boolean isMap = !kind.isList() && !kind.isSet();
        int count = in.readCount(isMap ? 2 : 1);
        skipAll(in, count, depth);
        if (isMap) {
            skipAll(in, count, depth);
        }
    }

    private void skipAll(WireInput in, int count, int depth) {
        for (int i = 0; i < count; i++) {
            skip(in, depth + 1);
        }
    }

    private static Object present(@Nullable Object value) {
        if (value == null) {
            throw new CorruptFrameException("an Optional of null");
        }
        return value;
    }
}
