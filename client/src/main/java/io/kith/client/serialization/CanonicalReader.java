package io.kith.client.serialization;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.WireInput;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link CanonicalWriter} wrote: lists as {@link ArrayList}, sets as {@link LinkedHashSet} and maps as
 * {@link LinkedHashMap}. The bytes are not trusted: they cost no more memory than a small multiple of their length and
 * no more work than their {@link DecodingBudget}, and a class that they name is loaded only if it is allowed.
 */
final class CanonicalReader {
    /** No collection is created larger than this before its elements have been seen. */
    private static final int MAX_INITIAL_CAPACITY = 1_024;

    private final ClassCatalog classes;
    private final ObjectSerializer objects;

    CanonicalReader(ClassCatalog classes, ObjectSerializer objects) {
        this.classes = classes;
        this.objects = objects;
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

    private @Nullable Object read(WireInput in, DecodingBudget budget, int depth) {
        if (depth > CanonicalWriter.MAX_DEPTH) {
            throw new CorruptFrameException("values nested too deep");
        }
        int tag = in.readByte();
        ScalarType<?> scalar = ScalarType.tagged(tag);
        if (scalar != null) {
            return scalar.reader().apply(in);
        }
        return switch (tag) {
            case Tag.NULL -> null;
            case Tag.FALSE -> false;
            case Tag.TRUE -> true;
            case Tag.STRING -> in.readString();
            case Tag.STRING_UTF16 -> StringCodec.readUtf16(in);
            case Tag.ZONE_REGION -> ZoneId.of(in.readString());
            case Tag.EMPTY_OPTIONAL -> Optional.empty();
            case Tag.OPTIONAL -> Optional.of(present(read(in, budget, depth + 1)));
            case Tag.LIST -> readList(in, budget, depth);
            case Tag.SET -> readSet(in, budget, depth);
            case Tag.MAP -> readMap(in, budget, depth);
            case Tag.ENTRY -> readEntry(in, budget, depth);
            case Tag.ENUM -> classes.constant(in.readString(), in.readString());
            case Tag.RECORD -> readRecord(in, budget, depth);
            case Tag.OBJECT -> readObject(in.readBytes(), budget);
            default ->
                throw new CorruptFrameException("the tag " + tag + " is unknown; was it written by a newer Kith?");
        };
    }

    private List<@Nullable Object> readList(WireInput in, DecodingBudget budget, int depth) {
        int count = in.readCount(1);
        List<@Nullable Object> list = new ArrayList<>(Math.min(count, MAX_INITIAL_CAPACITY));
        for (int i = 0; i < count; i++) {
            list.add(read(in, budget, depth + 1));
        }
        return list;
    }

    private Set<@Nullable Object> readSet(WireInput in, DecodingBudget budget, int depth) {
        int count = in.readCount(1);
        Set<@Nullable Object> set = new LinkedHashSet<>();
        DecodingBudget.Keys keys = new DecodingBudget.Keys(budget);
        for (int i = 0; i < count; i++) {
            set.add(readKey(in, budget, depth, keys, set));
        }
        return set;
    }

    private Map<@Nullable Object, @Nullable Object> readMap(WireInput in, DecodingBudget budget, int depth) {
        int count = in.readCount(2);
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        DecodingBudget.Keys keys = new DecodingBudget.Keys(budget);
        for (int i = 0; i < count; i++) {
            Object key = readKey(in, budget, depth, keys, map.keySet());
            map.put(key, read(in, budget, depth + 1));
        }
        return map;
    }

    /** Reads what is going to be hashed, and pays for that. */
    private @Nullable Object readKey(
            WireInput in,
            DecodingBudget budget,
            int depth,
            DecodingBudget.Keys keys,
            Iterable<? extends @Nullable Object> before) {
        int startRemaining = in.remaining();
        long startShared = budget.sharedSteps();
        Object key = read(in, budget, depth + 1);
        long readBytes = (long) startRemaining - in.remaining();
        keys.pay(key, DecodingBudget.sum(readBytes, budget.sharedSteps() - startShared), before);
        return key;
    }

    private Object readObject(byte[] bytes, DecodingBudget budget) {
        return objects instanceof KryoSerializer kryo ? kryo.deserialize(bytes, budget) : objects.deserialize(bytes);
    }

    private Map.Entry<@Nullable Object, @Nullable Object> readEntry(WireInput in, DecodingBudget budget, int depth) {
        Object key = read(in, budget, depth + 1);
        return new AbstractMap.SimpleImmutableEntry<>(key, read(in, budget, depth + 1));
    }

    /** Reads a record by its components' names: those it lacks get defaults, those unknown are dropped. */
    private Object readRecord(WireInput in, DecodingBudget budget, int depth) {
        RecordLayout layout = classes.recordLayout(in.readString());
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
        return layout.create(values);
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
            case Tag.ENUM -> {
                in.skip(in.readCount(1));
                in.skip(in.readCount(1));
            }
            case Tag.RECORD -> {
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
