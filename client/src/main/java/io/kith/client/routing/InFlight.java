package io.kith.client.routing;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The requests that have not ended yet, by their numbers. */
final class InFlight {
    /** Odd, and so no two numbers become one: 2^64 divided by the golden ratio. */
    private static final long SCATTER = 0x9E3779B97F4A7C15L;

    private final LongObjectMap<Request> requests = new LongObjectHashMap<>();

    /** Numbers that follow each other would lie side by side in the table, which looks through all of them to remove one. */
    private static long scattered(long correlation) {
        return correlation * SCATTER;
    }

    int size() {
        return requests.size();
    }

    @Nullable
    Request get(long correlation) {
        return requests.get(scattered(correlation));
    }

    /** Whether {@code request} itself is under its number. */
    boolean has(Request request) {
        return get(request.correlation) == request;
    }

    void add(Request request) {
        requests.put(scattered(request.correlation), request);
    }

    void remove(Request request) {
        requests.remove(scattered(request.correlation));
    }

    /** All of them, in no order; a view. */
    Collection<Request> all() {
        return requests.values();
    }

    /** All of them, the oldest first; whatever happens to them while one walks through. */
    List<Request> inOrder() {
        List<Request> open = new ArrayList<>(requests.values());
        open.sort(Comparator.comparingLong(request -> request.correlation));
        return open;
    }
}
