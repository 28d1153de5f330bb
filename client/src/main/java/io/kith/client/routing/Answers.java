package io.kith.client.routing;

import io.kith.client.routing.Request.Kind;
import io.kith.client.routing.Request.Phase;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigMessage;
import io.kith.transport.Clock;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What becomes of a request once a node has answered it. */
final class Answers {
    /** For how long a partition may be unavailable before its requests fail. */
    private static final long UNAVAILABLE_GRACE_NANOS = 3_000_000_000L;

    private static final byte[] NO_EFFECT = {0};

    private final Dispatch dispatch;
    private final SessionKeeper sessions;
    private final Openings openings;
    private final Supplier<@Nullable ClusterConfig> config;
    private final Clock clock;

    Answers(
            Dispatch dispatch,
            SessionKeeper sessions,
            Openings openings,
            Supplier<@Nullable ClusterConfig> config,
            Clock clock) {
        this.dispatch = dispatch;
        this.sessions = sessions;
        this.openings = openings;
        this.config = config;
        this.clock = clock;
    }

    /** Takes a node's answer to a request that has not ended. */
    void answered(Request request, NodeId from, ClientMessage.Response response) {
        ResponseStatus status = response.status();
        if (status == ResponseStatus.OK) {
            dispatch.succeed(request, response.payload());
            return;
        }
        boolean expected = request.phase == Phase.SENT && from.equals(request.target);
        if (!expected) {
            // Bad news from a node that we have turned away from already; the other one's answer counts.
            return;
        }
        switch (status) {
            case NOT_HERE -> redirected(request, from);
            case RETRY, TOO_MANY_OPEN -> dispatch.backOff(request);
            case SESSION_UNKNOWN -> sessionUnknown(request);
            case UNAVAILABLE -> unavailable(request);
            case COLLECTION_UNKNOWN -> collectionUnknown(request);
            case COLLECTION_DESTROYED -> collectionDestroyed(request);
            case BELOW_FLOOR ->
                dispatch.fail(
                        request,
                        Failure.Kind.OUTCOME_UNKNOWN,
                        "partition " + request.partition + " no longer keeps the result of this write");
            case TOO_LARGE -> dispatch.fail(request, Failure.Kind.TOO_LARGE, Results.message(response.payload()));
            case FULL -> dispatch.fail(request, Failure.Kind.FULL, Results.message(response.payload()));
            case FAILED -> dispatch.fail(request, Failure.Kind.FAILED, Results.message(response.payload()));
            case WRONG_TYPE -> dispatch.fail(request, Failure.Kind.WRONG_TYPE, Results.message(response.payload()));
            case BAD_REQUEST -> dispatch.fail(request, Failure.Kind.BAD_REQUEST, Results.message(response.payload()));
            default -> throw new CorruptFrameException("an answer of unknown status " + status);
        }
    }

    private void collectionUnknown(Request request) {
        CollectionHandle collection = request.collection;
        if (collection == null) {
            // A write that was to be called off was refused: it has no effect, and is asked again or not.
            dispatch.succeed(request, NO_EFFECT.clone());
        } else {
            openings.unknown(request, collection, clock.nowNanos());
        }
    }

    private void collectionDestroyed(Request request) {
        CollectionHandle collection = request.collection;
        dispatch.fail(
                request,
                Failure.Kind.DESTROYED,
                collection == null ? "the collection was destroyed" : collection.destroyed());
    }

    /** A node that was removed because it was not heard, but lives, is back soon with all it holds. */
    private void unavailable(Request request) {
        long nowNanos = clock.nowNanos();
        if (!request.isUnavailable) {
            request.isUnavailable = true;
            request.unavailableSinceNanos = nowNanos;
        }
        if (nowNanos - request.unavailableSinceNanos < UNAVAILABLE_GRACE_NANOS) {
            dispatch.backOff(request);
            return;
        }
        dispatch.fail(
                request,
                Failure.Kind.UNAVAILABLE,
                "all nodes that held partition " + request.partition
                        + " are gone; bring one of them back, or have an operator accept the loss");
    }

    private void redirected(Request request, NodeId from) {
        ClusterConfig known = config.get();
        NodeId primary =
                known == null ? null : known.partition(request.partition).primary();
        if (known != null && primary != null && known.isMember(primary) && !from.equals(primary)) {
            request.backoffs++;
            dispatch.route(request);
            return;
        }
        // The node knows better than we do, or we than it: one of us is about to learn.
        dispatch.backOff(request);
    }

    /** Takes the answer to a proposal. */
    void proposed(Request request, ConfigMessage.ProposeAnswer answer) {
        if (answer.done()) {
            dispatch.succeed(request, new byte[0]);
        } else {
            dispatch.fail(request, Failure.Kind.REFUSED, answer.reason());
        }
    }

    private void sessionUnknown(Request request) {
        if (request.kind == Kind.WRITE) {
            sessions.unknown(request);
        } else {
            dispatch.backOff(request);
        }
    }
}
