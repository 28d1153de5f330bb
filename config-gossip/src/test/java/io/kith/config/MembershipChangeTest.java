package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.SimulatedCluster.ConfigNode;
import io.kith.transport.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipChangeTest {

    @Test
    void a_node_that_is_told_of_a_neighbour_only_later_joins_then() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        ConfigNode first = cluster.create(2);
        ConfigNode lonely = cluster.join(cluster.join(first));
        cluster.run(3_000);
        assertThat(lonely.isMember()).isTrue();
    }

    @Test
    void a_node_without_a_neighbour_that_answers_never_forms_a_cluster_of_its_own() {
        SimulatedCluster cluster = new SimulatedCluster(2);
        ConfigNode first = cluster.create(2);
        ConfigNode node = cluster.join(first);
        cluster.cut(first, node);
        cluster.run(10_000);
        assertThat(node.config()).isNull();
        assertThat(node.core.propose(new Change.Leave(node.id, node.id))).contains("no config");

        cluster.heal();
        cluster.runUntil(1_000, node::isMember);
    }

    @Test
    void a_node_that_leaves_drains_first_and_is_removed_when_it_is_empty() {
        SimulatedCluster cluster = SimulatedCluster.settled(3, 4, 2);
        ConfigNode leaver = cluster.nodes.get(0);
        assertThat(leaver.config().isVoter(leaver.id)).isTrue();

        leaver.core.leave();
        cluster.runUntil(5_000, () -> !leaver.isMember());

        ClusterConfig last = null;
        for (ClusterConfig config : cluster.decided.values()) {
            if (last != null && last.isMember(leaver.id) && !config.isMember(leaver.id)) {
                ClusterConfig before = last;
                for (int p = 0; p < before.partitionCount(); p++) {
                    assertThat(before.partition(p).lists(leaver.id)).isFalse();
                }
            }
            last = config;
        }
        cluster.runUntil(5_000, leaver.core::safeToStop);
        leaver.crash();
        cluster.runUntil(5_000, () -> cluster.isSettled(3));
    }

    @Test
    void the_voter_of_a_pair_can_leave() {
        SimulatedCluster cluster = SimulatedCluster.settled(4, 2, 2);
        ConfigNode voter =
                cluster.byId.get(cluster.nodes.get(0).config().voters().get(0));
        voter.core.leave();
        cluster.runUntil(5_000, () -> !voter.isMember() && voter.core.safeToStop());
        voter.crash();
        cluster.runUntil(5_000, () -> cluster.isSettled(1));
    }

    @Test
    void a_node_that_was_removed_though_it_lives_joins_again_under_its_id() {
        SimulatedCluster cluster = SimulatedCluster.settled(5, 4, 2);
        ConfigNode away = cluster.nodes.get(3);
        for (ConfigNode other : cluster.nodes.subList(0, 3)) {
            cluster.cut(away, other);
        }
        cluster.runUntil(5_000, () -> !cluster.nodes.get(0).config().isMember(away.id));

        cluster.heal();
        cluster.runUntil(10_000, () -> cluster.isSettled(4));
        assertThat(away.isMember()).isTrue();
    }

    @Test
    void a_removed_node_answers_with_the_newest_config_it_knows() {
        SimulatedCluster cluster = SimulatedCluster.settled(6, 4, 2);
        ConfigNode gone = cluster.nodes.get(3);
        gone.core.leave();
        cluster.runUntil(5_000, () -> !gone.isMember());
        assertThat(gone.core.updateSince(1)).isNotNull();
        assertThat(gone.core.updateSince(gone.config().configId())).isNull();
    }

    @Test
    void a_command_is_answered_when_the_config_is_so() {
        SimulatedCluster cluster = SimulatedCluster.settled(7, 3, 2);
        ConfigNode asked = cluster.nodes.get(2);
        ConfigNode client = client(cluster);
        client.send(asked.id, command(1, new Change.SetSetting(client.id, "app.colour", "blue")));
        cluster.runUntil(1_000, () -> client.received.size() == 1);
        ConfigMessage.ProposeAnswer answer = (ConfigMessage.ProposeAnswer) client.received.get(0);
        assertThat(answer.done()).isTrue();
        assertThat(answer.configId()).isEqualTo(asked.config().configId());
        assertThat(asked.config().settings()).containsEntry("app.colour", "blue");
    }

    @Test
    void a_node_that_is_behind_who_asks_does_not_refuse_what_it_has_yet_to_hear_of() {
        SimulatedCluster cluster = SimulatedCluster.settled(7, 3, 2);
        ConfigNode asked = cluster.nodes.get(2);
        ConfigNode client = client(cluster);
        long soon = asked.config().configId() + 1;
        client.send(asked.id, command(1, new Change.SetSetting(client.id, "app.x", "2", soon, 5, 0, "")));
        cluster.run(100);
        assertThat(client.received).isEmpty();

        asked.core.propose(new Change.SetSetting(asked.id, "app.x", "1"));
        cluster.runUntil(1_000, () -> client.received.size() == 1);

        assertThat(((ConfigMessage.ProposeAnswer) client.received.get(0)).done())
                .isTrue();
        assertThat(asked.config().settings()).containsEntry("app.x", "2");
    }

    @Test
    void a_command_that_cannot_be_is_refused_with_the_reason() {
        SimulatedCluster cluster = SimulatedCluster.settled(8, 3, 2);
        ConfigNode asked = cluster.nodes.get(2);
        ConfigNode client = client(cluster);
        client.send(asked.id, command(1, new Change.SetSetting(client.id, "replication.factor", "9")));
        client.send(asked.id, command(2, new Change.Promote(client.id, 0, 1, client.id)));
        client.send(asked.id, command(3, new Change.Remove(client.id, cluster.nodes.get(1).id)));
        cluster.runUntil(1_000, () -> client.received.size() == 3);
        assertThat(client.received)
                .extracting(message -> ((ConfigMessage.ProposeAnswer) message).reason())
                .satisfiesExactlyInAnyOrder(
                        reason -> assertThat(reason).contains("1 to 7"),
                        reason -> assertThat(reason).contains("cannot ask for Promote"),
                        reason -> assertThat(reason).contains("is alive; ask it to leave"));
        assertThat(cluster.isSettled(3)).isTrue();
    }

    @Test
    void the_replication_factor_can_be_changed_up_and_down() {
        SimulatedCluster cluster = SimulatedCluster.settled(9, 4, 2);
        ConfigNode node = cluster.nodes.get(1);
        for (String factor : List.of("3", "1", "2")) {
            assertThat(node.core.propose(new Change.SetSetting(node.id, ClusterConfig.REPLICATION_FACTOR, factor)))
                    .isNull();
            cluster.run(100);
            cluster.runUntil(5_000, () -> cluster.isSettled(4));
            assertThat(node.config().partition(3).replicas()).hasSize(Integer.parseInt(factor));
        }
    }

    @Test
    void an_operator_forces_a_config_when_most_voters_are_gone_for_good() {
        SimulatedCluster cluster = SimulatedCluster.settled(10, 3, 2);
        ConfigNode survivor = cluster.nodes.get(2);
        cluster.nodes.get(0).crash();
        cluster.nodes.get(1).crash();
        cluster.run(5_000);
        assertThat(survivor.config().members()).hasSize(3);
        assertThat(survivor.core.hearsMajorityOfVoters()).isFalse();

        survivor.core.force(List.of(survivor.id));
        assertThat(survivor.config().generation()).isEqualTo(2);
        ConfigNode fresh = cluster.join(survivor);
        cluster.runUntil(5_000, () -> fresh.isMember());
        assertThat(fresh.config().generation()).isEqualTo(2);
    }

    @Test
    void a_forced_config_fences_off_a_node_of_the_old_chain() {
        SimulatedCluster cluster = SimulatedCluster.settled(11, 3, 2);
        ConfigNode survivor = cluster.nodes.get(2);
        ConfigNode old = cluster.nodes.get(0);
        cluster.removesSuspects = false;
        cluster.cut(survivor, old);
        cluster.cut(survivor, cluster.nodes.get(1));
        cluster.run(2_000);
        survivor.core.force(List.of(survivor.id));
        long before = old.config().configId();
        cluster.heal();
        cluster.runUntil(2_000, () -> old.config().generation() == 2);
        assertThat(old.config().configId()).isGreaterThan(before);
    }

    @Test
    void a_node_takes_no_config_of_another_cluster() {
        ConfigNode one = new SimulatedCluster(12).create(1);
        SimulatedCluster elsewhere = new SimulatedCluster(13);
        ConfigNode other = elsewhere.create(1);
        other.core.propose(new Change.SetSetting(other.id, "app.colour", "blue"));
        elsewhere.runUntil(50, () -> other.config().configId() == 2);

        one.core.handle(other.id, new ConfigMessage.FullConfig(other.config()));
        one.core.handle(
                other.id,
                new ConfigMessage.ConfigSteps(new Instance(other.config().clusterId(), 1, 1), List.of(List.of())));

        assertThat(one.config().clusterId()).isNotEqualTo(other.config().clusterId());
        assertThat(one.config().configId()).isEqualTo(1);
    }

    @Test
    void a_node_creates_or_joins_under_its_own_id_and_once() {
        SimulatedCluster cluster = new SimulatedCluster(13);
        ConfigNode one = cluster.create(1);
        ConfigNode other = cluster.join(one);
        assertThatThrownBy(() -> one.core.create(SimulatedCluster.PARAMETERS, one.member, 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> one.core.join(other.member)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ConfigMessage command(long correlation, Change change) {
        return new ConfigMessage.ProposeChange(correlation, change);
    }

    /** Something that can send and receive, but is no member. */
    private static ConfigNode client(SimulatedCluster cluster) {
        return cluster.stranger(NodeId.random(cluster.random));
    }
}
