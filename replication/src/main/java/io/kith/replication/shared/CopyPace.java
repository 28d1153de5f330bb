package io.kith.replication.shared;

import io.kith.transport.ProtocolPort;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Spaces the steps of a shard's copies: while clients or replicas want something of the loop, sending and installing pieces
 * takes half of its time at most. A step is one piece: who sends one asks first, and who got one asks before it says so, which is
 * what brings the next one. While nobody else wants anything, all is done at once.
 */
public final class CopyPace {
    /** Steps begin no sooner than so many times the time that one takes. */
    private static final int SPACING = 2;

    /** A step that took longer, as on a machine that had no time for it, is taken for one that took so long. */
    private static final long LONGEST_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** How many steps the time of a step is averaged over. */
    private static final int AVERAGED = 8;

    private final ProtocolPort port;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final Runnable timer = this::timer;
    private long stepNanos;
    private long freeAtNanos;
    private long requests;
    private long requestsSeen;
    private boolean scheduled;

    /** No step was made yet. */
    public CopyPace(ProtocolPort port) {
        this.port = port;
        this.freeAtNanos = port.clock().nowNanos();
    }

    /** Somebody else wants something of the loop. */
    public void requested() {
        requests++;
    }

    /** A step took so long. */
    public void took(long nanos) {
        long counted = Math.min(Math.max(0, nanos), LONGEST_STEP_NANOS);
        stepNanos += (counted - stepNanos) / AVERAGED;
    }

    /** Whether a step may be made now; if not, {@code wake} is called when it may, once and after those who asked before. */
    public boolean mayStep(Runnable wake) {
        long nowNanos = port.clock().nowNanos();
        if (waiting.isEmpty() && nowNanos - freeAtNanos >= 0) {
            stepBegins(nowNanos);
            return true;
        }
        waiting.add(wake);
        schedule(nowNanos);
        return false;
    }

    /** How many wait for their step. */
    int waiting() {
        return waiting.size();
    }

    private void stepBegins(long nowNanos) {
        boolean contended = requests != requestsSeen;
        requestsSeen = requests;
        freeAtNanos = contended ? nowNanos + SPACING * stepNanos : nowNanos;
    }

    private void schedule(long nowNanos) {
        if (!scheduled) {
            scheduled = true;
            port.schedule(Math.max(Turn.NEXT_TURN_NANOS, freeAtNanos - nowNanos), timer);
        }
    }

    private void timer() {
        scheduled = false;
        Runnable next = waiting.poll();
        if (next == null) {
            return;
        }
        long nowNanos = port.clock().nowNanos();
        stepBegins(nowNanos);
        next.run();
        if (!waiting.isEmpty()) {
            schedule(nowNanos);
        }
    }
}
