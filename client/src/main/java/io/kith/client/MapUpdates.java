package io.kith.client;

import io.kith.client.KeyTurns.Left;
import io.kith.collections.map.CompareAndSetResult;
import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.Results;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a key's value by what a function makes of it, atomically: the function runs here, and its result is set if the
 * value is still the one that it was given; else again.
 */
final class MapUpdates<K, V> {
    private final MapCore<K, V> map;
    private final Grid grid;

    MapUpdates(MapCore<K, V> map) {
        this.map = map;
        this.grid = map.grid();
    }

    /**
     * An update of one key.
     *
     * @param key encoded
     * @param initial what to set, without asking the function, if there is no value; null to ask it then too
     * @param function makes the new value of the old one, null standing for none
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Update<V>(byte[] key, @Nullable V initial, Function<@Nullable V, ? extends @Nullable V> function) {}

    /** What to try next. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Attempt<V>(
            byte @Nullable [] current, @Nullable V updated, byte @Nullable [] replacement) {
        boolean changesNothing() {
            return current == null && replacement == null;
        }
    }

    private byte[] first(Update<V> update, byte @Nullable [] initial) {
        return initial == null
                ? MapOperations.get(map.id(), update.key())
                : MapOperations.putIfAbsent(map.id(), update.key(), initial, map.defaultTtlMillis());
    }

    private byte @Nullable [] initialBytes(Update<V> update) {
        V initial = update.initial();
        return initial == null ? null : grid.encode(initial);
    }

    private Attempt<V> attempt(Update<V> update, byte @Nullable [] current) {
        V updated = current == null && update.initial() != null
                ? update.initial()
                : update.function().apply(map.readNullable(current));
        return new Attempt<>(current, updated, updated == null ? null : grid.encode(updated));
    }

    private byte[] compareAndSet(Update<V> update, Attempt<V> attempt) {
        return MapOperations.compareAndSet(
                map.id(), update.key(), attempt.current(), attempt.replacement(), map.defaultTtlMillis());
    }

    // ---- waiting

    /** Updates, and returns the new value, null if there is none. */
    @Nullable
    V run(Update<V> update) {
        byte[] initial = initialBytes(update);
        grid.requireMayWait();
        KeyTurns.Turn turn = grid.turns().take(map.id(), update.key());
        try {
            Left left = turn.awaitBefore();
            boolean hinted = left != null;
            byte[] current = left != null ? left.value() : null;
            while (true) {
                if (!hinted) {
                    current = Results.optionalBytes(map.call(update.key(), first(update, initial)));
                    if (current == null && initial != null) {
                        turn.end(new Left(initial));
                        return update.initial();
                    }
                }
                Attempt<V> attempt = attempt(update, current);
                if (attempt.changesNothing() && hinted) {
                    // What the turn before left may be gone by now; only the cluster can tell that there is nothing.
                    hinted = false;
                    continue;
                }
                return settle(update, attempt, turn);
            }
        } finally {
            turn.end(null);
        }
    }

    /** Begins with a value that is, or was a moment ago, the key's; returns the new value. */
    @Nullable
    V runFrom(Update<V> update, byte @Nullable [] current) {
        KeyTurns.Turn turn = grid.turns().take(map.id(), update.key());
        try {
            return settle(update, attempt(update, current), turn);
        } finally {
            turn.end(null);
        }
    }

    private @Nullable V settle(Update<V> update, Attempt<V> first, KeyTurns.Turn turn) {
        Attempt<V> attempt = first;
        while (!attempt.changesNothing()) {
            CompareAndSetResult result =
                    MapOperations.compareAndSetResult(map.call(update.key(), compareAndSet(update, attempt)));
            if (result.applied()) {
                turn.end(new Left(attempt.replacement()));
                return attempt.updated();
            }
            attempt = attempt(update, result.current());
        }
        return null;
    }

    // ---- not waiting

    /** A future of the new value, null if there is none. */
    CompletableFuture<@Nullable V> start(Update<V> update) {
        byte[] initial = initialBytes(update);
        // Counts as one operation from now on, though it may have to wait for its turn.
        Runnable release = grid.admit();
        long start = System.nanoTime();
        KeyTurns.Turn turn = grid.turns().take(map.id(), update.key());
        CompletableFuture<@Nullable V> result = Async.then(turn.before(), left -> {
            grid.requireInTime(start);
            return left == null ? begin(update, initial, turn) : beginWith(update, initial, left, turn);
        });
        Async.listen(result, (value, failure) -> {
            turn.end(null);
            release.run();
        });
        return result;
    }

    private CompletableFuture<@Nullable V> begin(Update<V> update, byte @Nullable [] initial, KeyTurns.Turn turn) {
        return Async.then(map.submitAdmitted(update.key(), first(update, initial)), payload -> {
            byte[] current = Results.optionalBytes(payload);
            if (current == null && initial != null) {
                turn.end(new Left(initial));
                return CompletableFuture.completedFuture(update.initial());
            }
            return settleLater(update, attempt(update, current), turn);
        });
    }

    private CompletableFuture<@Nullable V> beginWith(
            Update<V> update, byte @Nullable [] initial, Left left, KeyTurns.Turn turn) {
        Attempt<V> attempt = attempt(update, left.value());
        return attempt.changesNothing() ? begin(update, initial, turn) : settleLater(update, attempt, turn);
    }

    private CompletableFuture<@Nullable V> settleLater(Update<V> update, Attempt<V> attempt, KeyTurns.Turn turn) {
        if (attempt.changesNothing()) {
            return CompletableFuture.completedFuture(null);
        }
        return Async.then(map.submitAdmitted(update.key(), compareAndSet(update, attempt)), payload -> {
            CompareAndSetResult result = MapOperations.compareAndSetResult(payload);
            if (result.applied()) {
                turn.end(new Left(attempt.replacement()));
                return CompletableFuture.completedFuture(attempt.updated());
            }
            return settleLater(update, attempt(update, result.current()), turn);
        });
    }

    /** A future of the new value, beginning with a value that is, or was a moment ago, the key's. */
    CompletableFuture<@Nullable V> startFrom(Update<V> update, byte @Nullable [] current) {
        KeyTurns.Turn turn = grid.turns().take(map.id(), update.key());
        CompletableFuture<@Nullable V> result =
                Async.then(turn.before(), left -> settleLater(update, attempt(update, current), turn));
        Async.listen(result, (value, failure) -> turn.end(null));
        return result;
    }
}
