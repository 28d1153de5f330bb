package io.kith.collections.partition;

import io.kith.collections.kind.RefusedException;
import io.kith.collections.kind.RequestKey;
import io.kith.collections.kind.WaitingRequests;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The requests that wait in a partition's collections: how they end, and who is to be told. */
final class PartitionWaits implements WaitingRequests {
    private final SessionTable sessions;
    private final CollectionStore collections;
    private final CopyTarget copy;
    private final SessionTable.WaiterRemoval belowFloor =
            (session, number, opening) -> endWait(session, number, opening, ResponseStatus.BELOW_FLOOR);
    private final SessionTable.WaiterRemoval ofEndedSession =
            (session, number, opening) -> endWait(session, number, opening, ResponseStatus.SESSION_UNKNOWN);
    private List<Completion> woken = List.of();

    PartitionWaits(SessionTable sessions, CollectionStore collections, CopyTarget copy) {
        this.sessions = sessions;
        this.collections = collections;
        this.copy = copy;
    }

    /** Ends what waits under a number that its session's floor has passed. */
    SessionTable.WaiterRemoval belowFloor() {
        return belowFloor;
    }

    /** Ends what waits of a session that ends. */
    SessionTable.WaiterRemoval ofEndedSession() {
        return ofEndedSession;
    }

    /** The requests that waited and that the commands since the last {@link #forgetWoken} have ended. */
    List<Completion> woken() {
        return woken;
    }

    void forgetWoken() {
        woken = List.of();
    }

    private void wakes(Completion completion) {
        if (woken.isEmpty()) {
            woken = new ArrayList<>();
        }
        woken.add(completion);
    }

    @Override
    public int atATime() {
        return Math.max(1, collections.sliceElements() / ELEMENTS_A_REQUEST);
    }

    @Override
    public void later(BooleanSupplier rest) {
        collections.leave(rest);
    }

    @Override
    public void end(RequestKey request, ResponseStatus status, byte[] payload) {
        Session session = sessions.find(request.session(), request.opening());
        if (session == null || session.outcome(request.number()) == null) {
            return;
        }
        Completion completion = new Completion(request.session(), request.opening(), request.number(), status, payload);
        boolean exact = copy.isExact();
        session.setOutcome(request.number(), exact ? completion : Session.APPLIED);
        wakes(completion);
    }

    /** Has a session's request wait no more; null if its result is not known here yet. */
    byte @Nullable [] cancel(Session session, long number) {
        if (number < session.floor() || !session.hasRoomFor(number)) {
            throw new RefusedException(
                    ResponseStatus.BAD_REQUEST, "request " + number + " is not open, so it cannot be cancelled");
        }
        Object outcome = session.outcome(number);
        if (outcome instanceof Completion completion) {
            if (completion.status() != ResponseStatus.OK) {
                throw new RefusedException(completion.status(), Results.message(completion.payload()));
            }
            return completion.payload();
        }
        boolean ended = outcome == null
                || (outcome instanceof Session.Waiting waiting && removeWaiter(session, number, waiting.opening()));
        if (!ended) {
            return null;
        }
        Completion cancelled =
                new Completion(session.id(), session.opening(), number, ResponseStatus.OK, Results.ABSENT);
        session.setOutcome(number, cancelled);
        if (outcome != null) {
            wakes(cancelled);
        }
        return Results.ABSENT;
    }

    /** Ends a request that waits in a collection without effect, and tells whoever still waits for its result. */
    private void endWait(Session session, long number, long opening, ResponseStatus status) {
        removeWaiter(session, number, opening);
        wakes(new Completion(session.id(), session.opening(), number, status, Results.NO_BYTES));
    }

    /** Ends a request that waits in a collection; false if that is not here, or has no such request. */
    private boolean removeWaiter(Session session, long number, long opening) {
        RequestKey request = new RequestKey(session.id(), session.opening(), number);
        if (copy.buffers(opening)) {
            copy.buffer(() -> collections.cancel(opening, request), 0);
            return false;
        }
        return copy.covers(opening) && collections.cancel(opening, request);
    }
}
