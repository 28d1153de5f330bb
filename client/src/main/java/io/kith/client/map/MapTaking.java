package io.kith.client.map;

import io.kith.client.KithException;
import io.kith.client.grid.Async;
import io.kith.client.grid.Call;
import io.kith.client.grid.Care;
import io.kith.client.grid.Undo;
import io.kith.client.serialization.ClassNotAllowedException;
import io.kith.client.serialization.SerializationException;
import io.kith.collections.map.CompareAndSetResult;
import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.Results;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The operations of maps that bring the value which they replace or remove, so that it is brought or stays. Carefully, the value
 * is read first, and replaced only if it is still there. Otherwise it is replaced at once, and put back if it cannot be read
 * and nobody has written the key since; it then lives as long as the map's entries do.
 */
final class MapTaking<V> {
    private final MapCore<?, V> map;
    private final Care care;

    MapTaking(MapCore<?, V> map, Care care) {
        this.map = map;
        this.care = care;
    }

    private @Nullable V read(byte @Nullable [] value) {
        try {
            return map.readNullable(value);
        } catch (RuntimeException e) {
            care.failed();
            if (e instanceof SerializationException || e instanceof ClassNotAllowedException) {
                e.addSuppressed(new KithException("nothing was changed, as the value that would be "
                        + "returned cannot be read here; set(key, value) and keySet().remove(key) return none"));
            }
            throw e;
        }
    }

    // ---- carefully

    @Nullable
    V put(byte[] key, byte[] value, long ttlMillis) {
        return exchange(key, value, ttlMillis, true);
    }

    @Nullable
    V replace(byte[] key, byte[] value) {
        return exchange(key, value, MapCore.COLLECTIONS_TTL, false);
    }

    @Nullable
    V remove(byte[] key) {
        return exchange(key, null, MapCore.COLLECTIONS_TTL, false);
    }

    private @Nullable V exchange(byte[] key, byte @Nullable [] replacement, long ttlMillis, boolean ifAbsentToo) {
        byte[] current = map.getEncoded(key).await();
        while (true) {
            V before = read(current);
            if (before == null && !ifAbsentToo) {
                return null;
            }
            CompareAndSetResult result =
                    compareAndSet(key, current, replacement, ttlMillis).await();
            if (result.applied()) {
                return before;
            }
            current = result.current();
        }
    }

    private Call<CompareAndSetResult> compareAndSet(
            byte[] key, byte @Nullable [] expected, byte @Nullable [] replacement, long ttlMillis) {
        int partition = map.partitionOf(key);
        byte[] operation = MapOperations.compareAndSet(map.in(partition), key, expected, replacement, ttlMillis);
        return map.call(partition, operation, MapOperations::compareAndSetResult);
    }

    // ---- taking back

    CompletableFuture<String> unreplace(byte[] key, byte[] value, byte[] payload) {
        return putBack(key, value, payload);
    }

    CompletableFuture<String> unremove(byte[] key, byte[] payload) {
        return putBack(key, null, payload);
    }

    private CompletableFuture<String> putBack(byte[] key, byte @Nullable [] now, byte[] payload) {
        byte[] before = Results.optionalBytes(payload);
        if (before == null) {
            return Undo.nothing();
        }
        care.failed();
        return Async.map(
                compareAndSet(key, now, before, MapCore.COLLECTIONS_TTL).start(),
                result -> result.applied()
                        ? "the value that cannot be read was put back"
                        : "the key was written by somebody else at once, so that nothing was put back");
    }
}
