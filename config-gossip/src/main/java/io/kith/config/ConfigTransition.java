package io.kith.config;

import com.google.common.collect.ImmutableSortedMap;
import io.kith.transport.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a config follows from the one before and the value that was decided. Everybody computes it for himself and all
 * get the same: it depends on nothing but its arguments.
 *
 * <p>What is legal:
 *
 * <ul>
 *   <li>Every author is a member. Changes of a partition name its term.
 *   <li>A replica list gains only joiners, members and no witnesses, that the primary of that term promotes itself.
 *   <li>The primary in the next config is a replica in both. No list becomes empty: who is the last replica that is a
 *       member cannot be dropped, and if it is removed as a member it stays listed. Only an operator's acceptance of
 *       loss, for a partition none of whose replicas is a member, puts an empty replica in their place.
 *   <li>A term goes up by one exactly when the primary changes.
 *   <li>Voters are members, never none; one voter changes a version: one comes, one goes, or one takes another's place.
 *       A member that votes can be removed only after the same value named voters without it.
 * </ul>
 */
public final class ConfigTransition {

    /**
     * How far ahead the id and the terms of a forced config jump, so that they pass whatever the lost majority may
     * still have decided unseen.
     */
    static final long FORCED_JUMP = 1_000_000;

    private ConfigTransition() {}

    /**
     * Why {@code key} may not be set to {@code value} (null: be unset) in {@code config}, in words for people; null if it
     * may.
     */
    public static @Nullable String settingRefusal(ClusterConfig config, String key, @Nullable String value) {
        return Settings.refusal(config.parameters(), config.settings(), key, value);
    }

    /** The next config. Changes that are illegal have no effect; correct voters never decide such. */
    public static ClusterConfig apply(ClusterConfig config, List<Change> changes) {
        return apply(config, changes, ConfigRules.all());
    }

    /** As {@link #apply(ClusterConfig, List)}, under other rules. */
    static ClusterConfig apply(ClusterConfig config, List<Change> changes, ConfigRules rules) {
        ClusterConfig known = config.successorBy(changes, rules);
        if (known != null) {
            return known;
        }
        ConfigDraft draft = new ConfigDraft(config, rules);
        for (Change change : changes) {
            draft.apply(change);
        }
        ClusterConfig next = draft.finish();
        config.noteSuccessor(changes, rules, next);
        return next;
    }

    /**
     * Why {@code change} would be illegal after the changes {@code before} of the same value, in words for people; null
     * if it is legal.
     */
    public static @Nullable String refusal(ClusterConfig config, List<Change> before, Change change) {
        ConfigDraft draft = new ConfigDraft(config, ConfigRules.all());
        for (Change earlier : before) {
            draft.apply(earlier);
        }
        return draft.apply(change);
    }

    /** Whether {@code config} is already as {@code change} wants it, whoever saw to it. */
    public static boolean satisfied(ClusterConfig config, Change change) {
        return change.isSatisfiedBy(config);
    }

    /**
     * The config that an operator forces when the majority of voters is gone for good: made from what a survivor holds,
     * with the survivors as only members, under a new generation. The config id and every term jump ahead by
     * {@value #FORCED_JUMP}, past whatever the lost voters may have decided unseen. Writes that only the lost nodes
     * hold are lost; partitions without any survivor stay listed with their lost replicas and are unavailable.
     *
     * @throws IllegalArgumentException if no survivor is named, one is not a member, or none takes data
     */
    public static ClusterConfig force(ClusterConfig config, List<NodeId> survivors) {
        ImmutableSortedMap.Builder<NodeId, Member> kept = ImmutableSortedMap.naturalOrder();
        for (NodeId survivor : survivors.stream().sorted().distinct().toList()) {
            Member member = config.member(survivor);
            if (member == null) {
                throw new IllegalArgumentException(survivor + " is not a member of " + config);
            }
            kept.put(survivor, member);
        }
        ImmutableSortedMap<NodeId, Member> members = kept.build();
        if (members.isEmpty()) {
            throw new IllegalArgumentException("name at least one surviving node");
        }
        if (members.values().stream().noneMatch(Member::takesPartitions)) {
            throw new IllegalArgumentException(
                    "no survivor takes data: at least one must be no witness and not leaving");
        }
        PartitionReplicas[] partitions = config.copyPartitions();
        for (int p = 0; p < partitions.length; p++) {
            PartitionReplicas old = partitions[p];
            List<NodeId> alive =
                    old.replicas().stream().filter(members::containsKey).toList();
            partitions[p] = new PartitionReplicas(
                    old.term() + FORCED_JUMP, alive.isEmpty() ? old.replicas() : alive, old.emptiedInTerm());
        }
        List<NodeId>[] targets = RingTargets.next(members, config.replicationFactor(), config.copyTargets());
        return new ClusterConfig(
                config.clusterId(),
                config.parameters(),
                config.generation() + 1,
                config.configId() + FORCED_JUMP,
                members,
                VoterPolicy.choose(members.values().asList(), VoterPolicy.wantedCount(members.values())),
                partitions,
                targets,
                config.settingsTable(),
                config.journal().with(struckOff(config, members)));
    }

    private static List<MemberEvent> struckOff(ClusterConfig config, ImmutableSortedMap<NodeId, Member> survivors) {
        return config.members().values().stream()
                .filter(member -> !survivors.containsKey(member.id()))
                .map(member -> new MemberEvent(
                        config.configId() + FORCED_JUMP, MemberEvent.Kind.REMOVED, member.id(), member.address()))
                .toList();
    }
}
