package io.kith.node;

import java.util.Arrays;
import java.util.List;

/** Notices a data loop that hangs: then the node must not look healthy to others. */
final class LoopWatch {
    private final Loop control;
    private final List<Loop> data;
    private final long hungNanos;
    private final long[] movedNanos;
    private final boolean[] asked;

    LoopWatch(Loop control, List<Loop> data, long hungNanos) {
        this.control = control;
        this.data = data;
        this.hungNanos = hungNanos;
        this.movedNanos = new long[data.size()];
        this.asked = new boolean[data.size()];
        Arrays.fill(movedNanos, control.port().clock().nowNanos());
    }

    /** Whether every loop gave a sign of life lately; asks for the next one. */
    boolean allMove() {
        long nowNanos = control.port().clock().nowNanos();
        boolean moving = true;
        for (int i = 0; i < movedNanos.length; i++) {
            if (!asked[i]) {
                asked[i] = true;
                int loop = i;
                data.get(i)
                        .post(() -> control.post(() -> {
                            asked[loop] = false;
                            movedNanos[loop] = control.port().clock().nowNanos();
                        }));
                movedNanos[i] = Math.max(movedNanos[i], nowNanos - hungNanos / 2);
            }
            moving &= nowNanos - movedNanos[i] <= hungNanos;
        }
        return moving;
    }
}
