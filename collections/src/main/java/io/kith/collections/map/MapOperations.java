package io.kith.collections.map;

import static io.kith.collections.wire.PayloadWriter.sizeOf;
import static io.kith.collections.wire.PayloadWriter.varLongSize;

import io.kith.collections.kind.ArgumentForm;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.PayloadReader;
import io.kith.collections.wire.PayloadWriter;
import io.kith.collections.wire.Results;
import io.kith.transport.CorruptFrameException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the operations of maps and decodes their results. Operations on several keys take keys of one partition.
 *
 * <p>{@code ttlMillis} is how long the entry is to live from when the primary logs the write, 0 for as long as
 * the collection says. Each write of an
 * entry sets its life anew: a write without a time to live makes an entry that had one live for ever. An entry is there
 * until its expiry is logged, shortly after its time.
 */
public final class MapOperations {
    private MapOperations() {}

    /** The value of a key; result: {@link Results#optionalBytes}. */
    public static byte[] get(CollectionRef collection, byte[] key) {
        return ofKey(MapCommand.GET, collection, key);
    }

    /** The value of a key and when it ends; result: {@link #timedValue}. */
    public static byte[] getEntry(CollectionRef collection, byte[] key) {
        return ofKey(MapCommand.GET_ENTRY, collection, key);
    }

    /** Whether a key is there; result: {@link Results#bool}. */
    public static byte[] containsKey(CollectionRef collection, byte[] key) {
        return ofKey(MapCommand.CONTAINS_KEY, collection, key);
    }

    /** The values of several keys; result: {@link #values}. */
    public static byte[] getAll(CollectionRef collection, List<byte[]> keys) {
        return ofKeys(MapCommand.GET_ALL, collection, keys);
    }

    /** Which of several keys are there; result: {@link #presence}. */
    public static byte[] containsKeys(CollectionRef collection, List<byte[]> keys) {
        return ofKeys(MapCommand.CONTAINS_KEYS, collection, keys);
    }

    /** Whether the partition has an entry of that value; result: {@link Results#bool}. */
    public static byte[] containsValue(CollectionRef collection, byte[] value) {
        return MapCommand.CONTAINS_VALUE
                .of(collection, value.length)
                .writeRaw(value)
                .toBytes();
    }

    /** How many entries the partition has; result: {@link Results#number}. */
    public static byte[] size(CollectionRef collection) {
        return MapCommand.SIZE.of(collection, 0).toBytes();
    }

    /**
     * Some of the partition's entries; result: {@link #page}.
     *
     * @param afterKey the last key of the page before, or null to begin
     * @param maxElements at least 1
     * @param maxBytes of keys and values together; one entry is answered even if it alone is longer
     * @param keysOnly whether values are left out
     */
    public static byte[] page(
            CollectionRef collection, byte @Nullable [] afterKey, int maxElements, int maxBytes, boolean keysOnly) {
        if (maxElements < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("a page holds at least one element of at least one byte");
        }
        int size = varLongSize(maxElements) + varLongSize(maxBytes) + 2 + (afterKey == null ? 0 : afterKey.length);
        PayloadWriter writer = MapCommand.PAGE
                .of(collection, size)
                .writeVarLong(maxElements)
                .writeVarLong(maxBytes)
                .writeBoolean(keysOnly)
                .writeBoolean(afterKey != null);
        return (afterKey == null ? writer : writer.writeRaw(afterKey)).toBytes();
    }

    /** Sets a key's value; result: the old one, {@link Results#optionalBytes}. */
    public static byte[] put(CollectionRef collection, byte[] key, byte[] value, long ttlMillis) {
        return ofEntry(MapCommand.PUT, collection, key, value, ttlMillis);
    }

    /** Sets a key's value; the result is empty. */
    public static byte[] set(CollectionRef collection, byte[] key, byte[] value, long ttlMillis) {
        return ofEntry(MapCommand.SET, collection, key, value, ttlMillis);
    }

    /** Sets a key's value if it has none; result: the one it has, {@link Results#optionalBytes}. */
    public static byte[] putIfAbsent(CollectionRef collection, byte[] key, byte[] value, long ttlMillis) {
        return ofEntry(MapCommand.PUT_IF_ABSENT, collection, key, value, ttlMillis);
    }

    /** Removes a key; result: its old value, {@link Results#optionalBytes}. */
    public static byte[] remove(CollectionRef collection, byte[] key) {
        return ofKey(MapCommand.REMOVE, collection, key);
    }

    /** Removes a key; result: whether it was there, {@link Results#bool}. */
    public static byte[] delete(CollectionRef collection, byte[] key) {
        return ofKey(MapCommand.DELETE, collection, key);
    }

    /** Removes a key if it has the value {@code expected}; result: whether it had, {@link Results#bool}. */
    public static byte[] removeIfEquals(CollectionRef collection, byte[] key, byte[] expected) {
        return MapCommand.REMOVE_IF_EQUALS
                .of(collection, sizeOf(key) + expected.length)
                .writeBytes(key)
                .writeRaw(expected)
                .toBytes();
    }

    /** Sets a key's value if it has one; result: the old one, {@link Results#optionalBytes}. */
    public static byte[] replace(CollectionRef collection, byte[] key, byte[] value, long ttlMillis) {
        return ofEntry(MapCommand.REPLACE, collection, key, value, ttlMillis);
    }

    /** Sets a key's value if it is {@code expected}; result: whether it was, {@link Results#bool}. */
    public static byte[] replaceIfEquals(
            CollectionRef collection, byte[] key, byte[] expected, byte[] value, long ttlMillis) {
        int size = sizeOf(key) + varLongSize(ttlMillis) + sizeOf(expected) + value.length;
        return MapCommand.REPLACE_IF_EQUALS
                .of(collection, size)
                .writeBytes(key)
                .writeVarLong(requireTtl(ttlMillis))
                .writeBytes(expected)
                .writeRaw(value)
                .toBytes();
    }

    /**
     * Sets or removes a key if its value is as expected; result: {@link #compareAndSetResult}.
     *
     * @param expected the value that must be there, null: none
     * @param replacement the value to set, null: remove the key
     */
    public static byte[] compareAndSet(
            CollectionRef collection,
            byte[] key,
            byte @Nullable [] expected,
            byte @Nullable [] replacement,
            long ttlMillis) {
        int size = sizeOf(key)
                + varLongSize(ttlMillis)
                + 1
                + (expected == null ? 0 : sizeOf(expected))
                + (replacement == null ? 0 : replacement.length);
        PayloadWriter writer = MapCommand.COMPARE_AND_SET
                .of(collection, size)
                .writeBytes(key)
                .writeVarLong(requireTtl(ttlMillis))
                .writeByte((expected == null ? 0 : ArgumentForm.EXPECTED_PRESENT)
                        | (replacement == null ? 0 : ArgumentForm.REPLACEMENT_PRESENT));
        if (expected != null) {
            writer.writeBytes(expected);
        }
        if (replacement != null) {
            writer.writeRaw(replacement);
        }
        return writer.toBytes();
    }

    /** Sets several keys; result: how many were not there before, {@link Results#number}. */
    public static byte[] putAll(CollectionRef collection, List<MapEntry> entries, long ttlMillis) {
        int size = varLongSize(ttlMillis) + varLongSize(entries.size());
        for (MapEntry entry : entries) {
            size += sizeOf(entry.key()) + sizeOf(entry.value());
        }
        PayloadWriter writer = MapCommand.PUT_ALL
                .of(collection, size)
                .writeVarLong(requireTtl(ttlMillis))
                .writeVarLong(entries.size());
        for (MapEntry entry : entries) {
            writer.writeBytes(entry.key()).writeBytes(entry.value());
        }
        return writer.toBytes();
    }

    /** Removes several keys; result: how many were there, {@link Results#number}. */
    public static byte[] removeAll(CollectionRef collection, List<byte[]> keys) {
        return ofKeys(MapCommand.REMOVE_ALL, collection, keys);
    }

    /** Removes all entries of the partition; result: how many, {@link Results#number}. */
    public static byte[] clear(CollectionRef collection) {
        return MapCommand.CLEAR.of(collection, 0).toBytes();
    }

    /** The result of {@link #getEntry}: null if the key is not there. */
    public static @Nullable TimedValue timedValue(byte[] payload) {
        PayloadReader reader = new PayloadReader(payload);
        if (!reader.readBoolean()) {
            reader.expectEnd();
            return null;
        }
        long expiresAtMillis = reader.readCount();
        return new TimedValue(reader.readRest(), expiresAtMillis);
    }

    /**
     * The result of {@link #getAll}: the keys' values in the order of the keys, null where there is none. The list is
     * shorter than that of the keys if the values are too long for one answer: ask again for the rest.
     *
     * @throws CorruptFrameException if it is no such payload
     */
    public static List<byte @Nullable []> values(byte[] payload) {
        PayloadReader reader = new PayloadReader(payload);
        List<byte @Nullable []> values = new ArrayList<>();
        while (reader.remaining() > 0) {
            values.add(reader.readOptionalBytes());
        }
        return values;
    }

    /**
     * The result of {@link #containsKeys}: whether each key is there, in the order of the keys.
     *
     * @throws CorruptFrameException if it is no such payload
     */
    public static boolean[] presence(byte[] payload) {
        PayloadReader reader = new PayloadReader(payload);
        boolean[] present = new boolean[reader.readCount(1)];
        for (int i = 0; i < present.length; i++) {
            present[i] = reader.readBoolean();
        }
        reader.expectEnd();
        return present;
    }

    /**
     * The result of {@link #page}.
     *
     * @throws CorruptFrameException if it is no such payload
     */
    public static MapPage page(byte[] payload) {
        PayloadReader reader = new PayloadReader(payload);
        boolean more = reader.readBoolean();
        List<MapEntry> entries = new ArrayList<>();
        while (reader.remaining() > 0) {
            entries.add(new MapEntry(reader.readBytes(), reader.readBytes()));
        }
        return new MapPage(entries, more);
    }

    /**
     * The result of {@link #compareAndSet}.
     *
     * @throws CorruptFrameException if it is no such payload
     */
    public static CompareAndSetResult compareAndSetResult(byte[] payload) {
        PayloadReader reader = new PayloadReader(payload);
        boolean applied = reader.readBoolean();
        byte[] current = null;
        if (!applied && reader.readBoolean()) {
            current = reader.readRest();
        }
        reader.expectEnd();
        return new CompareAndSetResult(applied, current);
    }

    private static byte[] ofKey(MapCommand command, CollectionRef collection, byte[] key) {
        return command.of(collection, sizeOf(key)).writeBytes(key).toBytes();
    }

    private static byte[] ofEntry(
            MapCommand command, CollectionRef collection, byte[] key, byte[] value, long ttlMillis) {
        return command.of(collection, sizeOf(key) + varLongSize(ttlMillis) + value.length)
                .writeBytes(key)
                .writeVarLong(requireTtl(ttlMillis))
                .writeRaw(value)
                .toBytes();
    }

    private static byte[] ofKeys(MapCommand command, CollectionRef collection, List<byte[]> keys) {
        int size = varLongSize(keys.size());
        for (byte[] key : keys) {
            size += sizeOf(key);
        }
        PayloadWriter writer = command.of(collection, size).writeVarLong(keys.size());
        for (byte[] key : keys) {
            writer.writeBytes(key);
        }
        return writer.toBytes();
    }

    private static long requireTtl(long ttlMillis) {
        if (ttlMillis < 0) {
            throw new IllegalArgumentException(
                    "a time to live of " + ttlMillis + " ms is negative; 0 means that the entry does not expire");
        }
        return ttlMillis;
    }
}
