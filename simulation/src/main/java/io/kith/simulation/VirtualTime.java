package io.kith.simulation;

import io.kith.transport.Cancellable;
import java.util.ArrayDeque;
import java.util.PriorityQueue;

/** The simulation's queue of what is to happen. Events of one instant happen in the order in which they were planned. */
public final class VirtualTime {
    private static final int PURGE_AT = 4_096;

    private final PriorityQueue<Event> queue = new PriorityQueue<>();

    /** What was planned for this very instant, once it had come: after all that waits for it in the queue. */
    private final ArrayDeque<Event> atOnce = new ArrayDeque<>();

    private long nowNanos;
    private long planned;
    private int cancelled;

    /** The instant of the event under way, in nanoseconds since the start of the simulation. */
    public long nowNanos() {
        return nowNanos;
    }

    /** How many events are still to happen. */
    public int pending() {
        return queue.size() + atOnce.size() - cancelled;
    }

    /**
     * Plans {@code task} for an instant.
     *
     * @throws IllegalArgumentException if that instant has passed
     */
    public Cancellable at(long atNanos, Runnable task) {
        if (atNanos < nowNanos) {
            throw new IllegalArgumentException("it is " + nowNanos + " ns, too late for " + atNanos + " ns");
        }
        Event event = new Event(atNanos, planned++, task);
        if (atNanos == nowNanos) {
            atOnce.add(event);
        } else {
            queue.add(event);
        }
        return event;
    }

    /** Plans {@code task} for {@code delayNanos} from now; at once, but after what is under way, if that is negative. */
    public Cancellable after(long delayNanos, Runnable task) {
        return at(nowNanos + Math.max(0, delayNanos), task);
    }

    /** Lets the next event happen, unless there is none up to {@code untilNanos}; then time moves on to that. */
    public boolean runNext(long untilNanos) {
        while (true) {
            Event event = queue.peek();
            if (event != null && (event.atNanos == nowNanos || atOnce.isEmpty())) {
                if (event.atNanos > untilNanos) {
                    nowNanos = Math.max(nowNanos, untilNanos);
                    return false;
                }
                queue.poll();
            } else if (!atOnce.isEmpty() && nowNanos <= untilNanos) {
                event = atOnce.remove();
            } else {
                nowNanos = Math.max(nowNanos, untilNanos);
                return false;
            }
            if (event.isCancelled) {
                cancelled--;
                continue;
            }
            event.hasRun = true;
            nowNanos = event.atNanos;
            event.task.run();
            return true;
        }
    }

    /** Lets all events up to {@code untilNanos} happen. */
    public void runUntil(long untilNanos) {
        while (runNext(untilNanos)) {
            // The event itself did the work.
        }
    }

    private void noteCancelled() {
        cancelled++;
        if (cancelled > PURGE_AT && cancelled > queue.size() / 2) {
            queue.removeIf(event -> event.isCancelled);
            atOnce.removeIf(event -> event.isCancelled);
            cancelled = 0;
        }
    }

    private final class Event implements Comparable<Event>, Cancellable {
        private final long atNanos;
        private final long order;
        private final Runnable task;
        private boolean isCancelled;
        private boolean hasRun;

        private Event(long atNanos, long order, Runnable task) {
            this.atNanos = atNanos;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            if (!isCancelled && !hasRun) {
                isCancelled = true;
                noteCancelled();
            }
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
