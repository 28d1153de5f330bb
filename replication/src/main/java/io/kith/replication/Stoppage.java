package io.kith.replication;

import io.kith.config.Change;
import io.kith.replication.host.Bounds;
import io.kith.replication.message.ReplicationMessage.FailedAt;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionConfig;
import io.kith.replication.shared.PartitionTurn;
import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a partition that was stopped on this node, as something failed in it. The node strikes itself off the
 * partition's list where another member is on it, and then takes a copy like any node that lacks one; each time it fails
 * again it waits longer for that, and after {@value #MOST_FAILURES} times it takes none. Who is on the list alone stays there,
 * serves nothing, and says so: to start empty is for an operator to decide.
 */
final class Stoppage {
    /** So often a node takes a partition up again that fails again and again. */
    static final int MOST_FAILURES = 5;

    private static final long FIRST_WAIT_NANOS = 1_000_000_000L;

    /** A partition that went well for so long has done nothing wrong. */
    private static final long FORGIVEN_NANOS = 600_000_000_000L;

    /** Until then whoever was a joiner that had its copy when it failed may still be promoted, and has to step back. */
    private static final long PROMOTED_NANOS = 10_000_000_000L;

    private final PartitionConfig here;
    private final Holding holding;
    private final PartitionTurn turn;
    private final Bounds bounds;
    private @Nullable Throwable cause;
    private @Nullable FailedAt failedAt;
    private @Nullable Next told;
    private int failures;
    private long failedNanos;
    private long askedIn;
    private long askedNanos = SafetyRules.NEVER;

    /** What comes next. */
    private enum Next {
        STEPS_BACK("another node goes on with it, and this one will fetch it anew"),
        COPIED_ANEW("another node goes on with it; this one waits to be sent a new copy"),
        LEFT_ALONE("another node goes on with it; as it failed here " + MOST_FAILURES
                + " times, this one takes no copy of it until it is started again"),
        LAST(
                "this node held its last copy, and nothing of it is served any more. Report the error; to go on without"
                        + " what was in it, stop this node for good and run 'kith recover', which lets the partition start empty");

        private final String words;

        Next(String words) {
            this.words = words;
        }
    }

    Stoppage(PartitionConfig here, Holding holding, PartitionTurn turn, Bounds bounds) {
        this.turn = turn;
        this.here = here;
        this.holding = holding;
        this.bounds = bounds;
    }

    /** Whether the partition is stopped here. */
    boolean isOn() {
        return cause != null;
    }

    /**
     * Something failed in it; once more if it is stopped already.
     *
     * @param at what the other replicas are to be told of it
     */
    void begin(Throwable failure, @Nullable FailedAt at, long nowNanos) {
        if (at != null) {
            failedAt = at;
        }
        failures = nowNanos - failedNanos > FORGIVEN_NANOS ? 1 : failures + 1;
        failedNanos = nowNanos;
        if (cause == null) {
            cause = failure;
            told = null;
        }
        look(nowNanos);
    }

    /** Whether the partition may be copied here again. */
    boolean takesCopy(long nowNanos) {
        return cause == null || (!here.listsSelf() && failures < MOST_FAILURES && nowNanos >= copyFromNanos());
    }

    private long copyFromNanos() {
        return failures <= 1 ? failedNanos : failedNanos + (FIRST_WAIT_NANOS << (2 * (failures - 2)));
    }

    /** Does what is next. */
    void look(long nowNanos) {
        Throwable failure = cause;
        if (failure == null) {
            return;
        }
        if (holding.replica().holdsData()) {
            end();
        } else if (here.listsSelf()) {
            if (here.hasOtherMember()) {
                stepBack(nowNanos);
                tell(Next.STEPS_BACK, failure);
            } else {
                tell(Next.LAST, failure);
            }
        } else if (!here.wants(here.self()) && nowNanos - failedNanos > PROMOTED_NANOS) {
            end();
        } else if (failures < MOST_FAILURES) {
            tell(Next.COPIED_ANEW, failure);
        } else {
            holding.forgetFallen();
            tell(Next.LEFT_ALONE, failure);
        }
    }

    private void end() {
        cause = null;
        failedAt = null;
        holding.forgetFallen();
        here.goesOn();
    }

    /** Asks to be struck off the list, again and again until that is decided. */
    private void stepBack(long nowNanos) {
        long configId = here.configId();
        if (askedIn != configId || nowNanos - askedNanos > bounds.times().resendNanos()) {
            askedIn = configId;
            askedNanos = nowNanos;
            tellReplicas();
            here.propose(new Change.Drop(here.self(), here.partition(), here.term(), here.self()));
        }
    }

    private void tellReplicas() {
        FailedAt at = failedAt;
        if (at != null) {
            for (NodeId replica : here.replicas()) {
                if (!replica.equals(here.self())) {
                    turn.send(replica, at);
                }
            }
        }
    }

    private void tell(Next next, Throwable failure) {
        if (told != next) {
            told = next;
            here.stopped(next.words, failure);
        }
    }
}
