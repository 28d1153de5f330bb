package io.kith.replication.primary;

import io.kith.replication.host.Bounds;
import io.kith.replication.lease.Leases;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.CopySlots;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionRequests;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/** A primary giving its role to another replica: first it drains, then it proposes and keeps to it. */
final class HandOver {
    /** In so many instances it is asked for before it is called off. */
    private static final int MAX_ASKS = 6;

    private final PrimaryTerm term;
    private final Holding holding;
    private final Leases leases;
    private final PartitionRequests requests;
    private final PartitionTurn turn;
    private final CopySlots slots;
    private final Bounds bounds;
    private @Nullable NodeId successor;
    private long sinceNanos;

    /** The config_id under which the move was proposed; 0 while open writes drain. */
    private long proposedIn;

    /** When it was last proposed. */
    private long askedNanos;

    /** In how many instances it was proposed. */
    private int asks;

    HandOver(
            PrimaryTerm term,
            Holding holding,
            Leases leases,
            PartitionRequests requests,
            PartitionTurn turn,
            CopySlots slots,
            Bounds bounds) {
        this.term = term;
        this.holding = holding;
        this.leases = leases;
        this.requests = requests;
        this.turn = turn;
        this.slots = slots;
        this.bounds = bounds;
    }

    /** Whether the move was proposed. */
    boolean isProposed() {
        return successor != null && proposedIn != 0;
    }

    /** Begins to give the role to {@code next}, a replica. */
    void begin(NodeId next) {
        long nowNanos = turn.now();
        turn.begins(UnderWay.HAND_OVER);
        successor = next;
        sinceNanos = nowNanos;
        proposedIn = 0;
        askedNanos = 0;
        asks = 1;
        slots.handOverBegins();
        advance(nowNanos);
    }

    /** Whether a planned change would be decided soon: a majority of the voters answered of late. */
    boolean votersAnswer() {
        long sinceAnsweredNanos = turn.now() - 2 * bounds.times().heartbeatNanos();
        return leases.votersAnswer(term.here().config(), term.self(), sinceAnsweredNanos);
    }

    /** Does what is next, if one is under way. */
    void advance(long nowNanos) {
        NodeId next = successor;
        if (next == null) {
            return;
        }
        if (proposedIn == 0) {
            boolean drained = holding.committed() == holding.log().last();
            if (drained && votersAnswer() && term.here().lists(next)) {
                proposedIn = term.here().configId();
            } else if (nowNanos - sinceNanos > bounds.times().drainNanos()) {
                callOff();
                return;
            } else {
                return;
            }
        }
        if (proposedIn == term.here().configId()
                && nowNanos - askedNanos > bounds.times().resendNanos() / 2) {
            askedNanos = nowNanos;
            term.moveTo(next);
        }
    }

    /**
     * A newer config was adopted, and this node is still the primary. The instances so far decided other things, as they do
     * when configs follow each other within milliseconds. Asks again in the next one, since nothing has been written
     * meanwhile; but not for long, as writes wait.
     */
    void configAdopted(long configId) {
        NodeId next = successor;
        if (next == null || proposedIn == 0 || proposedIn >= configId) {
            return;
        }
        long nowNanos = turn.now();
        boolean again = asks < MAX_ASKS
                && nowNanos - sinceNanos <= bounds.times().drainNanos()
                && term.here().lists(next)
                && term.here().config().isMember(next);
        if (again) {
            asks++;
            proposedIn = configId;
            askedNanos = SafetyRules.NEVER;
            advance(nowNanos);
        } else {
            callOff();
        }
    }

    private void callOff() {
        end();
        requests.retryHeld();
    }

    /** It is over. */
    void end() {
        if (successor != null) {
            successor = null;
            turn.ends(UnderWay.HAND_OVER);
            slots.handOverEnds();
        }
    }
}
