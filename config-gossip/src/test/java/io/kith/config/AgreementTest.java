package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.SimulatedCluster.ConfigNode;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AgreementTest {

    @Test
    void a_single_node_decides_alone() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        ConfigNode only = cluster.create(2);
        assertThat(only.core.propose(new Change.SetSetting(only.id, "app.colour", "blue")))
                .isNull();

        cluster.runUntil(20, () -> only.config().configId() == 2);

        assertThat(only.config().settings()).containsEntry("app.colour", "blue");
        assertThat(only.core.safeToStop()).isTrue();
    }

    @Test
    void three_nodes_become_one_cluster_with_three_voters_and_every_partition_in_its_place() {
        SimulatedCluster cluster = new SimulatedCluster(2);
        ConfigNode first = cluster.create(2);
        cluster.join(first);
        cluster.join(first);

        long millis = cluster.runUntil(3_000, () -> cluster.isSettled(3));

        assertThat(first.config().voters()).hasSize(3);
        assertThat(millis).isLessThan(1_500);
    }

    @Test
    void voters_whose_disks_take_their_time_decide_later_and_all_the_same() {
        for (int seed = 1; seed <= 10; seed++) {
            SimulatedCluster cluster = new SimulatedCluster(seed);
            cluster.slowestVoteNanos = 40 * SimulatedCluster.MILLI;
            ConfigNode first = cluster.create(2);
            cluster.join(first);
            cluster.join(first);
            cluster.runUntil(20_000, () -> cluster.isSettled(3));
            cluster.disturb(0.1, 0.1, 20 * SimulatedCluster.MILLI);
            for (ConfigNode node : cluster.nodes) {
                assertThat(node.core.propose(new Change.SetSetting(node.id, "app." + node.id.shortName(), "1")))
                        .isNull();
            }
            cluster.runUntil(20_000, () -> !first.config().settings().isEmpty());
        }
    }

    @Test
    void admissions_that_come_together_share_a_version() {
        SimulatedCluster cluster = new SimulatedCluster(3);
        cluster.movesPartitions = false;
        ConfigNode first = cluster.create(2);
        for (int i = 0; i < 20; i++) {
            cluster.join(first);
        }

        cluster.runUntil(5_000, () -> first.config().members().size() == 21);

        assertThat(first.config().configId()).isLessThanOrEqualTo(4);
    }

    @Test
    void the_next_change_of_primary_waits_a_little_for_who_came_too_late_with_his() {
        SimulatedCluster cluster = SimulatedCluster.settled(6, 3, 2);
        cluster.movesPartitions = false;
        ConfigNode author = cluster.nodes.get(0);
        ConfigNode slow = cluster.nodes.get(1);

        assertThat(millisToMove(cluster, author)).isLessThan(30);
        assertThat(millisToMove(cluster, author)).isLessThan(30);

        slow.core.wantedLate(slow.config().configId() - 1, move(slow));
        cluster.run(5);
        assertThat(millisToMove(cluster, author)).isBetween(30L, 100L);
    }

    /** How long it takes until a partition that {@code author} leads now is led by another. */
    private static long millisToMove(SimulatedCluster cluster, ConfigNode author) {
        Change.MovePrimary move = move(author);
        assertThat(author.core.propose(move)).isNull();
        return cluster.runUntil(
                1_000,
                () -> !author.config().partition(move.partition()).primary().equals(author.id));
    }

    private static Change.MovePrimary move(ConfigNode author) {
        ClusterConfig config = author.config();
        int partition = IntStream.range(0, config.partitionCount())
                .filter(p -> config.partition(p).primary().equals(author.id))
                .findFirst()
                .orElseThrow();
        PartitionReplicas replicas = config.partition(partition);
        return new Change.MovePrimary(
                author.id, partition, replicas.term(), replicas.replicas().get(1));
    }

    @Test
    void decisions_go_on_while_a_minority_of_the_voters_is_down() {
        SimulatedCluster cluster = SimulatedCluster.settled(4, 5, 2);
        cluster.removesSuspects = false;
        voters(cluster).get(0).crash();
        voters(cluster).get(1).crash();
        ConfigNode author = voters(cluster).get(2);
        long before = author.config().configId();

        author.core.propose(new Change.SetSetting(author.id, "app.colour", "blue"));
        long millis = cluster.runUntil(1_000, () -> author.config().configId() > before);

        assertThat(author.config().settings()).containsEntry("app.colour", "blue");
        assertThat(millis).isLessThan(100);
    }

    @Test
    void nothing_is_decided_without_a_majority_and_it_is_once_there_is_one_again() {
        SimulatedCluster cluster = SimulatedCluster.settled(5, 3, 2);
        cluster.removesSuspects = false;
        ConfigNode author = cluster.nodes.get(0);
        for (ConfigNode other : cluster.nodes.subList(1, 3)) {
            cluster.cut(author, other);
        }
        long before = author.config().configId();
        author.core.propose(new Change.SetSetting(author.id, "app.colour", "blue"));
        cluster.run(5_000);
        assertThat(author.config().configId()).isEqualTo(before);

        cluster.heal();
        cluster.runUntil(1_000, () -> author.config().settings().containsKey("app.colour"));
    }

    @Test
    void a_dead_voter_is_replaced_in_the_version_that_removes_it() {
        SimulatedCluster cluster = SimulatedCluster.settled(6, 6, 2);
        ConfigNode dead = voters(cluster).get(0);
        dead.crash();

        cluster.runUntil(5_000, () -> cluster.isSettled(5));

        ClusterConfig last = null;
        for (ClusterConfig config : cluster.decided.values()) {
            if (last != null && last.isMember(dead.id) && !config.isMember(dead.id)) {
                assertThat(last.isVoter(dead.id)).isTrue();
                assertThat(config.voters()).hasSize(5).doesNotContain(dead.id);
            }
            last = config;
        }
    }

    @Test
    void voters_die_one_after_the_other_and_the_chain_goes_on() {
        SimulatedCluster cluster = SimulatedCluster.settled(7, 7, 2);
        for (int left = 6; left >= 3; left--) {
            int expected = left;
            voters(cluster).get(0).crash();
            cluster.runUntil(10_000, () -> cluster.isSettled(expected));
        }
    }

    @Test
    void two_nodes_and_a_witness_survive_the_loss_of_either() {
        for (int victim = 0; victim < 3; victim++) {
            SimulatedCluster cluster = new SimulatedCluster(8);
            ConfigNode first = cluster.create(2);
            cluster.join(first);
            cluster.join(first, "default", true);
            cluster.runUntil(5_000, () -> cluster.isSettled(3));
            assertThat(first.config().voters()).hasSize(3);

            cluster.nodes.get(victim).crash();
            cluster.runUntil(5_000, () -> cluster.isSettled(2));
        }
    }

    @Test
    void a_live_node_is_not_removed_because_one_other_wants_it() {
        SimulatedCluster cluster = SimulatedCluster.settled(9, 5, 2);
        ConfigNode accuser = cluster.nodes.get(4);
        ConfigNode accused = cluster.nodes.get(1);

        for (int i = 0; i < 20; i++) {
            accuser.core.propose(new Change.Remove(accuser.id, accused.id));
            cluster.run(100);
        }

        assertThat(accuser.config().isMember(accused.id)).isTrue();
    }

    @Test
    void a_node_that_hears_nobody_gets_nobody_removed() {
        SimulatedCluster cluster = SimulatedCluster.settled(10, 5, 2);
        ConfigNode deaf = voters(cluster).get(0);
        for (ConfigNode other : cluster.nodes) {
            if (other != deaf) {
                cluster.cutOneWay(other, deaf);
            }
        }
        cluster.run(10_000);
        for (ConfigNode other : cluster.nodes) {
            assertThat(other == deaf || other.isMember()).isTrue();
        }
    }

    @Test
    void a_live_node_is_removed_when_most_of_its_replica_peers_complain() {
        SimulatedCluster cluster = SimulatedCluster.settled(11, 4, 2);
        ConfigNode accused = cluster.nodes.get(1);
        for (int i = 0; i < 20 && accused.isMember(); i++) {
            for (ConfigNode accuser : cluster.nodes) {
                if (accuser != accused) {
                    accuser.core.propose(new Change.Remove(accuser.id, accused.id));
                }
            }
            cluster.run(50);
        }
        assertThat(cluster.decided.values()).anyMatch(config -> config.configId() > 4 && !config.isMember(accused.id));
    }

    @Test
    void a_primary_that_gave_its_role_up_for_a_suspected_node_learns_that_it_keeps_it() {
        SimulatedCluster cluster = SimulatedCluster.settled(12, 4, 2);
        cluster.removesSuspects = false;
        ConfigNode heir = cluster.nodes.get(3);
        heir.crash();
        cluster.run(2_000);
        ClusterConfig before = cluster.nodes.get(0).config();
        int partition = 0;
        while (!before.partition(partition).replicas().get(1).equals(heir.id)) {
            partition++;
        }
        PartitionReplicas replicas = before.partition(partition);
        ConfigNode primary = cluster.byId.get(replicas.primary());

        assertThat(primary.core.propose(new Change.MovePrimary(primary.id, partition, replicas.term(), heir.id)))
                .isNull();
        cluster.runUntil(1_000, () -> primary.config().configId() > before.configId());

        assertThat(primary.config().partition(partition).primary()).isEqualTo(primary.id);
    }

    @Test
    void duels_end_though_every_voter_proposes_for_itself() {
        for (int seed = 0; seed < 20; seed++) {
            SimulatedCluster cluster = SimulatedCluster.settled(100 + seed, 5, 2);
            cluster.disturb(0, 0, 30 * SimulatedCluster.MILLI);
            List<ConfigNode> voters = voters(cluster);
            for (ConfigNode a : voters) {
                // Nobody hears another well, so that everybody turns to itself first.
                voters.forEach(b -> a.lastHeard.put(b.id, cluster.now() - 600 * SimulatedCluster.MILLI));
                a.core.propose(new Change.SetSetting(a.id, "app." + a.id.shortName(), "1"));
            }
            long before = voters.get(0).config().configId();
            cluster.runUntil(
                    2_000, () -> voters.stream().allMatch(v -> v.config().configId() > before));
        }
    }

    @Test
    void an_instance_whose_proposer_dies_half_way_is_finished_by_others_within_a_third_of_a_lease() {
        for (int seed = 0; seed < 20; seed++) {
            SimulatedCluster cluster = SimulatedCluster.settled(200 + seed, 5, 2);
            cluster.movesPartitions = false;
            cluster.run(1_000);
            List<ConfigNode> voters = voters(cluster);
            ConfigNode author = voters.get(0);
            long before = author.config().configId();
            author.core.propose(new Change.SetSetting(author.id, "app.colour", "blue"));
            // The first vote of another makes that voter unable to stop.
            List<ConfigNode> others = voters.subList(1, 5);
            cluster.runUntil(100, () -> others.stream().anyMatch(voter -> !voter.core.safeToStop()));
            author.crash();
            assertThat(author.config().configId()).isEqualTo(before);

            long millis = cluster.runUntil(
                    2_000,
                    () -> others.stream().allMatch(voter -> voter.config().configId() == before + 1));
            assertThat(millis).isLessThan(333);
            assertThat(others.get(0).config().settings()).containsEntry("app.colour", "blue");
        }
    }

    @Test
    void a_planned_change_of_primary_is_decided_within_a_few_milliseconds() {
        SimulatedCluster cluster = SimulatedCluster.settled(13, 5, 2);
        ClusterConfig config = cluster.nodes.get(0).config();
        PartitionReplicas replicas = config.partition(0);
        ConfigNode primary = cluster.byId.get(replicas.primary());
        cluster.movesPartitions = false;

        primary.core.propose(new Change.MovePrimary(
                primary.id, 0, replicas.term(), replicas.replicas().get(1)));
        long millis = cluster.runUntil(
                1_000, () -> !primary.config().partition(0).primary().equals(primary.id));

        assertThat(millis).isLessThan(20);
    }

    @Test
    void chaos_never_splits_the_chain_and_it_goes_on_afterwards() {
        for (int seed = 0; seed < Integer.getInteger("kith.chaos.seeds", 25); seed++) {
            try {
                chaos(seed);
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void chaos(long seed) {
        SimulatedCluster cluster = SimulatedCluster.settled(seed, 5, 2);
        cluster.disturb(0.15, 0.1, 60 * SimulatedCluster.MILLI);
        int crashes = 0;
        for (int round = 0; round < 25; round++) {
            List<ConfigNode> live =
                    cluster.nodes.stream().filter(node -> !node.hasCrashed()).toList();
            ConfigNode a = live.get(cluster.random.nextInt(live.size()));
            ConfigNode b = live.get(cluster.random.nextInt(live.size()));
            switch (cluster.random.nextInt(6)) {
                case 0 -> cluster.cut(a, b);
                case 1 -> cluster.cutOneWay(a, b);
                case 2 -> cluster.heal();
                case 3 -> a.core.propose(new Change.SetSetting(a.id, "app.round", "" + round));
                case 4 -> cluster.join(a);
                default -> {
                    // One crash at a time, and only when the last one was digested: a quorum always lives.
                    if (crashes < 2 && !cluster.isCut() && live.size() > 4 && a.isMember()) {
                        a.crash();
                        crashes++;
                        cluster.run(4_000);
                    }
                }
            }
            cluster.run(cluster.random.nextInt(700));
        }
        cluster.heal();
        cluster.disturb(0, 0, SimulatedCluster.MILLI);
        // The neighbour that a node knew may have crashed.
        cluster.nodes.forEach(node -> cluster.nodes.forEach(known -> node.core.onSeedAnswered(known.id)));
        int live =
                (int) cluster.nodes.stream().filter(node -> !node.hasCrashed()).count();
        cluster.runUntil(30_000, () -> cluster.isSettled(live));
    }

    private static List<ConfigNode> voters(SimulatedCluster cluster) {
        List<ConfigNode> live =
                cluster.nodes.stream().filter(node -> !node.hasCrashed()).toList();
        List<NodeId> voters = live.get(0).config().voters();
        return voters.stream().map(cluster.byId::get).toList();
    }
}
