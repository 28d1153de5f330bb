package io.kith.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is late, or was asleep, is not dead; and who is dead is found all the same. */
final class PatienceTest {
    private static final long MILLI = 1_000_000;
    private static final int SEEDS = 10;

    /** Whoever is that late is later still now and then, when its machine has other things to do. */
    @ParameterizedTest
    @CsvSource({"3, 200, 200", "5, 200, 200", "3, 0, 500", "5, 0, 500", "3, 150, 400"})
    void aMemberThatIsLateIsNeverCondemned(int size, long leastMillis, long mostMillis) {
        for (int seed = 0; seed < SEEDS; seed++) {
            VirtualCluster cluster = new VirtualCluster(size, seed);
            VirtualCluster.Node late = cluster.node(size - 1);
            late.leastLateNanos = leastMillis * MILLI;
            late.latestNanos = mostMillis * MILLI;
            for (long at = 3_000; at < 60_000; at += 2_900) {
                cluster.at(at, () -> late.pauseMillis(900));
            }
            cluster.runMillis(60_000);
            assertThat(cluster.allEvents()).as("seed %s", seed).noneMatch(event -> event.contains("condemns"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 20})
    void nobodyIsCondemnedWhereAllNodesAreStarvedAtRandom(int size) {
        for (int seed = 0; seed < SEEDS; seed++) {
            VirtualCluster cluster = new VirtualCluster(size, seed);
            cluster.starve(700, 2_000, 60_000);
            cluster.runMillis(65_000);
            assertThat(cluster.allEvents()).as("seed %s", seed).noneMatch(event -> event.contains("condemns"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 20})
    void aCrashIsFoundWithinTheBudgetOnceTheStarvationIsOver(int size) {
        for (int seed = 0; seed < SEEDS; seed++) {
            VirtualCluster cluster = new VirtualCluster(size, seed);
            cluster.starve(700, 2_000, 20_000);
            cluster.runMillis(60_000);
            cluster.vanish(size - 1);
            cluster.runMillis(2_500);
            assertThat(cluster.node(0).condemnedAtMillis).as("seed %s", seed).containsKey(size - 1);
        }
    }

    /** Patience has a bound: eight times the usual, whatever was seen. */
    @Test
    void aNodeThatSaidThatItIsNotWellAndThenVanishesIsFoundWithinTheBound() {
        for (int seed = 0; seed < SEEDS; seed++) {
            VirtualCluster cluster = new VirtualCluster(5, seed);
            cluster.starve(700, 900, 20_000);
            cluster.runMillis(20_000);
            cluster.vanish(4);
            cluster.runMillis(9_000);
            assertThat(cluster.node(0).condemnedAtMillis).as("seed %s", seed).containsKey(4);
        }
    }

    /** Of three one has vanished, and the second is slow just then. */
    @Test
    void theWordOfOneAloneWaitsWhereNobodyIsLeftToConfirmIt() {
        for (int seed = 0; seed < SEEDS; seed++) {
            VirtualCluster cluster = new VirtualCluster(3, seed);
            cluster.runMillis(5_000);
            cluster.vanish(2);
            cluster.node(1).pauseMillis(1_250);
            cluster.runMillis(5_000);
            assertThat(cluster.node(0).condemnedAtMillis).as("seed %s", seed).containsOnlyKeys(2);
        }
    }

    @Test
    void whoFallsSilentIsToldSoBeforeOthersAre() {
        for (int seed = 0; seed < SEEDS; seed++) {
            VirtualCluster cluster = new VirtualCluster(4, seed);
            cluster.runMillis(5_000);
            for (int other = 0; other < 3; other++) {
                cluster.cut(3, other);
            }
            cluster.runMillis(820);
            assertThat(cluster.node(3).accusedAtMillis).as("seed %s", seed).isBetween(5_400L, 5_820L);
            assertThat(cluster.allEvents()).isEmpty();
        }
    }

    @Test
    void whoWasPausedCondemnsNobodyByWhatLaySoLongInItsSockets() {
        wakesUp(node -> node.pauseMillis(36_000));
    }

    @Test
    void whoseMachineWasSuspendedCondemnsNobodyByWhatLaySoLongInItsSockets() {
        wakesUp(node -> node.suspendMillis(36_000));
    }

    private static void wakesUp(Consumer<VirtualCluster.Node> sleep) {
        for (int seed = 0; seed < SEEDS; seed++) {
            VirtualCluster cluster = new VirtualCluster(4, seed);
            cluster.runMillis(5_000);
            sleep.accept(cluster.node(0));
            cluster.cutBoth(1, 3);
            cluster.cutBoth(2, 3);
            cluster.runMillis(10_000);
            cluster.heal();
            cluster.runMillis(40_000);
            assertThat(cluster.node(0).said).as("seed %s", seed).noneMatch(event -> event.contains("condemns"));
        }
    }
}
