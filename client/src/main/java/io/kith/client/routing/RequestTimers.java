package io.kith.client.routing;

import io.kith.transport.Cancellable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One timer for each request, all driven by one of the port's. */
final class RequestTimers {
    private final ClientPort port;
    private final Consumer<Request> due;
    private final TimerWheel<Request> wheel;
    private @Nullable Cancellable timer;
    private long timerNanos;
    private boolean stopped;

    /**
     * Makes timers of which none is set.
     *
     * @param due is given each request whose time has come; may set its timer again
     */
    RequestTimers(ClientPort port, Consumer<Request> due) {
        this.port = port;
        this.due = due;
        this.wheel = new TimerWheel<>(Request.class, port.clock().nowNanos());
    }

    /** Sets the request's timer to {@code delayNanos} from {@code nowNanos}, or to its deadline if that is earlier. */
    void set(Request request, long delayNanos, long nowNanos) {
        boolean endless = request.deadlineNanos == Request.NO_DEADLINE;
        long dueNanos =
                endless ? nowNanos + delayNanos : nowNanos + Math.min(delayNanos, request.deadlineNanos - nowNanos);
        long firesNanos = wheel.set(request, dueNanos);
        if (timer == null || firesNanos - timerNanos < 0) {
            arm(firesNanos, nowNanos);
        }
    }

    /** Calls the request's timer off, if it is set. */
    void clear(Request request) {
        wheel.clear(request);
    }

    /** Lets nothing fire any more. */
    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void arm(long atNanos, long nowNanos) {
        if (stopped) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerNanos = atNanos;
        timer = port.schedule(Math.max(0, atNanos - nowNanos), this::fire);
    }

    private void fire() {
        timer = null;
        if (stopped) {
            return;
        }
        long nowNanos = port.clock().nowNanos();
        wheel.advance(nowNanos, due);
        if (timer == null && !wheel.isEmpty()) {
            arm(wheel.nextNanos(), nowNanos);
        }
    }
}
