package io.kith.client.grid;

import io.kith.client.ClientOptions;
import io.kith.client.ValueTooLargeException;
import io.kith.client.serialization.Serialization;
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

    /** Encodes a key or a value. */
    public byte[] encode(Object value) {
        byte[] bytes = serialization.encode(value);
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
