package io.kith.client.serialization;

import io.kith.client.serialization.CanonicalWriter.Purpose;
import io.kith.client.serialization.CanonicalWriter.Trier;
import java.net.URI;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns users' objects into bytes and back. Strings, boxed primitives, primitive arrays, {@code UUID}, {@code BigInteger},
 * {@code BigDecimal}, {@code java.time}, {@code Optional}, enums, records, and the JDK's lists, sets and maps have encodings of their
 * own; all else goes through an {@link ObjectSerializer}. A value comes back as it was: its sets and maps in their order, the
 * collections that users can name as themselves; what would lose something is refused. A key is the same bytes as every key
 * that is equal to it, and comes back in that form; classes of which that is not so are refused. Safe for use by many threads.
 */
public final class Serialization {
    private final ClassCatalog classes;
    private final CanonicalWriter values;
    private final CanonicalWriter keys;
    private final CanonicalReader reader;
    private final boolean recordsByBytes;

    /**
     * Makes a serialization.
     *
     * @param allowed the classes that may be written and read
     * @param loader loads classes that bytes name
     * @param own writes and reads what has no canonical encoding, instead of Kryo; null for Kryo
     */
    public Serialization(AllowedClasses allowed, ClassLoader loader, @Nullable ObjectSerializer own) {
        classes = new ClassCatalog(allowed, loader);
        ObjectSerializer objects = own != null ? own : new KryoSerializer(allowed, loader, classes);
        boolean recordsAsObjects = own instanceof JsonSerializer;
        reader = new CanonicalReader(classes, objects);
        recordsByBytes = own == null;
        Function<Purpose, CanonicalWriter> writers =
                purpose -> new CanonicalWriter(classes, objects, own != null, recordsAsObjects, purpose);
        values = writers.apply(Purpose.VALUE).trying(new ValueTrier(writers.apply(Purpose.VALUE)));
        keys = writers.apply(Purpose.KEY).trying(new KeyTrier(writers.apply(Purpose.KEY), reader));
    }

    /** Tries whether records come back as they are; what becomes of other objects is the serializer's. */
    private record ValueTrier(CanonicalWriter onTrial) implements Trier {
        @Override
        public boolean isPassed(Layout layout) {
            return !(layout instanceof RecordLayout record)
                    || record.valueTrial().isPassed();
        }

        @Override
        public void require(Layout layout, Object value) {
            if (layout instanceof RecordLayout record) {
                record.valueTrial().require(record, value, onTrial::write);
            }
        }
    }

    /** Tries whether equal objects have equal bytes. */
    private record KeyTrier(CanonicalWriter onTrial, CanonicalReader reader) implements Trier {
        @Override
        public boolean isPassed(Layout layout) {
            return layout.keyTrial().isPassed();
        }

        @Override
        public void require(Layout layout, Object value) {
            layout.keyTrial().require(layout, value, onTrial::write, reader::read);
        }
    }

    /**
     * Writes {@code value} so that it comes back as it was. Equal values may be different bytes.
     *
     * @throws NullPointerException if it is null
     * @throws ClassNotAllowedException if it is, or contains, an object of a class that is not allowed
     * @throws SerializationException if it cannot be written for another reason
     */
    public byte[] encode(Object value) {
        if (value instanceof String text) {
            return StringCodec.encode(text);
        }
        if (value instanceof Long number) {
            return encodeInteger(Tag.LONG, number);
        }
        if (value instanceof Integer number) {
            return encodeInteger(Tag.INT, number);
        }
        return values.write(Objects.requireNonNull(value, "Kith's collections hold no nulls"));
    }

    /**
     * Writes a key, or an element of a set: equal ones give the same bytes, in whatever order sets and maps in them were filled, of
     * whichever classes its lists, sets and maps are, and whichever of its parts are the same object.
     *
     * @throws NullPointerException if it is null
     * @throws ClassNotAllowedException if it is, or contains, an object of a class that is not allowed
     * @throws SerializationException if it cannot be written for another reason, or equal objects of a class would not be equal
     *     bytes
     */
    public byte[] encodeKey(Object key) {
        if (key instanceof String text) {
            return StringCodec.encode(text);
        }
        if (key instanceof Long number) {
            return encodeInteger(Tag.LONG, number);
        }
        if (key instanceof Integer number) {
            return encodeInteger(Tag.INT, number);
        }
        return keys.write(Objects.requireNonNull(key, "Kith's collections hold no nulls"));
    }

    /**
     * Fails if a key is of a class of the JDK's that does not come back, though users can tell: a {@code TreeSet} as a key would
     * come back as a {@code LinkedHashSet}.
     *
     * @throws SerializationException if it is
     */
    public static void requireKeyComesBack(Object key) {
        if (key.getClass().getName().startsWith("java.") && ContainerKind.losesItself(key)) {
            throw new SerializationException(
                    "a " + key.getClass().getName() + " is no key, and no element of a set, as it would "
                            + "come back as another class: copy it by List.copyOf, Set.copyOf or Map.copyOf");
        }
    }

    /** Whether no value is equal to {@code value}, as its {@code equals} has it, that has other bytes. */
    public boolean isEqualByBytes(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Enum) {
            return true;
        }
        Class<?> type = value.getClass();
        if (ScalarType.of(type) != null) {
            return type != URI.class && type != Date.class;
        }
        if (value instanceof Optional<?> optional) {
            return isEqualByBytes(optional.orElse(null));
        }
        return recordsByBytes && type.isRecord() && isEqualByBytes(classes.layoutOf(type), value);
    }

    private boolean isEqualByBytes(RecordLayout layout, Object value) {
        if (!layout.keyTrial().isPassed()) {
            try {
                keys.write(value);
            } catch (SerializationException e) {
                // It is no key, as its bytes do not say what it is equal to.
                return false;
            }
        }
        return layout.keyTrial().isPassed() && layout.valuesOf(value).stream().allMatch(this::isEqualByBytes);
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws ClassNotAllowedException if the bytes name a class that is not allowed; it was then not loaded
     * @throws SerializationException if they cannot be read for another reason
     */
    public Object decode(byte[] bytes) {
        if (bytes.length > 1) {
            int tag = bytes[0];
            if (tag == Tag.STRING) {
                return StringCodec.decode(bytes);
            }
            if (tag == Tag.LONG) {
                return decodeInteger(bytes);
            }
            if (tag == Tag.INT) {
                return (int) decodeInteger(bytes);
            }
        }
        return reader.read(bytes);
    }

    /** Whether an encoding that begins with {@code tag} holds a string, number or the like, and no other values. */
    public static boolean isScalar(byte tag) {
        return tag >= 0 && tag <= Tag.EMPTY_OPTIONAL;
    }

    private static byte[] encodeInteger(int tag, long value) {
        long rest = (value << 1) ^ (value >> 63);
        int size = 1 + Math.max(1, (70 - Long.numberOfLeadingZeros(rest)) / 7);
        byte[] bytes = new byte[size];
        bytes[0] = (byte) tag;
        for (int i = 1; i < size; i++) {
            bytes[i] = (byte) (i == size - 1 ? rest : (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return bytes;
    }

    private static long decodeInteger(byte[] bytes) {
        long folded = 0;
        int last = bytes.length - 1;
        for (int i = 1; i <= last; i++) {
            boolean more = bytes[i] < 0;
            if (i > 10 || more == (i == last)) {
                throw new SerializationException("these bytes are no number that Kith wrote");
            }
            folded |= (long) (bytes[i] & 0x7F) << (7 * (i - 1));
        }
        return (folded >>> 1) ^ -(folded & 1);
    }
}
