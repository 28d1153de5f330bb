package io.kith.client.map;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets this client's own read-modify-write operations on one key follow each other, where all but one would fail its
 * compare-and-set if they went side by side; and lets each begin with what the one before has left. Only a hint: nothing
 * rests on it, and nobody waits long for it.
 */
public final class KeyTurns {
    private static final Logger LOG = LoggerFactory.getLogger(KeyTurns.class);
    private static final long PATIENCE_MILLIS = 100;

    private record Place(long collectionId, ByteBuffer key) {}

    /** What a key had when a turn ended; null if nothing. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Left(byte @Nullable [] value) {}

    private final Map<Place, Turn> last = new ConcurrentHashMap<>();

    /** Nobody is at it. */
    public KeyTurns() {}

    /** Takes the next turn for a key; it must be ended. */
    Turn take(long collectionId, byte[] key) {
        Place place = new Place(collectionId, ByteBuffer.wrap(key));
        Turn turn = new Turn(place);
        Turn before = last.put(place, turn);
        turn.before = before == null ? CompletableFuture.completedFuture(null) : before.over;
        return turn;
    }

    /** One operation's turn. */
    final class Turn {
        private final Place place;
        private final CompletableFuture<@Nullable Left> over = new CompletableFuture<>();
        private CompletableFuture<@Nullable Left> before = CompletableFuture.completedFuture(null);

        private Turn(Place place) {
            this.place = place;
        }

        /** A future that completes when the turn before is over: what it left, null if that is not known. */
        CompletableFuture<@Nullable Left> before() {
            return before;
        }

        /** Waits a little for the turn before; returns what it left, null if that is not known. */
        @Nullable
        Left awaitBefore() {
            try {
                return before.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                LOG.trace("went ahead without waiting for its turn", e);
                return null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        /** Ends the turn; only the first call counts. */
        void end(@Nullable Left left) {
            last.remove(place, this);
            before = CompletableFuture.completedFuture(null);
            over.complete(left);
        }
    }
}
