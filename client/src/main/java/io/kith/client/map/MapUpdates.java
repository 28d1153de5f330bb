package io.kith.client.map;

import io.kith.client.grid.Async;
import io.kith.client.grid.Call;
import io.kith.client.grid.Encoding;
import io.kith.client.grid.Grid;
import io.kith.client.grid.Steps;
import io.kith.client.map.KeyTurns.Left;
import io.kith.collections.map.CompareAndSetResult;
import io.kith.collections.map.MapOperations;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.Results;
import java.util.Objects;
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

    /** One update under way. The function is called where its steps are taken. */
    private final class Updating extends Steps<@Nullable V> {
        private final Update<V> update;
        private final byte @Nullable [] initial;
        private final KeyTurns.Turn turn;
        private final boolean isPart;
        private final long startNanos = System.nanoTime();
        private @Nullable Attempt<V> attempt;
        private @Nullable V updated;
        private int overtaken;
        private boolean done;

        /** An update; {@code isPart} if it was admitted as a whole. */
        Updating(Update<V> update, byte @Nullable [] initial, KeyTurns.Turn turn, boolean isPart) {
            this.update = update;
            this.initial = initial;
            this.turn = turn;
            this.isPart = isPart;
        }

        /** Begins with what the turn before left, if that is known. */
        void begin(@Nullable Left left) {
            if (left != null) {
                Attempt<V> hinted = tryWith(left.value());
                // What the turn before left may be gone by now; only the cluster can tell that there is nothing.
                attempt = hinted.changesNothing() ? null : hinted;
            }
        }

        /** Begins with a value that is, or was a moment ago, the key's. */
        void beginWith(byte @Nullable [] current) {
            attempt = tryWith(current);
        }

        private Attempt<V> tryWith(byte @Nullable [] current) {
            V fresh = update.initial();
            V next = current == null && fresh != null
                    ? fresh
                    : turn.calling(() -> update.function().apply(map.readNullable(current)));
            return new Attempt<>(current, next, next == null ? null : map.encode(next));
        }

        @Override
        protected @Nullable Call<?> next() {
            Attempt<V> tried = attempt;
            if (done || (tried != null && tried.changesNothing())) {
                return null;
            }
            int partition = map.partitionOf(update.key());
            Call<?> call = tried == null ? ask(partition) : trying(partition, tried);
            return isPart ? call.asPart() : call;
        }

        private Call<?> ask(int partition) {
            CollectionRef name = map.in(partition);
            byte[] operation = initial == null
                    ? MapOperations.get(name, update.key())
                    : MapOperations.putIfAbsent(name, update.key(), initial, MapCore.COLLECTIONS_TTL);
            return map.call(partition, operation, this::found).decoding(Encoding::isQuick);
        }

        private Call<?> trying(int partition, Attempt<V> next) {
            return map.call(partition, set(partition, next), this::tried).decoding(MapUpdates::isQuickResult);
        }

        private byte[] set(int partition, Attempt<V> next) {
            return MapOperations.compareAndSet(
                    map.in(partition), update.key(), next.current(), next.replacement(), MapCore.COLLECTIONS_TTL);
        }

        private @Nullable Void found(byte[] payload) {
            byte[] current = Results.optionalBytes(payload);
            if (current == null && initial != null) {
                end(initial, update.initial());
            } else {
                attempt = tryWith(current);
            }
            return null;
        }

        private @Nullable Void tried(byte[] payload) {
            Attempt<V> last = Objects.requireNonNull(attempt, "an answer to no attempt");
            CompareAndSetResult result = MapOperations.compareAndSetResult(payload);
            if (result.applied()) {
                end(last.replacement(), last.updated());
            } else {
                grid.requireStillInTime(startNanos, ++overtaken);
                attempt = tryWith(result.current());
            }
            return null;
        }

        private void end(byte @Nullable [] left, @Nullable V value) {
            turn.end(new Left(left));
            updated = value;
            done = true;
        }

        @Override
        @SuppressWarnings("NullAway") // It does not see that what steps result in may be nullable.
        protected @Nullable V result() {
            return updated;
        }
    }

    /** Whether it takes no time to read what an attempt came to: it succeeded, or met no value. */
    private static boolean isQuickResult(byte[] payload) {
        CompareAndSetResult result = MapOperations.compareAndSetResult(payload);
        return result.applied() || result.current() == null;
    }

    private byte @Nullable [] initialBytes(Update<V> update) {
        V initial = update.initial();
        return initial == null ? null : map.encode(initial);
    }

    /** Updates, and returns the new value, null if there is none. */
    @Nullable
    V run(Update<V> update) {
        byte[] initial = initialBytes(update);
        grid.requireMayWait();
        KeyTurns.Turn turn = map.turns().takeForThread(map.named().hash(), update.key());
        try {
            Updating updating = new Updating(update, initial, turn, false);
            updating.begin(turn.awaitBefore());
            return updating.await();
        } finally {
            turn.end(null);
        }
    }

    /** Begins with a value that is, or was a moment ago, the key's; returns the new value. */
    @Nullable
    V runFrom(Update<V> update, byte @Nullable [] current) {
        KeyTurns.Turn turn = map.turns().takeForThread(map.named().hash(), update.key());
        try {
            Updating updating = new Updating(update, null, turn, false);
            updating.beginWith(current);
            return updating.await();
        } finally {
            turn.end(null);
        }
    }

    /** A future of the new value, null if there is none. */
    CompletableFuture<@Nullable V> start(Update<V> update) {
        byte[] initial = initialBytes(update);
        if (grid.mayWait()) {
            // What event loops and decoders call is no part of what their thread calls for others.
            map.turns().requireNoRecursion(map.named().hash(), update.key());
        }
        // Counts as one operation from now on, though it may have to wait for its turn.
        Runnable release = grid.admit();
        long start = System.nanoTime();
        KeyTurns.Turn turn = map.turns().take(map.named().hash(), update.key());
        CompletableFuture<@Nullable V> result = Async.then(turn.before(), left -> {
            grid.requireInTime(start);
            Updating updating = new Updating(update, initial, turn, true);
            updating.begin(left);
            return updating.start();
        });
        Async.listen(result, (value, failure) -> {
            turn.end(null);
            release.run();
        });
        return result;
    }

    /** A future of the new value, beginning with a value that is, or was a moment ago, the key's. */
    CompletableFuture<@Nullable V> startFrom(Update<V> update, byte @Nullable [] current) {
        KeyTurns.Turn turn = map.turns().take(map.named().hash(), update.key());
        CompletableFuture<@Nullable V> result = Async.then(turn.before(), left -> {
            Updating updating = new Updating(update, null, turn, true);
            updating.beginWith(current);
            return updating.start();
        });
        Async.listen(result, (value, failure) -> turn.end(null));
        return result;
    }
}
