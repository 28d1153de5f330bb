package io.kith.client.map;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets this client's own read-modify-write operations on one key follow each other, where all but one would fail its
 * compare-and-set if they went side by side; and lets each begin with what the one before has left. Only a hint: nothing
 * rests on it, and nobody waits long for it. Knows also whose function a thread is calling, so that an update within an
 * update of the same key, which could never end, is refused.
 */
public final class KeyTurns {
    private static final Logger LOG = LoggerFactory.getLogger(KeyTurns.class);
    private static final long PATIENCE_MILLIS = 100;

    /** Longer circles of threads that wait for each other end by their patience. */
    private static final int MAX_HOPS = 64;

    private record Place(long collectionId, ByteBuffer key) {}

    /** What a key had when a turn ended; null if nothing. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Left(byte @Nullable [] value) {}

    /** A thread that updates and waits. */
    private static final class Caller {
        /** The turn whose function it is calling, the innermost if there are several; only the thread itself asks. */
        @Nullable
        Turn calling;

        /** The turn that it waits for to end. */
        volatile @Nullable Turn waitsFor;
    }

    private final Map<Place, Turn> last = new ConcurrentHashMap<>();
    private final ThreadLocal<Caller> callers = ThreadLocal.withInitial(Caller::new);

    /** Nobody is at it. */
    public KeyTurns() {}

    /** Takes the next turn for a key, for an operation that no thread waits for; it must be ended. */
    Turn take(long collectionId, byte[] key) {
        return take(new Place(collectionId, ByteBuffer.wrap(key)), null);
    }

    /**
     * Takes the next turn for a key, for an operation of this thread, which waits for it; it must be ended.
     *
     * @throws IllegalStateException if this thread is calling the function of another update of the same key
     */
    Turn takeForThread(long collectionId, byte[] key) {
        Place place = new Place(collectionId, ByteBuffer.wrap(key));
        Caller caller = callers.get();
        requireNoRecursion(place, caller);
        return take(place, caller);
    }

    /**
     * Fails if this thread is calling the function of an update of that key.
     *
     * @throws IllegalStateException if so
     */
    void requireNoRecursion(long collectionId, byte[] key) {
        Caller caller = callers.get();
        if (caller.calling != null) {
            requireNoRecursion(new Place(collectionId, ByteBuffer.wrap(key)), caller);
        }
    }

    private static void requireNoRecursion(Place place, Caller caller) {
        for (Turn each = caller.calling; each != null; each = each.outer) {
            if (each.place.equals(place)) {
                throw new IllegalStateException("recursive update: a function that updates a key updates the same key,"
                        + " which would never end; return the new value instead");
            }
        }
    }

    private Turn take(Place place, @Nullable Caller caller) {
        Turn turn = new Turn(place, caller);
        turn.before = last.put(place, turn);
        return turn;
    }

    /** One operation's turn. */
    final class Turn {
        private final Place place;
        private final @Nullable Caller caller;
        private final @Nullable Turn outer;
        private final CompletableFuture<@Nullable Left> over = new CompletableFuture<>();
        private volatile @Nullable Turn before;

        private Turn(Place place, @Nullable Caller caller) {
            this.place = place;
            this.caller = caller;
            this.outer = caller == null ? null : caller.calling;
        }

        /**
         * A future that completes when the turn before is over: what it left, null if that is not known. What a thread
         * does in its turn may itself wait for this one's end, so its end is not waited for long.
         */
        CompletableFuture<@Nullable Left> before() {
            Turn prior = before;
            if (prior == null) {
                return CompletableFuture.completedFuture(null);
            }
            if (prior.caller == null || prior.over.isDone()) {
                return prior.over;
            }
            return prior.over.copy().completeOnTimeout(null, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }

        /** Waits a little for the turn before; returns what it left, null if that is not known. */
        @Nullable
        Left awaitBefore() {
            Turn prior = before;
            if (prior == null) {
                return null;
            }
            if (prior.over.isDone()) {
                return prior.over.isCompletedExceptionally() ? null : prior.over.join();
            }
            return awaitEndOf(prior, Objects.requireNonNull(caller, "a turn of no thread's waits for none"));
        }

        private @Nullable Left awaitEndOf(Turn prior, Caller self) {
            self.waitsFor = prior;
            try {
                if (outer != null && waitsForItself(self)) {
                    return null;
                }
                return prior.over.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                LOG.trace("went ahead without waiting for its turn", e);
                return null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            } finally {
                self.waitsFor = null;
            }
        }

        /** Calls a user's function in this turn; what it updates meanwhile is known to be within it. */
        <T extends @Nullable Object> T calling(Supplier<T> function) {
            Caller self = caller;
            if (self == null) {
                return function.get();
            }
            self.calling = this;
            try {
                return function.get();
            } finally {
                self.calling = outer;
            }
        }

        /** Ends the turn; only the first call counts. */
        void end(@Nullable Left left) {
            last.remove(place, this);
            before = null;
            over.complete(left);
        }
    }

    /** Whether whom {@code self} waits for waits, maybe by way of others, for {@code self}: one of them has to go ahead. */
    private static boolean waitsForItself(Caller self) {
        Turn awaited = self.waitsFor;
        for (int hops = 0; awaited != null && hops < MAX_HOPS; hops++) {
            Caller holder = awaited.caller;
            if (holder == self) {
                return true;
            }
            awaited = holder == null ? null : holder.waitsFor;
        }
        return false;
    }
}
