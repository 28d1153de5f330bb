package io.kith.replication.shared;

import io.kith.replication.message.ReplicationMessage.StaleTerm;
import io.kith.replication.safety.SafetyRules;
import io.kith.transport.NodeId;

/** The terms of one partition at this node: those it takes part in, and the one that it leads, if it does. */
public final class Fence {
    private final PartitionConfig here;
    private final Holding holding;
    private final PartitionTurn turn;
    private final SafetyRules rules;
    private long leads;

    /** Leads nothing yet. */
    public Fence(PartitionConfig here, Holding holding, PartitionTurn turn, SafetyRules rules) {
        this.here = here;
        this.holding = holding;
        this.turn = turn;
        this.rules = rules;
    }

    /** The highest term this node has adopted or knows of: it takes part in no lower one. */
    public long term() {
        return rules.fence(holding.replica().adoptedTerm(), here.term());
    }

    /**
     * Whether {@code term} is the one to go by; else asks {@code from} for what is newer, or tells it. A stranger is never to go
     * by: anybody may call himself a node.
     */
    public boolean admits(NodeId from, long term) {
        if (rules.isFencedOff(term, term())) {
            turn.send(from, new StaleTerm(here.partition(), term()));
            return false;
        }
        if (term > here.term()) {
            here.behind(from);
        }
        return rules.mayTakePart(term, here.term()) && !here.isStranger(from);
    }

    /** This node is primary in {@code term} from now on; 0 for none. */
    public void leads(long term) {
        leads = term;
    }

    /** Whether this node is primary, active or not. */
    public boolean isLeading() {
        return leads != 0;
    }

    /** Whether it is that in {@code term}. */
    public boolean isLeadingIn(long term) {
        return leads == term && leads != 0;
    }
}
