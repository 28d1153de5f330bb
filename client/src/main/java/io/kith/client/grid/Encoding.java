package io.kith.client.grid;

import io.kith.client.ClientOptions;
import io.kith.client.ValueTooLargeException;
import io.kith.client.serialization.ClassNotAllowedException;
import io.kith.client.serialization.Serialization;
import io.kith.client.serialization.SerializationException;
import io.kith.config.SettingKeys;
import java.util.Map;

/** Turns users' keys and values into bytes that the cluster takes, and back. */
public final class Encoding {
    private static final int QUICK_BYTES = 4_096;

    private final ClientOptions options;
    private final int maxValueBytes;
    private String allowed = "";
    private volatile Serialization serialization;

    Encoding(ClientOptions options) {
        this.options = options;
        this.maxValueBytes = options.maxValueBytes();
        this.serialization = options.serialization();
    }

    /** The cluster's settings are these from now on: they may allow classes. */
    synchronized void settingsAre(Map<String, String> settings) {
        String next = settings.getOrDefault(SettingKeys.ALLOWED_CLASSES, "");
        if (options.allowsBySetting() && !next.equals(allowed)) {
            serialization = options.serialization(next);
            allowed = next;
        }
    }

    /** The largest encoded key, value or batch, in bytes. */
    public int maxValueBytes() {
        return maxValueBytes;
    }

    /** Encodes a value, which comes back as it was. */
    public byte[] encode(Object value) {
        return bounded(serialization.encode(value), value);
    }

    /** Encodes a key, or an element of a set, which is looked for: equal ones are equal bytes. */
    public byte[] encodeKey(Object key) {
        return bounded(serialization.encodeKey(key), key);
    }

    /** The same of one that is to be stored, and to come back. */
    public byte[] encodeNewKey(Object key) {
        byte[] bytes = encodeKey(key);
        if (!Serialization.isScalar(bytes[0])) {
            Serialization.requireKeyComesBack(key);
        }
        return bytes;
    }

    /** Whether no value is equal to {@code value}, as its {@code equals} has it, that has other bytes. */
    public boolean isEqualByBytes(Object value) {
        return serialization.isEqualByBytes(value);
    }

    /** Whether {@code bytes} are those of a value that is equal to {@code value}; what cannot be read is not. */
    public boolean isEqual(Object value, byte[] bytes) {
        try {
            return value.equals(decode(bytes));
        } catch (SerializationException | ClassNotAllowedException e) {
            // What is equal to it is of its own class, or of the JDK's, and can be read.
            return false;
        }
    }

    private byte[] bounded(byte[] bytes, Object value) {
        if (bytes.length > maxValueBytes) {
            throw new ValueTooLargeException("a " + value.getClass().getName() + " of " + bytes.length
                    + " bytes is over the limit of " + maxValueBytes
                    + "; store smaller values, or raise ClientOptions.maxValueBytes and the nodes' limit");
        }
        return bytes;
    }

    /**
     * Whether the value of a payload that holds one, or none, is read in no time: a short one that holds no others. Such
     * values are read on event loops.
     */
    public static boolean isQuick(byte[] optionalPayload) {
        return optionalPayload.length <= 1
                || (optionalPayload.length <= QUICK_BYTES && Serialization.isScalar(optionalPayload[1]));
    }

    /** Reads what {@link #encode} wrote. */
    public Object decode(byte[] bytes) {
        return serialization.decode(bytes);
    }
}
