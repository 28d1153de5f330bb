package io.kith.replication.primary;

import io.kith.replication.safety.InvariantViolation;
import io.kith.replication.safety.SafetyRules;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Whom a primary needs: to commit, to read alone, and to read without a lease. Itself is in none of these sets. */
final class PrimarySets {
    private final PrimaryTerm term;
    private final Followers followers;
    private final Joiners joiners;
    private final SafetyRules rules;
    private final TreeSet<NodeId> askedToDrop = new TreeSet<>();
    private List<NodeId> acknowledge = List.of();
    private List<NodeId> lease = List.of();
    private List<NodeId> barrier = List.of();

    PrimarySets(PrimaryTerm term, Followers followers, Joiners joiners, SafetyRules rules) {
        this.term = term;
        this.followers = followers;
        this.joiners = joiners;
        this.rules = rules;
        recompute();
    }

    /** The other nodes whose acknowledgement a commit needs. */
    List<NodeId> acknowledge() {
        return acknowledge;
    }

    /** The other nodes whose grants the primary's lease needs. */
    List<NodeId> lease() {
        return lease;
    }

    /** The other nodes that a read without a lease asks. */
    List<NodeId> barrier() {
        return barrier;
    }

    /** The config or a joiner has changed. */
    void recompute() {
        List<NodeId> listed = new ArrayList<>(term.here().replicas());
        listed.remove(term.self());
        List<NodeId> needed = rules.stillNeeded(listed, askedToDrop);
        needed.forEach(followers::addReplica);
        List<NodeId> joining = joiners.inSets();
        acknowledge = rules.acknowledgeSet(needed, joining);
        lease = rules.leaseSet(needed, joining);
        barrier = rules.barrierSet(needed, joining);
        if (!acknowledge.containsAll(listed)) {
            rules.broken(new InvariantViolation(
                    "a primary waits for all replicas of its config, but not for all of " + listed,
                    term.partition(),
                    term.number(),
                    0));
        }
        for (Follower follower : followers.all()) {
            follower.inSet = acknowledge.contains(follower.node);
            follower.listed = listed.contains(follower.node);
        }
    }

    /** The primary has asked to drop {@code replica} from the list. */
    void askedToDrop(NodeId replica) {
        askedToDrop.add(replica);
        recompute();
    }

    /** A newer config was adopted: what it was asked for is decided, one way or the other. */
    void configAdopted() {
        askedToDrop.clear();
    }
}
