package io.kith.client.sequence;

import io.kith.client.grid.Async;
import io.kith.client.grid.Call;
import io.kith.client.grid.Undo;
import io.kith.collections.sequence.DequeOperations;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts elements back, their very bytes, at the end of a deque from which they were taken. If others have filled a bounded deque
 * meanwhile, what does not fit waits in the cluster for room, before all others at that end, for as long as this client lives.
 */
final class GivingBack {
    private static final Logger LOG = LoggerFactory.getLogger(GivingBack.class);

    private final DequeCore<?> deque;
    private final boolean first;

    GivingBack(DequeCore<?> deque, boolean first) {
        this.deque = deque;
        this.first = first;
    }

    /**
     * Puts elements back; results in what came of it, in words.
     *
     * @param taken in the order in which they were taken
     */
    Call<String> call(List<byte[]> taken) {
        List<byte[]> lastFirst = new ArrayList<>(taken);
        Collections.reverse(lastFirst);
        return deque.call(DequeOperations.offerAll(deque.name(), first, lastFirst), payload -> {
            int back = Math.toIntExact(Results.number(payload));
            if (back == lastFirst.size()) {
                return back + " elements were put back where they were taken from";
            }
            waitForRoom(lastFirst, back);
            return back + " elements were put back where they were taken from, and " + (lastFirst.size() - back)
                    + " go back as soon as there is room, as others have filled the deque meanwhile";
        });
    }

    /** The same without waiting. */
    CompletableFuture<String> start(List<byte[]> taken) {
        return taken.isEmpty() ? Undo.nothing() : call(taken).start();
    }

    /** The same, of which nobody wants to know what came of it. */
    void quietly(List<byte[]> taken) {
        Async.listen(start(taken), (words, failure) -> {
            if (failure != null) {
                LOG.warn("{} elements that nobody waited for could not be put back", taken.size(), failure);
            }
        });
    }

    private void waitForRoom(List<byte[]> lastFirst, int place) {
        if (place == lastFirst.size()) {
            return;
        }
        Async.listen(deque.putEncoded(first, lastFirst.get(place), null).start(), (done, failure) -> {
            if (failure == null) {
                waitForRoom(lastFirst, place + 1);
            } else {
                LOG.warn(
                        "{} elements that could not be read, or not be handed over, could not be put back either",
                        lastFirst.size() - place,
                        failure);
            }
        });
    }
}
