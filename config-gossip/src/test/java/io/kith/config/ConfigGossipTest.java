package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.SimulatedCluster.ConfigNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigGossipTest {

    @Test
    void a_node_that_was_cut_off_for_many_versions_catches_up_at_once() {
        SimulatedCluster cluster = SimulatedCluster.settled(1, 4, 2);
        cluster.removesSuspects = false;
        ConfigNode away = cluster.nodes.get(3);
        ConfigNode here = cluster.nodes.get(0);
        cluster.nodes.subList(0, 3).forEach(node -> cluster.cut(node, away));
        for (int i = 0; i < 50; i++) {
            here.core.propose(new Change.SetSetting(here.id, "app.count", "" + i));
            cluster.run(50);
        }
        assertThat(away.config().configId()).isLessThan(here.config().configId() - 40);

        cluster.heal();
        cluster.runUntil(600, () -> away.config().configId() == here.config().configId());
    }

    @Test
    void a_node_far_behind_gets_the_whole_config() {
        ConfigEvolution evolution = new ConfigEvolution(2);
        ConfigHistory history = new ConfigHistory(evolution.config);
        ConfigFollower late = new ConfigFollower();
        assertThat(late.apply(new ConfigMessage.FullConfig(evolution.config)))
                .isEqualTo(ConfigFollower.Outcome.ADVANCED);
        long first = evolution.config.configId();
        for (int i = 0; i < 1_100; i++) {
            List<Change> value = evolution.value();
            evolution.config = ConfigTransition.apply(evolution.config, value);
            history.advance(evolution.config, value);
        }
        ConfigMessage.ConfigUpdate update = history.since(1, first);
        assertThat(update).isInstanceOf(ConfigMessage.FullConfig.class);
        assertThat(late.apply(update)).isEqualTo(ConfigFollower.Outcome.ADVANCED);
        assertThat(late.config()).isEqualTo(evolution.config);
    }

    @Test
    void a_follower_applies_changes_from_where_it_is_and_reports_gaps() {
        ConfigEvolution evolution = new ConfigEvolution(3);
        ClusterConfig start = evolution.config;
        List<List<Change>> steps = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            steps.add(List.of(new Change.SetSetting(start.voters().get(0), "app.count", "" + i)));
            evolution.config = ConfigTransition.apply(evolution.config, steps.get(i));
        }
        Instance from = Instance.of(start);
        ConfigMessage.ConfigSteps all = new ConfigMessage.ConfigSteps(from, steps);
        ConfigMessage.ConfigSteps two = new ConfigMessage.ConfigSteps(from, steps.subList(0, 2));
        ConfigMessage.ConfigSteps last = new ConfigMessage.ConfigSteps(
                new Instance(from.clusterId(), 1, from.configId() + 4), steps.subList(4, 5));
        ConfigFollower follower = new ConfigFollower();
        assertThat(follower.configId()).isZero();
        assertThat(follower.pull()).isEqualTo(new ConfigMessage.PullConfig(0, 0));
        assertThat(follower.apply(two)).isEqualTo(ConfigFollower.Outcome.GAP);
        follower.apply(new ConfigMessage.FullConfig(start));

        assertThat(follower.apply(two)).isEqualTo(ConfigFollower.Outcome.ADVANCED);
        assertThat(follower.apply(two)).isEqualTo(ConfigFollower.Outcome.IGNORED);
        assertThat(follower.apply(last)).isEqualTo(ConfigFollower.Outcome.GAP);
        assertThat(follower.apply(all)).isEqualTo(ConfigFollower.Outcome.ADVANCED);
        assertThat(follower.config()).isEqualTo(evolution.config);
        assertThat(follower.apply(new ConfigMessage.FullConfig(start))).isEqualTo(ConfigFollower.Outcome.IGNORED);
        assertThat(follower.pull()).isEqualTo(new ConfigMessage.PullConfig(1, evolution.config.configId()));
    }

    @Test
    void a_decision_reaches_a_large_cluster_within_a_heartbeat_without_telling_everybody_directly() {
        SimulatedCluster cluster = new SimulatedCluster(4);
        cluster.movesPartitions = false;
        ConfigNode first = cluster.create(2);
        for (int i = 1; i < 40; i++) {
            cluster.join(first);
        }
        cluster.runUntil(5_000, () -> cluster.isSettled(40));
        cluster.run(1_000);
        long target = first.config().configId() + 1;
        first.core.propose(new Change.SetSetting(first.id, "app.colour", "blue"));

        long millis = cluster.runUntil(
                1_000,
                () -> cluster.nodes.stream().allMatch(node -> node.config().configId() >= target));

        assertThat(millis).isLessThan(400);
    }

    @Test
    void votes_outlive_a_restart_of_a_node_that_keeps_them() {
        List<VoteStore.Vote> kept = new ArrayList<>();
        VoteStore store = new VoteStore() {
            @Override
            public void save(Vote vote, Runnable then) {
                kept.add(vote);
                then.run();
            }

            @Override
            public Vote load() {
                return kept.isEmpty() ? null : kept.get(kept.size() - 1);
            }
        };
        ClusterConfig config = ConfigEvolution.config(5);
        Instance instance = Instance.of(config);
        Ballot low = new Ballot(1, config.voters().get(0));
        Ballot high = new Ballot(2, config.voters().get(0));
        List<Change> value =
                List.of(new Change.Leave(config.voters().get(0), config.voters().get(0)));
        PaxosAcceptor before = new PaxosAcceptor(instance, store, store.load(), ConfigRules.all());
        assertThat(before.promise(low, () -> {})).isTrue();
        assertThat(before.accept(high, value, () -> {})).isTrue();

        PaxosAcceptor after = new PaxosAcceptor(instance, store, store.load(), ConfigRules.all());
        assertThat(after.promise(low, () -> {})).isFalse();
        assertThat(after.accept(low, List.of(), () -> {})).isFalse();
        assertThat(after.accepted()).isEqualTo(high);
        assertThat(after.value()).isEqualTo(value);

        Instance next = new Instance(instance.clusterId(), 1, instance.configId() + 1);
        assertThat(new PaxosAcceptor(next, store, store.load(), ConfigRules.all()).accepted())
                .isEqualTo(Ballot.NONE);
    }
}
