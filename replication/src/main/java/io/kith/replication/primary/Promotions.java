package io.kith.replication.primary;

import io.kith.replication.lease.PartitionLeases;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * How a joiner that has its copy becomes a replica: it is taken into the acknowledge and lease sets, then proposed; the
 * primary keeps to that until it knows what the instance decided.
 */
final class Promotions {
    private final PrimaryTerm term;
    private final Joiners joiners;
    private final JoinerCopies copies;
    private final PrimarySets sets;
    private final Commitment commitment;
    private final PartitionLeases leases;
    private final PartitionTurn turn;
    private final SafetyRules rules;

    Promotions(
            PrimaryTerm term,
            Joiners joiners,
            JoinerCopies copies,
            PrimarySets sets,
            Commitment commitment,
            PartitionLeases leases,
            PartitionTurn turn,
            SafetyRules rules) {
        this.term = term;
        this.joiners = joiners;
        this.copies = copies;
        this.sets = sets;
        this.commitment = commitment;
        this.leases = leases;
        this.turn = turn;
        this.rules = rules;
    }

    /** Goes on with all joiners, or gives them up. */
    void tick(long nowNanos) {
        Iterator<Map.Entry<NodeId, Joiner>> each = joiners.iterator();
        while (each.hasNext()) {
            Map.Entry<NodeId, Joiner> entry = each.next();
            // Taken before it is removed: by then the entry may be that of the next one.
            NodeId node = entry.getKey();
            Joiner joiner = entry.getValue();
            if (rules.mayGiveUp(joiner.isProposed())
                    && (copies.isHopeless(node, joiner, nowNanos) || isGone(node, joiner, nowNanos))) {
                each.remove();
                giveUp(node, joiner);
            } else {
                advance(node, joiner, nowNanos);
            }
        }
    }

    /**
     * Whether a joiner on whose grants the primary counts has given none for long: it may be dead and stay a member all the same, if it
     * holds the last copy of something else, and where nothing is written nobody else would notice.
     */
    private boolean isGone(NodeId node, Joiner joiner, long nowNanos) {
        long heardNanos = Math.max(joiner.follower.progressNanos, leases.node().grantedUntilNanos(node));
        return joiner.inSets && nowNanos - heardNanos > copies.patienceNanos();
    }

    private void giveUp(NodeId node, Joiner joiner) {
        copies.abandon(node, joiner);
        sets.recompute();
        commitment.forgetLog();
    }

    /** Does what is next for a joiner. */
    void advance(NodeId node, Joiner joiner, long nowNanos) {
        if (!joiner.complete) {
            copies.repeat(node, joiner, nowNanos);
            return;
        }
        // From here on commits wait for it, so it catches up with what is under way however busy the partition is.
        if (!joiner.inSets && copies.isNear(joiner)) {
            joiner.inSets = true;
            sets.recompute();
        }
        if (!joiner.inSets || turn.is(UnderWay.HAND_OVER)) {
            return;
        }
        long configId = term.here().configId();
        if (!joiner.isProposed()) {
            if (term.here().wants(node) && mayPromote(node, joiner, nowNanos)) {
                joiner.proposed(configId, nowNanos);
                term.promote(node);
            }
        } else if (joiner.proposedIn() == configId && copies.isDue(joiner, nowNanos)) {
            joiner.asked(nowNanos);
            term.promote(node);
        }
    }

    private boolean mayPromote(NodeId node, Joiner joiner, long nowNanos) {
        long grantUntilNanos = leases.node().grantedUntilNanos(node);
        return rules.mayPromote(
                grantUntilNanos > nowNanos,
                !leases.delegations().outlast(grantUntilNanos, node, nowNanos),
                copies.holdsAllCommitted(joiner));
    }

    /** A newer config was adopted: joiners it lists are replicas, of others it may have been decided otherwise. */
    void configAdopted(long configId, long nowNanos) {
        Iterator<Map.Entry<NodeId, Joiner>> each = joiners.iterator();
        List<NodeId> askAgain = new ArrayList<>();
        while (each.hasNext()) {
            Map.Entry<NodeId, Joiner> entry = each.next();
            NodeId node = entry.getKey();
            Joiner joiner = entry.getValue();
            if (term.here().lists(node)) {
                each.remove();
                copies.promoted(node, joiner);
            } else if (joiner.isProposed() && joiner.proposedIn() < configId) {
                if (rules.mayHaveBeenPromoted(joiner.proposedIn(), configId)) {
                    each.remove();
                    giveUp(node, joiner);
                } else {
                    joiner.notDecided();
                    askAgain.add(node);
                }
            }
        }
        for (NodeId node : askAgain) {
            Joiner joiner = joiners.get(node);
            if (joiner != null) {
                advance(node, joiner, nowNanos);
            }
        }
    }

    /** The primary's role is over. */
    void forgetAll() {
        Iterator<Map.Entry<NodeId, Joiner>> each = joiners.iterator();
        while (each.hasNext()) {
            copies.gone(each.next().getValue());
            each.remove();
        }
    }
}
