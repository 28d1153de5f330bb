package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.SimulatedCluster.ConfigNode;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Who holds a last copy is not given up lightly, nor what it holds; each rule is shown to matter by its absence. */
class LastCopiesTest {
    private static final long PATIENCE_MILLIS = LastCopies.PATIENCE_NANOS / SimulatedCluster.MILLI;
    private static final long GONE_MILLIS = LostHolders.GONE_NANOS / SimulatedCluster.MILLI;
    private static final int SEEDS = 10;

    @Test
    void who_holds_a_last_copy_stays_a_member_for_long_and_loses_its_vote() {
        SimulatedCluster cluster = SimulatedCluster.settled(1, 3, 1);
        ConfigNode silent = cluster.nodes.get(2);
        List<Integer> held = held(silent.config(), silent);
        cutOff(cluster, silent);

        cluster.run(PATIENCE_MILLIS - 5_000);
        ConfigNode other = cluster.nodes.get(0);
        assertThat(other.config().isMember(silent.id)).isTrue();
        assertThat(other.config().isVoter(silent.id)).isFalse();
        assertThat(held(other.config(), silent)).isEqualTo(held);

        cluster.runUntil(15_000, () -> !other.config().isMember(silent.id));
        assertThat(held(other.config(), silent)).as("it stays listed").isEqualTo(held);
    }

    @Test
    void without_LAST_COPY_STAYS_it_is_removed_at_once() {
        SimulatedCluster cluster =
                SimulatedCluster.settled(1, 3, 1, ConfigRulesWithout.rules(ConfigRule.LAST_COPY_STAYS));
        ConfigNode silent = cluster.nodes.get(2);
        cutOff(cluster, silent);
        cluster.runUntil(5_000, () -> !cluster.nodes.get(0).config().isMember(silent.id));
    }

    @Test
    void who_ends_where_its_machine_says_so_is_removed_at_once() {
        SimulatedCluster cluster = SimulatedCluster.settled(1, 3, 1);
        ConfigNode gone = cluster.nodes.get(2);
        gone.crash();
        cluster.runUntil(5_000, () -> !cluster.nodes.get(0).config().isMember(gone.id));
    }

    @Test
    void what_others_hold_too_goes_on_with_them() {
        SimulatedCluster cluster = SimulatedCluster.settled(2, 5, 2);
        cluster.movesPartitions = false;
        List<ConfigNode> silent = holdersOfOnePartition(cluster);
        silent.forEach(node -> cutOff(cluster, node));
        ConfigNode other = heard(cluster, silent);
        cluster.runUntil(6_000, () -> listing(other.config(), silent) == shared(other.config(), silent));
        assertThat(silent).allMatch(node -> other.config().isMember(node.id));
    }

    /** The living one of two that fell silent together must not be struck off in favour of the dead one. */
    @Test
    void of_two_that_fall_silent_together_the_one_that_lives_goes_on_with_what_only_they_hold() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            assertThat(partitionsLostThoughOneLives(seed, ConfigRules.all()))
                    .as("seed %s", seed)
                    .isZero();
        }
    }

    @Test
    void without_LAST_COPY_STAYS_it_may_be_the_dead_one_that_is_kept() {
        ConfigRules rules = ConfigRulesWithout.rules(ConfigRule.LAST_COPY_STAYS);
        assertThat(LongStream.rangeClosed(1, SEEDS).filter(seed -> partitionsLostThoughOneLives(seed, rules) > 0))
                .isNotEmpty();
    }

    private static int partitionsLostThoughOneLives(long seed, ConfigRules rules) {
        SimulatedCluster cluster = SimulatedCluster.settled(seed, 5, 2, rules);
        cluster.movesPartitions = false;
        List<ConfigNode> silent = holdersOfOnePartition(cluster);
        silent.forEach(node -> cutOff(cluster, node));
        cluster.run(5_000);
        ConfigNode dead = silent.get(0);
        dead.crash();
        cluster.heal();
        ConfigNode other = heard(cluster, silent);
        cluster.runUntil(
                20_000,
                () -> !other.config().isMember(dead.id) && other.config().isMember(silent.get(1).id));
        return (int) IntStream.range(0, other.config().partitionCount())
                .filter(p -> other.config().partition(p).replicas().equals(List.of(dead.id)))
                .count();
    }

    @Test
    void a_voter_that_has_just_woken_up_consents_to_no_removal() {
        assertThat(removesWhileAsleep(ConfigRules.all())).isFalse();
    }

    @Test
    void without_SLEEPER_JUDGES_NOBODY_it_does() {
        assertThat(removesWhileAsleep(ConfigRulesWithout.rules(ConfigRule.SLEEPER_JUDGES_NOBODY)))
                .isTrue();
    }

    private static boolean removesWhileAsleep(ConfigRules rules) {
        SimulatedCluster cluster = SimulatedCluster.settled(3, 3, 2, rules);
        ConfigNode silent = cluster.nodes.get(2);
        cluster.nodes.get(1).awake = false;
        cutOff(cluster, silent);
        cluster.run(5_000);
        boolean removed = !cluster.nodes.get(0).config().isMember(silent.id);
        cluster.nodes.get(1).awake = true;
        cluster.runUntil(5_000, () -> !cluster.nodes.get(0).config().isMember(silent.id));
        return removed;
    }

    @Test
    void what_may_still_live_is_not_given_up_before_it_was_silent_for_long_or_is_named() {
        SimulatedCluster cluster = withOneRemoved(ConfigRules.all());
        ConfigNode gone = cluster.nodes.get(2);
        ConfigNode asked = cluster.nodes.get(0);
        List<Integer> lost = held(asked.config(), gone);

        ConfigMessage.ProposeAnswer refused = giveUp(cluster, asked, lost.get(0), List.of());
        assertThat(refused.done()).isFalse();
        assertThat(refused.reason())
                .contains("may still live " + gone.id.shortName() + " at localhost:7002 (silent for ")
                .contains("--lost " + gone.id.shortName());
        assertThat(giveUp(cluster, asked, lost.get(0), List.of(gone.id)).done()).isTrue();
        assertThat(asked.config().partition(lost.get(0)).primary()).isEqualTo(asked.id);

        cluster.run(GONE_MILLIS);
        assertThat(giveUp(cluster, asked, lost.get(1), List.of()).done()).isTrue();
    }

    @Test
    void without_SILENT_IS_NOT_LOST_it_is() {
        SimulatedCluster cluster = withOneRemoved(ConfigRulesWithout.rules(ConfigRule.SILENT_IS_NOT_LOST));
        ConfigNode asked = cluster.nodes.get(0);
        int lost = held(asked.config(), cluster.nodes.get(2)).get(0);
        assertThat(giveUp(cluster, asked, lost, List.of()).done()).isTrue();
    }

    @Test
    void nothing_starts_empty_whose_holder_is_back_whatever_an_operator_says() {
        SimulatedCluster cluster = withOneRemoved(ConfigRules.all());
        ConfigNode back = cluster.nodes.get(2);
        List<Integer> held = held(cluster.nodes.get(0).config(), back);
        ConfigMessage.ProposeAnswer refused = giveUpWhatIsHeard(cluster, held.get(0));
        assertThat(refused.done()).isFalse();
        assertThat(refused.reason()).contains("is back with partition");
        cluster.heal();
        cluster.runUntil(5_000, back::isMember);
        assertThat(held(cluster.nodes.get(0).config(), back)).isEqualTo(held);
    }

    @Test
    void without_BACK_IS_NOT_LOST_it_does() {
        SimulatedCluster cluster = withOneRemoved(ConfigRulesWithout.rules(ConfigRule.BACK_IS_NOT_LOST));
        int held = held(cluster.nodes.get(0).config(), cluster.nodes.get(2)).get(0);
        assertThat(giveUpWhatIsHeard(cluster, held).done()).isTrue();
    }

    @Test
    void nothing_starts_empty_whose_holder_another_member_asks_to_admit() {
        SimulatedCluster cluster = withOneRemoved(ConfigRules.all());
        ConfigNode asked = cluster.nodes.get(0);
        ConfigNode back = cluster.nodes.get(2);
        List<Integer> held = held(asked.config(), back);
        cluster.heal();
        cluster.cut(asked, back);
        // It has learnt from the other that it was removed, and asks that one to be admitted again; that takes 50 ms
        // more.
        cluster.runUntil(5_000, () -> !back.isMember());
        cluster.run(10);
        assertThat(giveUp(cluster, asked, held.get(0), List.of(back.id)).done()).isFalse();
        assertThat(held(asked.config(), back)).isEqualTo(held);
    }

    /** The node that was removed is heard again, and does not hear that it is no member any more. */
    private static ConfigMessage.ProposeAnswer giveUpWhatIsHeard(SimulatedCluster cluster, int partition) {
        ConfigNode asked = cluster.nodes.get(0);
        ConfigNode back = cluster.nodes.get(2);
        long before = cluster.now();
        cluster.heal();
        cluster.cutOneWay(asked, back);
        cluster.cutOneWay(cluster.nodes.get(1), back);
        cluster.runUntil(5_000, () -> asked.lastHeard.getOrDefault(back.id, 0L) > before);
        return giveUp(cluster, asked, partition, List.of(back.id));
    }

    @Test
    void no_generation_is_forced_without_nodes_that_may_still_live() {
        SimulatedCluster cluster = SimulatedCluster.settled(4, 3, 2);
        cluster.movesPartitions = false;
        ConfigNode survivor = cluster.nodes.get(2);
        List<NodeId> others = List.of(cluster.nodes.get(0).id, cluster.nodes.get(1).id);
        cutOff(cluster, survivor);
        cluster.run(3_000);

        ConfigMessage.ProposeAnswer refused = force(cluster, survivor, List.of(others.get(0)));
        assertThat(refused.done()).isFalse();
        assertThat(refused.reason())
                .contains("may still live " + others.get(1).shortName())
                .doesNotContain(others.get(0).shortName());
        assertThat(force(cluster, survivor, others).done()).isTrue();
        assertThat(survivor.config().generation()).isEqualTo(2);
    }

    private static ConfigMessage.ProposeAnswer force(SimulatedCluster cluster, ConfigNode asked, List<NodeId> gone) {
        return ask(
                cluster, asked, new ConfigMessage.ForceConfig(1, Instance.of(asked.config()), List.of(asked.id), gone));
    }

    /** One copy of each partition, and the third of three nodes was silent for so long that it was removed. */
    private static SimulatedCluster withOneRemoved(ConfigRules rules) {
        SimulatedCluster cluster = SimulatedCluster.settled(1, 3, 1, rules);
        cluster.movesPartitions = false;
        ConfigNode silent = cluster.nodes.get(2);
        cutOff(cluster, silent);
        cluster.runUntil(
                PATIENCE_MILLIS + 10_000, () -> !cluster.nodes.get(0).config().isMember(silent.id));
        return cluster;
    }

    private static ConfigMessage.ProposeAnswer giveUp(
            SimulatedCluster cluster, ConfigNode asked, int partition, List<NodeId> gone) {
        long term = asked.config().partition(partition).term();
        return ask(
                cluster,
                asked,
                new ConfigMessage.ProposeChange(1, new Change.AcceptLoss(asked.id, partition, term, asked.id), gone));
    }

    private static ConfigMessage.ProposeAnswer ask(SimulatedCluster cluster, ConfigNode asked, ConfigMessage command) {
        ConfigNode client = cluster.stranger(NodeId.random(cluster.random));
        client.send(asked.id, command);
        cluster.runUntil(11_000, () -> client.received.size() == 1);
        return (ConfigMessage.ProposeAnswer) client.received.get(0);
    }

    private static void cutOff(SimulatedCluster cluster, ConfigNode node) {
        cluster.nodes.stream().filter(other -> other != node).forEach(other -> cluster.cut(node, other));
    }

    private static List<Integer> held(ClusterConfig config, ConfigNode node) {
        return IntStream.range(0, config.partitionCount())
                .filter(p -> config.partition(p).lists(node.id))
                .boxed()
                .toList();
    }

    private static List<ConfigNode> holdersOfOnePartition(SimulatedCluster cluster) {
        ClusterConfig config = cluster.nodes.get(0).config();
        List<ConfigNode> holders = new ArrayList<>();
        config.partition(0).replicas().forEach(id -> holders.add(cluster.byId.get(id)));
        return holders;
    }

    private static ConfigNode heard(SimulatedCluster cluster, List<ConfigNode> silent) {
        return cluster.nodes.stream()
                .filter(node -> !silent.contains(node))
                .findFirst()
                .orElseThrow();
    }

    private static long listing(ClusterConfig config, List<ConfigNode> nodes) {
        return IntStream.range(0, config.partitionCount())
                .filter(p -> nodes.stream().anyMatch(node -> config.partition(p).lists(node.id)))
                .count();
    }

    /** How many partitions nobody else holds. */
    private static long shared(ClusterConfig config, List<ConfigNode> nodes) {
        List<NodeId> ids = nodes.stream().map(node -> node.id).toList();
        return IntStream.range(0, config.partitionCount())
                .filter(p -> ids.containsAll(config.partition(p).replicas()))
                .count();
    }
}
