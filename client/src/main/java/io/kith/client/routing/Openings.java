package io.kith.client.routing;

import io.kith.collections.map.MapOperations;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.CollectionDescriptor;
import io.kith.collections.wire.CollectionRef;
import io.kith.collections.wire.Results;
import io.kith.ring.PartitionHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Opens collections in the partitions that writes go to: the opening is sent right before the first write, in the same
 * session, so that it costs no round trip. A request that a partition does not understand waits until the collection is
 * open, and is asked again. A collection's incarnation is named only while the registry is known to list it: a partition
 * that has forgotten that it was destroyed must not open it again.
 */
final class Openings {
    /** How long after the registry was asked an incarnation may be named; much shorter than partitions keep tombstones. */
    static final long REGISTRY_FRESH_NANOS = 60_000_000_000L;

    private final Dispatch requests;
    private final SessionKeeper sessions;
    private final IntSupplier partitionCount;
    private final Map<Place, Opener> openers = new HashMap<>();
    private final Map<CollectionHandle, Refresher> refreshers = new HashMap<>();

    /** A collection in a partition. */
    private record Place(CollectionHandle collection, int partition) {}

    Openings(Dispatch requests, SessionKeeper sessions, IntSupplier partitionCount) {
        this.requests = requests;
        this.sessions = sessions;
        this.partitionCount = partitionCount;
    }

    /** Whether a request has to wait before it may name its collection's incarnation; it is routed again by then. */
    boolean holdsBack(Request request, CollectionHandle collection, long nowNanos) {
        CollectionRef name = collection.in(request.partition);
        if (name.opening() != 0) {
            request.operation = References.renamed(request.operation, name);
            return false;
        }
        if (!collection.wasReadWithin(REGISTRY_FRESH_NANOS / 2, nowNanos) && refresh(request, collection, nowNanos)) {
            return true;
        }
        if (request.opensFirst) {
            waitForOpening(new Place(collection, request.partition), request);
        }
        return request.opensFirst;
    }

    /** Asks the registry anew; returns whether the request has to wait for that. */
    private boolean refresh(Request request, CollectionHandle collection, long nowNanos) {
        Refresher refresher = refreshers.get(collection);
        boolean begins = refresher == null;
        if (refresher == null) {
            refresher = new Refresher(collection, request, nowNanos);
            refreshers.put(collection, refresher);
        }
        boolean mustWait = !collection.wasReadWithin(REGISTRY_FRESH_NANOS, nowNanos);
        if (mustWait) {
            requests.hold(request);
            refresher.waiting.add(request);
        }
        if (begins) {
            requests.take(refresher);
        }
        return mustWait;
    }

    /** A write is about to get its number: if nobody is opening its collection there, that goes first. */
    void beforeNumbering(Request write, CollectionHandle collection) {
        Place place = new Place(collection, write.partition);
        if (References.namesIncarnation(write.operation)
                && collection.in(write.partition).opening() == 0
                && !openers.containsKey(place)) {
            requests.take(open(place, write));
        }
    }

    private Opener open(Place place, Request cause) {
        Opener opener = new Opener(place, cause);
        openers.put(place, opener);
        return opener;
    }

    /** The partition did not know the collection under the name that a request used. */
    void unknown(Request request, CollectionHandle collection, long nowNanos) {
        long opening = References.opening(request.operation);
        if (opening != 0) {
            collection.forgotten(request.partition, opening);
        }
        CollectionRef name = collection.in(request.partition);
        request.operation = References.renamed(request.operation, name);
        if (request.kind == Request.Kind.READ) {
            if (opening == 0) {
                requests.backOff(request);
            } else {
                requests.route(request);
            }
            return;
        }
        // Its number is answered: it was refused, and stays so whatever of it is still on its way.
        sessions.takeBack(request);
        requests.renew(request);
        if (name.opening() != 0) {
            requests.route(request);
            return;
        }
        boolean isFresh = collection.wasReadWithin(REGISTRY_FRESH_NANOS / 2, nowNanos);
        if (isFresh || !refresh(request, collection, nowNanos)) {
            waitForOpening(new Place(collection, request.partition), request);
        }
        // The opening may be among those that waited for the number that is free now.
        sessions.numberIsFree(request);
    }

    private void waitForOpening(Place place, Request request) {
        Opener opener = openers.get(place);
        boolean begins = opener == null;
        if (opener == null) {
            opener = open(place, request);
        }
        requests.hold(request);
        opener.waiting.add(request);
        if (begins) {
            requests.take(opener);
        }
    }

    private void goOn(List<Request> waiting) {
        for (Request request : waiting) {
            if (!request.hasEnded()) {
                requests.route(request);
            }
        }
    }

    private void fail(List<Request> waiting, Failure.Kind kind, String message) {
        for (Request request : waiting) {
            if (!request.hasEnded()) {
                requests.fail(request, kind, message);
            }
        }
    }

    /** Opens a collection in a partition. */
    private final class Opener extends Request {
        private final Place place;
        private final List<Request> waiting = new ArrayList<>();

        Opener(Place place, Request cause) {
            super(
                    false,
                    place.partition(),
                    PartitionOperations.openCollection(
                            place.collection().incarnation(),
                            place.collection().type(),
                            place.collection().name(),
                            place.collection().options()),
                    cause.lane,
                    cause.deadlineNanos,
                    0);
            this.place = place;
        }

        @Override
        protected void succeeded(byte[] payload) {
            openers.remove(place);
            place.collection().opened(place.partition(), Results.number(payload));
            goOn(waiting);
        }

        @Override
        protected void failed(Failure failure) {
            openers.remove(place);
            switch (failure.kind()) {
                // Those that wait have deadlines of their own.
                case TIMEOUT, OUTCOME_UNKNOWN -> goOn(waiting);
                case DESTROYED ->
                    fail(waiting, failure.kind(), place.collection().destroyed());
                default -> fail(waiting, failure.kind(), failure.message());
            }
        }
    }

    /** Asks the registry whether a collection is still there. */
    private final class Refresher extends Request {
        private final CollectionHandle doubtful;
        private final long startNanos;
        private final List<Request> waiting = new ArrayList<>();

        Refresher(CollectionHandle doubtful, Request cause, long nowNanos) {
            this(doubtful, cause, nowNanos, doubtful.name().getBytes(StandardCharsets.UTF_8));
        }

        private Refresher(CollectionHandle doubtful, Request cause, long nowNanos, byte[] key) {
            super(
                    true,
                    PartitionHash.partitionOf(
                            PartitionHash.keyHash(References.REGISTRY.hash(), key), partitionCount.getAsInt()),
                    MapOperations.get(References.REGISTRY, key),
                    COMMON_LANE,
                    cause.deadlineNanos,
                    0);
            this.doubtful = doubtful;
            this.startNanos = nowNanos;
        }

        @Override
        protected void succeeded(byte[] payload) {
            refreshers.remove(doubtful);
            byte[] found = Results.optionalBytes(payload);
            CollectionDescriptor listed = found == null ? null : CollectionDescriptor.parse(found);
            if (listed != null && !listed.destroying() && listed.incarnation().equals(doubtful.incarnation())) {
                doubtful.readAt(startNanos);
                goOn(waiting);
            } else {
                fail(waiting, Failure.Kind.DESTROYED, doubtful.destroyed());
            }
        }

        @Override
        protected void failed(Failure failure) {
            refreshers.remove(doubtful);
            fail(waiting, failure.kind(), failure.message());
        }
    }
}
