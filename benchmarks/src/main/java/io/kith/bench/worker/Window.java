package io.kith.bench.worker;

import io.kith.bench.peer.PeerClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Operations of one thread that are under way, 256 at most. When there are so many the thread waits until the oldest 64
 * are done: it is woken for a batch, not for each, as a program would arrange it too.
 */
final class Window {
    /** How many may be under way. */
    static final int SIZE = 256;

    private static final int BATCH = 64;
    private static final int FLUSH_EVERY = 32;
    private static final int WAIT_SECONDS = 60;

    private final PeerClient client;
    private final @Nullable CompletableFuture<?>[] slots = new CompletableFuture<?>[SIZE];
    private long started;
    private long done;

    Window(PeerClient client) {
        this.client = client;
    }

    /** Waits until one more may be under way. */
    void makeRoom() throws Exception {
        if (started - done >= SIZE) {
            client.flush();
            finish(BATCH);
        }
    }

    /** Adds one. */
    void add(CompletableFuture<?> operation) {
        slots[(int) (started % SIZE)] = operation;
        started++;
        if (started % FLUSH_EVERY == 0) {
            client.flush();
        }
    }

    /** Waits for all. */
    void drain() throws Exception {
        client.flush();
        finish((int) (started - done));
    }

    private void finish(int count) throws Exception {
        // The last of them first: one wake-up, after which the others are done, or as good as.
        for (long i = done + count - 1; i >= done; i--) {
            int slot = (int) (i % SIZE);
            CompletableFuture<?> operation = slots[slot];
            slots[slot] = null;
            if (operation != null) {
                operation.get(WAIT_SECONDS, TimeUnit.SECONDS);
            }
        }
        done += count;
    }
}
