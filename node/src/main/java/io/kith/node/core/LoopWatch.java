package io.kith.node.core;

import io.kith.membership.HeartbeatAnswer;
import java.util.Arrays;
import java.util.List;

/** Notices a data loop that hangs: then the node must not look healthy to others. */
final class LoopWatch {
    private static final long NANOS_PER_HINT = 20_000;

    private final Loop control;
    private final List<Loop> data;
    private final long hungNanos;
    private final long[] movedNanos;
    private final boolean[] asked;
    private final long[] askedNanos;
    private volatile int queueHint;

    LoopWatch(Loop control, List<Loop> data, long hungNanos) {
        this.control = control;
        this.data = data;
        this.hungNanos = hungNanos;
        this.movedNanos = new long[data.size()];
        this.asked = new boolean[data.size()];
        this.askedNanos = new long[data.size()];
        Arrays.fill(movedNanos, control.port().clock().nowNanos());
    }

    /** How long a task waits at the loops, up and down quickly, as the hint of a queue; see {@link #queueHint}. */
    private void noteDelay(long nanos) {
        long units = nanos / NANOS_PER_HINT;
        queueHint = (int) Math.min(HeartbeatAnswer.MAX_QUEUE_HINT, (3L * queueHint + units) / 4);
    }

    /**
     * How much work waits at the node's loops: for how long a task waits there, smoothed, in units of 20 us, which is what
     * a unit weighs in the peer graph. Any loop may ask.
     */
    int queueHint() {
        return queueHint;
    }

    /** Whether every loop gave a sign of life lately; asks for the next one. */
    boolean allMove() {
        long nowNanos = control.port().clock().nowNanos();
        boolean moving = true;
        for (int i = 0; i < movedNanos.length; i++) {
            if (!asked[i]) {
                asked[i] = true;
                askedNanos[i] = nowNanos;
                int loop = i;
                data.get(i)
                        .post(() -> control.post(() -> {
                            asked[loop] = false;
                            movedNanos[loop] = control.port().clock().nowNanos();
                            noteDelay(movedNanos[loop] - askedNanos[loop]);
                        }));
                movedNanos[i] = Math.max(movedNanos[i], nowNanos - hungNanos / 2);
            }
            moving &= nowNanos - movedNanos[i] <= hungNanos;
        }
        return moving;
    }
}
