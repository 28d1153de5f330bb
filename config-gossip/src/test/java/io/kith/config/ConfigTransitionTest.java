package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ConfigTransitionTest {
    private static final NodeId A = new NodeId(1, 1);
    private static final NodeId B = new NodeId(2, 2);
    private static final NodeId C = new NodeId(3, 3);
    private static final NodeId D = new NodeId(4, 4);

    @Property(tries = 40)
    void every_step_keeps_the_rules_whatever_is_decided(@ForAll long seed) {
        ConfigEvolution evolution = new ConfigEvolution(seed);
        for (int step = 0; step < 40; step++) {
            ClusterConfig before = evolution.config;
            List<Change> value = evolution.value();
            ClusterConfig after = ConfigTransition.apply(before, value);

            assertThat(after.configId()).isEqualTo(before.configId() + 1);
            votersAreRight(before, after);
            for (int p = 0; p < before.partitionCount(); p++) {
                partitionIsRight(before, after, p, value);
            }
            targetsAreRight(after);
            evolution.config = after;
        }
    }

    @Property(tries = 40)
    void illegal_changes_have_no_effect(@ForAll long seed) {
        ConfigEvolution evolution = new ConfigEvolution(seed);
        for (int step = 0; step < 30; step++) {
            List<Change> value = evolution.value();
            List<Change> legal = new ArrayList<>();
            for (Change change : value) {
                if (ConfigTransition.refusal(evolution.config, legal, change) == null) {
                    legal.add(change);
                }
            }
            ClusterConfig after = ConfigTransition.apply(evolution.config, value);
            assertThat(ConfigTransition.apply(evolution.config, legal)).isEqualTo(after);
            evolution.config = after;
        }
    }

    private static void votersAreRight(ClusterConfig before, ClusterConfig after) {
        assertThat(after.voters()).isNotEmpty().doesNotHaveDuplicates();
        assertThat(after.members().keySet()).containsAll(after.voters());
        TreeSet<NodeId> gone = new TreeSet<>(before.voters());
        after.voters().forEach(gone::remove);
        TreeSet<NodeId> added = new TreeSet<>(after.voters());
        before.voters().forEach(added::remove);
        assertThat(gone.size()).isLessThanOrEqualTo(1);
        assertThat(added.size()).isLessThanOrEqualTo(1);
    }

    private static void partitionIsRight(ClusterConfig before, ClusterConfig after, int p, List<Change> value) {
        PartitionReplicas old = before.partition(p);
        PartitionReplicas next = after.partition(p);
        assertThat(next.replicas()).isNotEmpty().doesNotHaveDuplicates();
        assertThat(next.term()).isEqualTo(old.term() + (old.primary().equals(next.primary()) ? 0 : 1));
        boolean wasLost = old.replicas().stream().noneMatch(before::isMember);
        boolean accepted = value.stream()
                .anyMatch(change ->
                        change instanceof Change.AcceptLoss loss && loss.partition() == p && next.lists(loss.fresh()));
        if (wasLost && accepted) {
            return;
        }
        assertThat(old.replicas()).contains(next.primary());
        for (NodeId gained : next.replicas()) {
            if (!old.lists(gained)) {
                assertThat(value)
                        .anyMatch(change -> change instanceof Change.Promote promote
                                && promote.partition() == p
                                && promote.joiner().equals(gained)
                                && promote.author().equals(old.primary())
                                && promote.term() == old.term());
            }
        }
        for (NodeId replica : old.replicas()) {
            boolean dropAsked = value.stream()
                    .anyMatch(change -> change instanceof Change.Drop drop
                            && drop.partition() == p
                            && drop.replica().equals(replica));
            if (after.isMember(replica) && !dropAsked) {
                assertThat(next.replicas()).contains(replica);
            }
        }
    }

    private static void targetsAreRight(ClusterConfig after) {
        long takers = after.members().values().stream()
                .filter(Member::takesPartitions)
                .count();
        for (int p = 0; p < after.partitionCount(); p++) {
            assertThat(after.target(p))
                    .doesNotHaveDuplicates()
                    .hasSize((int) Math.min(takers, after.replicationFactor()))
                    .allMatch(node -> after.members().get(node).takesPartitions());
        }
    }

    @Test
    void a_promotion_counts_only_from_the_primary_of_that_term() {
        ClusterConfig config = members(A, B);
        assertThat(refusal(config, new Change.Promote(B, 0, 1, B))).contains("only its primary");
        assertThat(refusal(config, new Change.Promote(A, 0, 2, B))).contains("term 1, not 2");
        assertThat(refusal(config, new Change.Promote(A, 0, 1, C))).contains("not a member");
        assertThat(refusal(config, new Change.Promote(A, 0, 1, B))).isNull();
    }

    @Test
    void a_witness_never_holds_data() {
        ClusterConfig config = ConfigTransition.apply(members(A), List.of(new Change.Admit(A, member(B, true))));
        assertThat(refusal(config, new Change.Promote(A, 0, 1, B))).contains("witness");
        assertThat(config.target(0)).containsExactly(A);
    }

    @Test
    void a_joiner_promoted_in_a_value_cannot_be_made_primary_by_it() {
        ClusterConfig config = members(A, B);
        List<Change> promote = List.of(new Change.Promote(A, 0, 1, B));
        assertThat(ConfigTransition.refusal(config, promote, new Change.MovePrimary(A, 0, 1, B)))
                .contains("not a replica");
        assertThat(ConfigTransition.refusal(config, promote, new Change.Drop(A, 0, 1, A)))
                .contains("last replica");
    }

    @Test
    void the_next_in_the_list_becomes_primary_when_the_primary_is_removed() {
        ClusterConfig config = replicated(A, B, C);
        ClusterConfig next =
                ConfigTransition.apply(config, List.of(new Change.SetVoters(B, List.of(B)), new Change.Remove(B, A)));
        assertThat(next.isMember(A)).isFalse();
        assertThat(next.partition(0)).isEqualTo(new PartitionReplicas(2, List.of(B, C), 1));
        assertThat(next.voters()).containsExactly(B);
    }

    @Test
    void a_removed_member_that_is_the_last_replica_stays_listed_until_another_takes_over_or_loss_is_accepted() {
        ClusterConfig config = ConfigTransition.apply(members(A, B), List.of(new Change.SetVoters(A, List.of(B))));
        ClusterConfig removed = ConfigTransition.apply(config, List.of(new Change.Remove(B, A)));
        assertThat(removed.isMember(A)).isFalse();
        assertThat(removed.partition(0)).isEqualTo(new PartitionReplicas(1, List.of(A), 1));

        ClusterConfig back = ConfigTransition.apply(removed, List.of(new Change.Admit(B, member(A, false))));
        assertThat(back.partition(0)).isEqualTo(new PartitionReplicas(1, List.of(A), 1));
        assertThat(refusal(back, new Change.AcceptLoss(B, 0, 1, B))).contains("nothing is lost");

        ClusterConfig fresh = ConfigTransition.apply(removed, List.of(new Change.AcceptLoss(B, 0, 1, B)));
        assertThat(fresh.partition(0)).isEqualTo(new PartitionReplicas(2, List.of(B), 2));
        assertThat(fresh.partition(0).startedEmpty()).isTrue();
        assertThat(fresh.partition(1)).isEqualTo(new PartitionReplicas(1, List.of(A), 1));
    }

    @Test
    void a_joiner_promoted_while_the_only_replica_is_removed_waits_a_version_to_become_primary() {
        ClusterConfig config = ConfigTransition.apply(members(A, B), List.of(new Change.SetVoters(A, List.of(B))));
        ClusterConfig next =
                ConfigTransition.apply(config, List.of(new Change.Promote(A, 0, 1, B), new Change.Remove(B, A)));
        assertThat(next.partition(0)).isEqualTo(new PartitionReplicas(1, List.of(A, B), 1));

        ClusterConfig after = ConfigTransition.apply(next, List.of(new Change.Drop(B, 0, 1, A)));
        assertThat(after.partition(0)).isEqualTo(new PartitionReplicas(2, List.of(B), 1));
    }

    @Test
    void a_voter_is_removed_only_after_voters_without_it_were_named() {
        ClusterConfig config = members(A, B);
        assertThat(refusal(config, new Change.Remove(B, A))).contains("is a voter");
        assertThat(refusal(config, new Change.SetVoters(A, List.of()))).contains("1 to 9 voters");
        assertThat(refusal(config, new Change.SetVoters(A, List.of(C)))).contains("not a member");
    }

    @Test
    void one_voter_changes_at_a_time() {
        ClusterConfig config = members(A, B, C);
        assertThat(refusal(config, new Change.SetVoters(A, List.of(A, B, C)))).contains("one voter changes");
        assertThat(refusal(config, new Change.SetVoters(A, List.of(A, B)))).isNull();
        assertThat(refusal(config, new Change.SetVoters(A, List.of(A)))).contains("already");
    }

    @Test
    void settings_are_checked_before_they_are_accepted() {
        ClusterConfig config = members(A);
        String factor = ClusterConfig.REPLICATION_FACTOR;
        assertThat(refusal(config, new Change.SetSetting(A, factor, "8"))).contains("1 to 7");
        assertThat(refusal(config, new Change.SetSetting(A, factor, "two"))).contains("not 'two'");
        assertThat(refusal(config, new Change.SetSetting(A, "heartbeats", "1"))).contains("there is no setting");
        assertThat(refusal(config, new Change.SetSetting(A, "app.", "1"))).contains("there is no setting");
        assertThat(refusal(config, new Change.SetSetting(A, "app.x", "y".repeat(9_000))))
                .contains("8192");
        assertThat(refusal(config, new Change.SetSetting(A, "app.x", "y"))).isNull();
        assertThat(refusal(config, new Change.SetSetting(A, factor, "3"))).isNull();
    }

    @Test
    void another_replication_factor_is_another_target() {
        ClusterConfig config = members(A, B, C);
        ClusterConfig next = ConfigTransition.apply(
                config, List.of(new Change.SetSetting(A, ClusterConfig.REPLICATION_FACTOR, "3")));
        assertThat(config.target(0)).hasSize(2);
        assertThat(next.target(0))
                .hasSize(3)
                .containsSubsequence(config.target(0).get(0));
    }

    @Test
    void a_node_that_leaves_is_no_target_any_more_and_the_last_cannot_leave() {
        ClusterConfig config = members(A, B);
        assertThat(refusal(members(A), new Change.Leave(A, A))).contains("last node that holds data");
        ClusterConfig next = ConfigTransition.apply(config, List.of(new Change.Leave(B, B)));
        assertThat(next.member(B).state()).isEqualTo(MemberState.LEAVING);
        for (int p = 0; p < next.partitionCount(); p++) {
            assertThat(next.target(p)).containsExactly(A);
        }
    }

    @Test
    void a_forced_config_passes_whatever_the_lost_nodes_may_have_decided() {
        ClusterConfig config = replicated(A, B, C);
        ClusterConfig forced = ConfigTransition.force(config, List.of(C));
        assertThat(forced.generation()).isEqualTo(2);
        assertThat(forced.configId()).isGreaterThan(config.configId() + 1_000);
        assertThat(forced.members().keySet()).containsExactly(C);
        assertThat(forced.voters()).containsExactly(C);
        assertThat(forced.partition(0).replicas()).containsExactly(C);
        assertThat(forced.partition(0).term()).isGreaterThan(config.partition(0).term() + 1_000);
        assertThat(forced.target(0)).containsExactly(C);
    }

    @Test
    void thousands_of_changes_are_one_cheap_step() {
        ClusterParameters large = new ClusterParameters("large", 16_384, 1_000, 10);
        ClusterConfig config = Genesis.config(D, large, member(A, false), 2);
        config = ConfigTransition.apply(config, List.of(new Change.Admit(A, member(B, false))));
        List<Change> value = new ArrayList<>();
        for (int p = 0; p < 4_096; p++) {
            value.add(new Change.Promote(A, p, 1, B));
        }
        // Of this thread alone: a busy machine must not fail the test.
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        ClusterConfig next = ConfigTransition.apply(config, value);
        long millis = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1_000_000;
        assertThat(next.partition(4_095).replicas()).containsExactly(A, B);
        assertThat(next.partition(4_096).replicas()).containsExactly(A);
        assertThat(millis).isLessThan(500);
    }

    private static String refusal(ClusterConfig config, Change change) {
        return ConfigTransition.refusal(config, List.of(), change);
    }

    /** A cluster of these members; the first is the only voter and holds everything. */
    private static ClusterConfig members(NodeId... ids) {
        ClusterConfig config = Genesis.config(D, new ClusterParameters("test", 4, 1_000, 10), member(ids[0], false), 2);
        List<Change> value = new ArrayList<>();
        for (int i = 1; i < ids.length; i++) {
            value.add(new Change.Admit(ids[0], member(ids[i], false)));
        }
        return ConfigTransition.apply(config, value);
    }

    /** The same, where all hold partition 0. */
    private static ClusterConfig replicated(NodeId... ids) {
        ClusterConfig config = members(ids);
        List<Change> value = new ArrayList<>();
        for (int i = 1; i < ids.length; i++) {
            value.add(new Change.Promote(ids[0], 0, 1, ids[i]));
        }
        return ConfigTransition.apply(config, value);
    }

    private static Member member(NodeId id, boolean witness) {
        return new Member(id, new NodeAddress("localhost", 7_400), "default", 100, witness, MemberState.ACTIVE, 0);
    }
}
