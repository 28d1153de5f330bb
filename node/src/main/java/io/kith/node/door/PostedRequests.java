package io.kith.node.door;

import io.kith.node.core.Loop;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Requests on their way from the loop that read them to the loop of their partition. A loop that falls behind is not
 * buried under them: of more than {@value #MAX_BYTES} bytes that wait for one loop, less where the heap is small, nothing more is
 * taken, and who asks is told to ask again.
 */
final class PostedRequests {
    /** As much as may wait unsent on a connection; a request weighs at least {@code Message.LIGHT_BYTES}. */
    static final long MAX_BYTES = 64 << 20;

    private static final long MIN_BYTES = 1 << 20;

    /** Those that wait for all loops take this part of the heap at most. */
    private static final long HEAP_SHARE = 16;

    private final List<Loop> loops;
    private final long maxBytes;
    private final AtomicLongArray waitingBytes;

    /** For {@code loops} of a process that has so much heap. */
    PostedRequests(List<? extends Loop> loops, long heapBytes) {
        long share = heapBytes / HEAP_SHARE / Math.max(1, loops.size());
        this.maxBytes = Math.max(MIN_BYTES, Math.min(MAX_BYTES, share));
        this.loops = List.copyOf(loops);
        this.waitingBytes = new AtomicLongArray(loops.size());
    }

    /** Has {@code loop} run {@code request}, which weighs so much; false, and nothing happens, if too much waits. */
    boolean post(int loop, long bytes, Runnable request) {
        long waiting = waitingBytes.addAndGet(loop, bytes);
        if (waiting > maxBytes && waiting > bytes) {
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
