package io.kith.client.routing;

import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers writes, opens the router's sessions in the partitions that these go to, has writes that wait there called off,
 * and closes the sessions in the end.
 */
final class SessionKeeper {
    private static final long WITHDRAWAL_NANOS = 30_000_000_000L;
    private static final byte[] NO_EFFECT = {0};

    private final Dispatch router;
    private final ClientPort port;
    private final SessionBook book;

    SessionKeeper(Dispatch router, ClientPort port, SessionBook book) {
        this.router = router;
        this.port = port;
        this.book = book;
    }

    /** Puts a write at the end of its session's queue. */
    void enqueue(Request write) {
        PartitionSession session = book.of(write);
        session.enqueue(write);
        serve(session);
    }

    /** A write has ended that waited for a number until then. */
    void endedInQueue(Request write) {
        book.of(write).dequeue(write);
    }

    /** A write's number was refused for good; it gets another. */
    void takeBack(Request write) {
        book.of(write).takeBack(write);
    }

    /** Numbers what waited for the number that was taken back from a write. */
    void numberIsFree(Request write) {
        serve(book.of(write));
    }

    /** A write has ended that had a number. */
    void ended(Request write) {
        PartitionSession session = book.of(write);
        session.wroteAt(port.clock().nowNanos());
        serve(session);
    }

    /** Numbers and sends what may be sent of a session's queue; opens the session first if need be. */
    private void serve(PartitionSession session) {
        if (router.isMute()) {
            return;
        }
        if (!session.isOpen()) {
            Request first = session.firstWaiting();
            if (first != null && session.opener() == null) {
                Opening opener = new Opening(session, first);
                session.openWith(opener);
                router.take(opener);
            }
            return;
        }
        for (Request next = session.numberNext(); next != null; next = session.numberNext()) {
            if (next instanceof Withdrawal withdrawal && !withdrawal.isMeaningful()) {
                router.fail(
                        next,
                        Failure.Kind.OUTCOME_UNKNOWN,
                        "partition " + next.partition + " has forgotten the session of a write that was called off");
            } else {
                router.route(next);
            }
        }
    }

    /** Opens a session in a partition, for as long as writes wait for it. */
    private final class Opening extends Request {
        private final PartitionSession session;

        Opening(PartitionSession session, Request cause) {
            super(cause.partition, cause.lane, NO_DEADLINE);
            this.session = session;
        }

        @Override
        boolean isStillWanted() {
            if (session.hasWaiting()) {
                return true;
            }
            session.openWith(null);
            return false;
        }

        @Override
        protected void succeeded(byte[] payload) {
            session.opened(Results.number(payload));
            serve(session);
        }

        @Override
        protected void failed(Failure failure) {
            session.openWith(null);
            for (Request next = session.pollWaiting(); next != null; next = session.pollWaiting()) {
                router.fail(next, failure.kind(), failure.message());
            }
        }
    }

    /** The partition said that it does not know the session under which a write came. */
    void unknown(Request write) {
        PartitionSession session = book.of(write);
        if (session.isOpen() && session.opening() == write.opening) {
            session.forgotten();
        }
        if (write instanceof Closing) {
            router.succeed(write, NO_EFFECT.clone());
            return;
        }
        if (write.attempts > 1) {
            router.fail(
                    write,
                    Failure.Kind.OUTCOME_UNKNOWN,
                    "partition " + write.partition + " has forgotten this client's session while a write was asked "
                            + "for a second time: it may have been applied (once) or not");
            return;
        }
        // Sent once only, and that one time refused: it was not applied, and may be numbered anew.
        router.renew(write);
        router.route(write);
    }

    // ---- writes that are called off

    /** Has the partition give up a write that waits there; the write is called back in any case. */
    void withdraw(Request write) {
        if (write.number == 0) {
            router.succeed(write, NO_EFFECT.clone());
        } else {
            router.submit(new Withdrawal(write));
        }
    }

    /** Has the partition give up an earlier write, and tell what became of it. */
    private final class Withdrawal extends Request {
        private final Request withdrawn;
        private final long withdrawnNumber;

        Withdrawal(Request withdrawn) {
            super(
                    false,
                    withdrawn.partition,
                    PartitionOperations.cancelRequest(withdrawn.number),
                    withdrawn.lane,
                    port.clock().nowNanos() + WITHDRAWAL_NANOS,
                    0);
            this.withdrawn = withdrawn;
            this.callsOff = withdrawn;
            this.withdrawnNumber = withdrawn.number;
        }

        /** Whether the number that it names still means what it meant. */
        boolean isMeaningful() {
            return opening == withdrawn.opening && isStillUnder() && !withdrawn.hasEnded();
        }

        /** Whether the withdrawn write still has the number that it had. */
        private boolean isStillUnder() {
            return withdrawn.number == withdrawnNumber;
        }

        @Override
        protected void succeeded(byte[] payload) {
            if (withdrawn.hasEnded()) {
                return;
            }
            if (isStillUnder()) {
                router.succeed(withdrawn, payload);
            } else {
                // It was refused under that number, and asked again under another.
                withdraw(withdrawn);
            }
        }

        @Override
        protected void failed(Failure failure) {
            if (withdrawn.hasEnded()) {
                return;
            }
            if (isStillUnder()) {
                router.fail(withdrawn, failure.kind(), failure.message());
            } else {
                // The number that it named was answered meanwhile, and means nothing any more.
                withdraw(withdrawn);
            }
        }
    }

    // ---- the end

    /**
     * Has all partitions forget the router's sessions, and with them what they keep of its writes.
     *
     * @param deadlineNanos when to stop trying; those that were not reached forget it after long silence
     * @param done run once, when all have answered or the deadline has passed
     */
    void closeAll(long deadlineNanos, Runnable done) {
        List<Closing> closings = new ArrayList<>();
        ClosingCount count = new ClosingCount(done);
        book.forEachOpen((lane, partition) -> closings.add(new Closing(partition, lane, deadlineNanos, count)));
        count.left = closings.size();
        if (closings.isEmpty()) {
            done.run();
        }
        closings.forEach(router::take);
    }

    private static final class ClosingCount {
        private final Runnable done;
        private int left;

        ClosingCount(Runnable done) {
            this.done = done;
        }

        void ended() {
            if (--left == 0) {
                done.run();
            }
        }
    }

    /** Closes a session in a partition. */
    private static final class Closing extends Request {
        private final ClosingCount count;

        Closing(int partition, int lane, long deadlineNanos, ClosingCount count) {
            super(false, partition, PartitionOperations.closeSession(), lane, deadlineNanos, 0);
            this.count = count;
        }

        @Override
        protected void succeeded(byte[] payload) {
            count.ended();
        }

        @Override
        protected void failed(Failure failure) {
            // The partition forgets the session after long silence.
            count.ended();
        }
    }
}
