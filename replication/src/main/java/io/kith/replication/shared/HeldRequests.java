package io.kith.replication.shared;

import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.host.Responder;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** Requests that wait until a partition is active here, or is known not to be; bounded in number and in time. */
public final class HeldRequests {
    private final int capacity;
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    private record Held(Runnable again, Responder responder, long sinceNanos) {}

    /** Holds {@code capacity} at most. */
    public HeldRequests(int capacity) {
        this.capacity = capacity;
    }

    /** How many are held. */
    public int size() {
        return held.size();
    }

    /** Keeps a request and how to try it again; when there are too many, the client is asked to come back later. */
    public void hold(Responder responder, Runnable again, long nowNanos) {
        if (held.size() >= capacity) {
            responder.respond(ResponseStatus.RETRY, new byte[0]);
        } else {
            held.add(new Held(again, responder, nowNanos));
        }
    }

    /** Tries all again that are held now. */
    public void retry() {
        drain(request -> request.again.run());
    }

    /** Sends all away. */
    public void abandon(ResponseStatus status) {
        drain(request -> request.responder.respond(status, new byte[0]));
    }

    /** Asks those to come back later that have waited for {@code patienceNanos}. */
    public void expire(long nowNanos, long patienceNanos) {
        while (!held.isEmpty() && nowNanos - held.peek().sinceNanos > patienceNanos) {
            held.remove().responder.respond(ResponseStatus.RETRY, new byte[0]);
        }
    }

    private void drain(Consumer<Held> consumer) {
        for (int left = held.size(); left > 0; left--) {
            consumer.accept(held.remove());
        }
    }
}
