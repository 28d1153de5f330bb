package io.kith.client.serialization;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns users' objects into bytes and back. Equal values of these types give equal bytes, and so are equal keys:
 * strings, boxed primitives, primitive arrays, {@code UUID}, {@code BigInteger}, {@code BigDecimal}, {@code java.time},
 * {@code Optional}, enums, records, and the JDK's lists, sets and maps of those. All else goes through an
 * {@link ObjectSerializer}. Safe for use by many threads.
 */
public final class Serialization {
    private final CanonicalWriter writer;
    private final CanonicalReader reader;

    /**
     * Makes a serialization.
     *
     * @param allowed the classes that may be written and read
     * @param loader loads classes that bytes name
     * @param own writes and reads what has no canonical encoding, instead of Kryo; null for Kryo
     */
    public Serialization(AllowedClasses allowed, ClassLoader loader, @Nullable ObjectSerializer own) {
        ClassCatalog classes = new ClassCatalog(allowed, loader);
        ObjectSerializer objects = own != null ? own : new KryoSerializer(allowed, loader, classes);
        this.writer = new CanonicalWriter(classes, objects, own != null, own instanceof JsonSerializer);
        this.reader = new CanonicalReader(classes, objects);
    }

    /**
     * Writes {@code value}.
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
        return writer.write(Objects.requireNonNull(value, "Kith's collections hold no nulls"));
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
