package io.kith.config;

import io.kith.transport.NodeId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The rules of production but for some: each method says what is done without the rule that it states. */
public final class ConfigRulesWithout extends ConfigRules {
    private final EnumSet<ConfigRule> off;

    private ConfigRulesWithout(EnumSet<ConfigRule> off) {
        this.off = off;
    }

    /** All rules but {@code off}. */
    public static ConfigRules rules(ConfigRule... off) {
        return rules(Set.of(off));
    }

    /** All rules but {@code off}; all nodes must get the same. */
    public static ConfigRules rules(Set<ConfigRule> off) {
        EnumSet<ConfigRule> copy = EnumSet.noneOf(ConfigRule.class);
        copy.addAll(off);
        return off.isEmpty() ? ConfigRules.all() : new ConfigRulesWithout(copy);
    }

    private boolean lacks(ConfigRule rule) {
        return off.contains(rule);
    }

    @Override
    protected boolean mayPromote(NodeId author, PartitionReplicas partition) {
        return lacks(ConfigRule.PROMOTED_BY_PRIMARY) || super.mayPromote(author, partition);
    }

    @Override
    protected boolean wasReplica(PartitionReplicas before, NodeId node) {
        return lacks(ConfigRule.PRIMARY_IN_BOTH) || super.wasReplica(before, node);
    }

    @Override
    protected boolean isReplicaInBoth(PartitionReplicas before, List<NodeId> now, NodeId node) {
        return lacks(ConfigRule.PRIMARY_IN_BOTH) || super.isReplicaInBoth(before, now, node);
    }

    @Override
    public boolean counts(Instance askedIn, Instance now) {
        return lacks(ConfigRule.BOUND_TO_INSTANCE) || super.counts(askedIn, now);
    }

    @Override
    protected boolean isOutbid(Ballot ballot, Ballot promised) {
        return !lacks(ConfigRule.PROMISES_BIND) && super.isOutbid(ballot, promised);
    }

    @Override
    protected boolean isHigher(Ballot ballot, Ballot accepted) {
        return lacks(ConfigRule.PROMISES_BIND) || super.isHigher(ballot, accepted);
    }

    @Override
    protected boolean mayBeDecided(int silent, int reporting, int quorum) {
        return !lacks(ConfigRule.ACCEPTED_VALUES_BIND) && super.mayBeDecided(silent, reporting, quorum);
    }

    @Override
    protected int quorum(ClusterConfig config) {
        int half = Math.max(1, config.voters().size() / 2);
        return lacks(ConfigRule.QUORUM_IS_MAJORITY) ? half : super.quorum(config);
    }

    @Override
    protected void keep(VoteStore store, VoteStore.Vote vote, Runnable then) {
        if (lacks(ConfigRule.VOTES_ARE_KEPT_FIRST)) {
            store.save(vote, () -> {});
            then.run();
        } else {
            super.keep(store, vote, then);
        }
    }

    @Override
    protected boolean lastCopyStays() {
        return !lacks(ConfigRule.LAST_COPY_STAYS);
    }

    @Override
    protected boolean sleeperJudgesNobody() {
        return !lacks(ConfigRule.SLEEPER_JUDGES_NOBODY);
    }

    @Override
    protected boolean backIsNotLost() {
        return !lacks(ConfigRule.BACK_IS_NOT_LOST);
    }

    @Override
    protected boolean silentIsNotLost() {
        return !lacks(ConfigRule.SILENT_IS_NOT_LOST);
    }

    @Override
    protected boolean isNews(Instance held, Instance offered) {
        boolean goesBack = offered.clusterId().equals(held.clusterId()) && offered.configId() < held.configId();
        return super.isNews(held, offered) || (lacks(ConfigRule.CONFIG_ID_RISES) && goesBack);
    }
}
