package io.kith.config;

import io.kith.transport.NodeId;
import java.util.List;

/**
 * The rules that make the chain of configs safe, each stated once; docs/protocol.md has their table. The rest of the code
 * asks here instead of deciding by itself. There is one set of rules and no switch: tests make others, in which a rule is
 * missing, by overriding a method, to see whether that is noticed.
 */
public class ConfigRules {
    private static final ConfigRules ALL = new ConfigRules();

    /** For those that lack a rule. */
    protected ConfigRules() {}

    /** All rules. */
    public static ConfigRules all() {
        return ALL;
    }

    // ---- what is legal

    /** L1: a replica list gains only joiners that the primary of the current term promotes itself. */
    protected boolean mayPromote(NodeId author, PartitionReplicas partition) {
        return author.equals(partition.primary());
    }

    /** L2: who is to be primary, or to be left as last replica, was a replica in the config before. */
    protected boolean wasReplica(PartitionReplicas before, NodeId node) {
        return before.lists(node);
    }

    /** L2: the primary of a config is a replica in that and in the one before. */
    protected boolean isReplicaInBoth(PartitionReplicas before, List<NodeId> now, NodeId node) {
        return before.lists(node) && now.contains(node);
    }

    // ---- agreement

    /** A change counts in the instance that it was asked for in, and in no later one. */
    public boolean counts(Instance askedIn, Instance now) {
        return askedIn.equals(now);
    }

    /** A voter accepts nothing below the ballot that it promised. */
    protected boolean isOutbid(Ballot ballot, Ballot promised) {
        return ballot.compareTo(promised) < 0;
    }

    /** Whether a vote under {@code ballot} takes the place of the one under {@code accepted}. */
    protected boolean isHigher(Ballot ballot, Ballot accepted) {
        return ballot.compareTo(accepted) > 0;
    }

    /**
     * A proposer takes over the value that was accepted under the highest ballot it hears of, if so many may have
     * accepted it that it may be decided.
     *
     * @param silent how many voters have not said what they accepted
     * @param reporting how many have accepted something
     */
    protected boolean mayBeDecided(int silent, int reporting, int quorum) {
        return silent + reporting >= quorum;
    }

    /** An instance is decided when so many of its voters accepted: a majority. */
    protected int quorum(ClusterConfig config) {
        return config.quorum();
    }

    /**
     * A voter binds itself to a promise or a vote, and so lets anybody hear of it, only once it has kept it.
     *
     * @param then lets others hear of it
     */
    protected void keep(VoteStore store, VoteStore.Vote vote, Runnable then) {
        store.save(vote, then);
    }

    // ---- who is given up

    /** Who holds a last copy is not removed while anybody reaches it, and not for long if nobody does. */
    protected boolean lastCopyStays() {
        return true;
    }

    /** A voter that has just woken up consents to nobody's loss of a role against its will. */
    protected boolean sleeperJudgesNobody() {
        return true;
    }

    /** Nothing is taken for lost whose holder is back. */
    protected boolean backIsNotLost() {
        return true;
    }

    /** Nothing is taken for lost whose holder is merely silent, unless an operator says that this one is gone for good. */
    protected boolean silentIsNotLost() {
        return true;
    }

    // ---- following

    /** A node's config_id never goes down. */
    protected boolean isNews(Instance held, Instance offered) {
        return held.isBehind(offered);
    }

    // ---- making a cluster

    /** Pledges are exclusive: who has given one, or is bound, pledges itself to nobody else. */
    protected boolean pledgesAreExclusive() {
        return true;
    }

    /** Who may have pledged itself and forgotten it, as it has just been started, is silent until that has run out. */
    protected long silenceNanos(long pledgeNanos) {
        return pledgeNanos;
    }

    /** Who takes part in an attempt to make the cluster is bound until it knows what became of it, and not for a time. */
    protected boolean bondOutlastsPledge() {
        return true;
    }
}
