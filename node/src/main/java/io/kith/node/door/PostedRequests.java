package io.kith.node.door;

import io.kith.node.core.Loop;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Requests on their way from the loop that read them to the loop of their partition. A loop that falls behind is not
 * buried under them: of more than {@value #MAX_BYTES} bytes that wait for one loop nothing more is taken, and who asks is
 * told to ask again.
 */
final class PostedRequests {
    /** As much as may wait unsent on a connection; a request weighs at least {@code Message.LIGHT_BYTES}. */
    static final long MAX_BYTES = 64 << 20;

    private final List<Loop> loops;
    private final AtomicLongArray waitingBytes;

    PostedRequests(List<? extends Loop> loops) {
        this.loops = List.copyOf(loops);
        this.waitingBytes = new AtomicLongArray(loops.size());
    }

    /** Has {@code loop} run {@code request}, which weighs so much; false, and nothing happens, if too much waits. */
    boolean post(int loop, long bytes, Runnable request) {
        long waiting = waitingBytes.addAndGet(loop, bytes);
        if (waiting > MAX_BYTES && waiting > bytes) {
            waitingBytes.addAndGet(loop, -bytes);
            return false;
        }
        loops.get(loop).post(() -> {
            waitingBytes.addAndGet(loop, -bytes);
            request.run();
        });
        return true;
    }
}
