package io.kith.client.loop;

import io.kith.client.routing.Failure;
import io.kith.client.routing.Request;
import io.kith.transport.BoundedQueue;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Requests of other threads on their way to a client's loop, with one wake-up for a burst. One that finds no room fails at
 * once, and was not sent.
 */
final class RequestInbox {
    private final int limit;
    private final Queue<Request> requests;
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** Takes {@code limit} requests at most. */
    RequestInbox(int limit) {
        this.limit = limit;
        this.requests = new BoundedQueue<>(limit);
    }

    /**
     * Puts a request in; any thread may.
     *
     * @param schedule has {@link #takeOver} called on the loop soon
     */
    void submit(Request request, Runnable schedule) {
        if (!requests.offer(request)) {
            refuse(request, limit + " requests wait for the client's event loop already");
            return;
        }
        if (!scheduled.compareAndSet(false, true)) {
            return;
        }
        try {
            schedule.run();
        } catch (RejectedExecutionException e) {
            scheduled.set(false);
            // What others have put in goes over with whatever is scheduled next.
            if (requests.remove(request)) {
                refuse(request, String.valueOf(e.getMessage()));
            }
        }
    }

    private static void refuse(Request request, String why) {
        request.refuse(new Failure(Failure.Kind.REFUSED, "nothing was changed: " + why));
    }

    /** Takes all out; called on the loop, or when it has ended. */
    void takeOver(Consumer<Request> router) {
        scheduled.set(false);
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            router.accept(request);
        }
    }
}
