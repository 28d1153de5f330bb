package io.kith.client.map;

import io.kith.client.grid.Call;
import io.kith.client.grid.Encoding;
import io.kith.client.grid.Steps;
import io.kith.collections.map.CompareAndSetResult;
import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.Results;
import org.jspecify.annotations.Nullable;

/**
 * Replaces or removes a key's value if it is equal to one that is expected; results in whether it was. The cluster compares
 * bytes. If it says no, and equal values may have other bytes, as those of lists, sets, maps and users' objects may, the value is
 * read and compared here, and the cluster is asked again with its very bytes.
 */
final class Conditional extends Steps<Boolean> {
    private final MapCore<?, ?> map;
    private final byte[] key;
    private final Object expected;
    private final byte @Nullable [] replacement;
    private final int partition;
    private byte @Nullable [] first;
    private byte @Nullable [] candidate;
    private boolean done;
    private boolean applied;

    /**
     * One update.
     *
     * @param key encoded
     * @param replacement encoded; null to remove the key
     * @param first the operation that asks with the bytes of {@code expected}
     */
    private Conditional(
            MapCore<?, ?> map,
            int partition,
            byte[] key,
            Object expected,
            byte @Nullable [] replacement,
            byte[] first) {
        this.map = map;
        this.partition = partition;
        this.key = key;
        this.expected = expected;
        this.replacement = replacement;
        this.first = first;
    }

    static <K, V> Conditional replacing(MapCore<K, V> map, K key, V expected, V value) {
        byte[] encoded = map.encodeKey(key);
        byte[] replacement = map.encode(value);
        int partition = map.partitionOf(encoded);
        byte[] operation = MapOperations.replaceIfEquals(
                map.in(partition), encoded, map.encode(expected), replacement, MapCore.COLLECTIONS_TTL);
        return new Conditional(map, partition, encoded, expected, replacement, operation);
    }

    static Conditional removing(MapCore<?, ?> map, Object key, Object expected) {
        byte[] encoded = map.encodeKey(key);
        int partition = map.partitionOf(encoded);
        byte[] operation = MapOperations.removeIfEquals(map.in(partition), encoded, map.encode(expected));
        return new Conditional(map, partition, encoded, expected, null, operation);
    }

    private Encoding encoding() {
        return map.grid().encoding();
    }

    @Override
    protected @Nullable Call<?> next() {
        if (done) {
            return null;
        }
        byte[] exact = first;
        if (exact != null) {
            first = null;
            return map.call(partition, exact, this::answered)
                    .decoding(payload -> expected instanceof String || Results.bool(payload));
        }
        byte[] found = candidate;
        if (found != null) {
            candidate = null;
            byte[] exchange =
                    MapOperations.compareAndSet(map.in(partition), key, found, replacement, MapCore.COLLECTIONS_TTL);
            return map.call(partition, exchange, this::tried).decoding(payload -> false);
        }
        return map.call(partition, MapOperations.get(map.in(partition), key), this::found)
                .decoding(payload -> false);
    }

    private @Nullable Void answered(byte[] payload) {
        applied = Results.bool(payload);
        done = applied || encoding().isEqualByBytes(expected);
        return null;
    }

    private @Nullable Void found(byte[] payload) {
        return compare(Results.optionalBytes(payload));
    }

    private @Nullable Void compare(byte @Nullable [] current) {
        if (current != null && encoding().isEqual(expected, current)) {
            candidate = current;
        } else {
            done = true;
        }
        return null;
    }

    private @Nullable Void tried(byte[] payload) {
        CompareAndSetResult result = MapOperations.compareAndSetResult(payload);
        if (result.applied()) {
            applied = true;
            done = true;
            return null;
        }
        return compare(result.current());
    }

    @Override
    protected Boolean result() {
        return applied;
    }
}
