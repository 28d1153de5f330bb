package io.kith.cluster.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.ConfigRule;
import io.kith.config.ConfigRulesWithout;
import io.kith.node.core.NodeRules;
import io.kith.node.core.RelayLimits;
import io.kith.replication.safety.SafetyRules;
import io.kith.simulation.SimulatedProcess;
import io.kith.simulation.oracle.ConfigView;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole clusters in which members are slow or asleep, and are not taken for dead; least of all with a last copy. */
class PatientClusterTest {
    private static final long MILLI = CutCluster.MILLI;
    private static final int PARTITIONS = 64;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_slow_survivor_is_not_removed_with_the_last_copies(long seed) {
        assertThat(givesUpTheSlowSurvivor(seed, NodeRules.all())).isFalse();
    }

    @Test
    void without_LAST_COPY_STAYS_it_is() {
        assertThat(givesUpTheSlowSurvivor(1, without(ConfigRule.LAST_COPY_STAYS)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_voter_that_was_frozen_is_not_removed_with_the_last_copies_when_it_goes_on(long seed) {
        assertThat(givesUpTheFrozenVoter(seed, NodeRules.all())).isFalse();
    }

    /** Either is enough here. */
    @Test
    void without_LAST_COPY_STAYS_and_SLEEPER_JUDGES_NOBODY_it_is() {
        assertThat(givesUpTheFrozenVoter(1, without(ConfigRule.LAST_COPY_STAYS)))
                .isFalse();
        assertThat(givesUpTheFrozenVoter(1, without(ConfigRule.SLEEPER_JUDGES_NOBODY)))
                .isFalse();
        assertThat(givesUpTheFrozenVoter(1, without(ConfigRule.LAST_COPY_STAYS, ConfigRule.SLEEPER_JUDGES_NOBODY)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nobody_is_removed_where_all_nodes_are_starved_at_random(long seed) {
        CutCluster cluster = new CutCluster(seed, 3, RelayLimits.defaults());
        cluster.startClients();
        SplittableRandom random = new SplittableRandom(seed);
        for (SimulatedProcess node : cluster.nodes) {
            long at = cluster.world.time().nowNanos() + 1_000 * MILLI;
            for (int i = 0; i < 15; i++) {
                cluster.world.time().at(at, () -> node.pause(700 * MILLI));
                at += 700 * MILLI + random.nextLong(4_000 * MILLI);
            }
        }
        for (int i = 0; i < 2_000; i++) {
            cluster.runMillis(20);
            assertThat(cluster.config().members()).hasSize(3);
        }
        assertThat(cluster.contradictions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_machine_that_vanishes_from_a_healthy_cluster_is_removed_within_the_budget(long seed) {
        CutCluster cluster = new CutCluster(seed, 5, RelayLimits.defaults());
        SimulatedProcess gone = cluster.nodes.get(4);
        cluster.runMillis(3_000);
        gone.crash();
        cluster.runMillis(1_600);
        assertThat(cluster.config().members()).doesNotContain(gone.id());
    }

    private static boolean givesUpTheSlowSurvivor(long seed, NodeRules rules) {
        return givesUpASurvivor(seed, rules, false, 4_000);
    }

    private static boolean givesUpTheFrozenVoter(long seed, NodeRules rules) {
        return givesUpASurvivor(seed, rules, true, 36_000);
    }

    /**
     * Of three nodes with two copies one dies. Once the other two have gone on without it, and one of them alone votes, that
     * one or the other one stops for a while, before all is copied again. Returns whether anything is left without a
     * replica that is a member, at any time.
     */
    private static boolean givesUpASurvivor(long seed, NodeRules rules, boolean voterStops, long millis) {
        CutCluster cluster = new CutCluster(seed, 3, PARTITIONS, RelayLimits.defaults(), rules);
        cluster.startClients();
        cluster.runMillis(1_000);
        cluster.nodes.get(2).crash();
        while (cluster.config().voters().size() > 1) {
            cluster.runMillis(1);
        }
        NodeId voter = cluster.config().voters().get(0);
        SimulatedProcess stopped = cluster.nodes.stream()
                .filter(node -> !node.isCrashed() && node.id().equals(voter) == voterStops)
                .findFirst()
                .orElseThrow();
        assertThat(lastCopies(cluster.config(), stopped.id())).isPositive();
        stopped.pause(millis * MILLI);
        boolean given = false;
        for (long passed = 0; passed < millis + 4_000; passed += 20) {
            cluster.runMillis(20);
            given |= leavesSomethingBehind(cluster.config());
        }
        assertThat(cluster.contradictions()).isEmpty();
        return given;
    }

    private static long lastCopies(ConfigView config, NodeId node) {
        long count = 0;
        for (int p = 0; p < config.partitionCount(); p++) {
            count += config.replicas(p).equals(List.of(node)) ? 1 : 0;
        }
        return count;
    }

    private static boolean leavesSomethingBehind(ConfigView config) {
        for (int p = 0; p < config.partitionCount(); p++) {
            if (config.replicas(p).stream().noneMatch(config.members()::contains)) {
                return true;
            }
        }
        return false;
    }

    private static NodeRules without(ConfigRule... rules) {
        return new NodeRules(ConfigRulesWithout.rules(rules), SafetyRules.production());
    }
}
