package io.kith.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.transport.NodeId;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FailureDetectorTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 16, 40})
    void nobodyIsSuspectedWhileAllIsWell(int size) {
        VirtualCluster cluster = new VirtualCluster(size, size);
        cluster.runMillis(20_000);
        assertThat(cluster.allEvents()).isEmpty();
    }

    @Test
    void everyHeartbeatGivesAGrantThereAndARightHere() {
        VirtualCluster cluster = new VirtualCluster(3, 1);
        cluster.runMillis(600);
        assertThat(cluster.node(1).grants).containsEntry(0, 100L).containsEntry(2, 102L);
        assertThat(cluster.node(0).rights).containsEntry(1, 101L).containsEntry(2, 102L);
        assertThat(cluster.node(0).detector.hearsWell(VirtualCluster.id(1))).isTrue();
        assertThat(cluster.node(0).detector.answeredWithin(VirtualCluster.id(1), 300_000_000L))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 20})
    void aMachineThatVanishesIsCondemnedWithinTheBudget(int size) {
        for (int seed = 0; seed < 20; seed++) {
            VirtualCluster cluster = new VirtualCluster(size, seed);
            cluster.runMillis(5_000);
            int dead = size - 1;
            cluster.vanish(dead);
            cluster.runMillis(1_500);
            assertThat(cluster.node(0).condemnedAtMillis.get(dead)).isBetween(5_500L, 6_400L);
            assertThat(cluster.allEvents()).allMatch(event -> event.endsWith(" " + dead));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 20})
    void aCrashThatTwoSeeRefusedCountsAtOnce(int size) {
        VirtualCluster cluster = new VirtualCluster(size, 3);
        cluster.runMillis(5_000);
        cluster.crash(size - 1);
        cluster.runMillis(20);
        assertThat(cluster.node(0).condemnedAtMillis).containsKey(size - 1);
        cluster.runMillis(2_000);
        assertThat(cluster.node(0).detector.isCondemned(VirtualCluster.id(size - 1)))
                .isTrue();
        assertThat(cluster.allEvents()).allMatch(event -> event.endsWith(" " + (size - 1)));
    }

    @Test
    void twoOfThreeThatVanishTogetherAreCondemnedByTheThird() {
        VirtualCluster cluster = new VirtualCluster(3, 3);
        cluster.runMillis(5_000);
        cluster.vanish(1);
        cluster.vanish(2);
        cluster.runMillis(2_500);
        assertThat(cluster.node(0).condemnedAtMillis).containsOnlyKeys(1, 2);
    }

    @Test
    void condemnationIsRepeatedAsLongAsItHolds() {
        VirtualCluster cluster = new VirtualCluster(3, 3);
        cluster.runMillis(5_000);
        cluster.crash(2);
        cluster.runMillis(3_000);
        assertThat(cluster.node(0).said.stream().filter("0 condemns 2"::equals)).hasSizeBetween(8, 14);
    }

    @Test
    void aRefusedReconnectOfOneObserverOfThreeCondemnsNobody() {
        VirtualCluster cluster = new VirtualCluster(4, 3);
        cluster.runMillis(5_000);
        cluster.node(0).detector.connectionRefused(VirtualCluster.id(3));
        cluster.runMillis(5_000);
        assertThat(cluster.allEvents()).noneMatch(event -> event.contains("condemns"));
        assertThat(cluster.node(0).detector.isSuspected(VirtualCluster.id(3))).isFalse();
    }

    @Test
    void aNodeWithAHungLoopIsCondemnedAndAccusesNobody() {
        VirtualCluster cluster = new VirtualCluster(4, 5);
        cluster.runMillis(5_000);
        cluster.node(2).loopsMove = false;
        cluster.runMillis(1_600);
        assertThat(cluster.node(0).condemnedAtMillis).containsOnlyKeys(2);
        assertThat(cluster.node(1).condemnedAtMillis).containsOnlyKeys(2);
        assertThat(cluster.node(2).said).isEmpty();
    }

    @Test
    void aSuspendedNodeIsCondemnedAndAccusesNobodyWhenItWakes() {
        for (int seed = 0; seed < 20; seed++) {
            VirtualCluster cluster = new VirtualCluster(4, seed);
            cluster.runMillis(5_000);
            cluster.node(2).pauseMillis(10_000);
            cluster.runMillis(2_000);
            assertThat(cluster.node(0).condemnedAtMillis).containsOnlyKeys(2);
            cluster.runMillis(12_000);
            assertThat(cluster.node(2).said).isEmpty();
            assertThat(cluster.node(0).detector.isSuspected(VirtualCluster.id(2)))
                    .isFalse();
        }
    }

    @Test
    void aNodeThatIsSuspendedAgainAndAgainAccusesNobody() {
        VirtualCluster cluster = new VirtualCluster(5, 8);
        for (int i = 0; i < 40; i++) {
            cluster.at(3_000 + i * 1_000L, () -> cluster.node(4).pauseMillis(900));
        }
        cluster.runMillis(45_000);
        assertThat(cluster.allEvents()).allMatch(event -> event.endsWith(" 4"));
        assertThat(cluster.node(4).said).isEmpty();
    }

    @Test
    void aNodeWithLateTimersAccusesNobody() {
        VirtualCluster cluster = new VirtualCluster(5, 8);
        cluster.runMillis(3_000);
        cluster.node(4).extraTimerNanos = 400_000_000L;
        cluster.runMillis(30_000);
        assertThat(cluster.allEvents()).isEmpty();
        assertThat(cluster.node(4).detector.localHealth()).isPositive();
    }

    @Test
    void aDeafNodeGetsNobodyElseCondemned() {
        VirtualCluster cluster = new VirtualCluster(5, 9);
        cluster.runMillis(5_000);
        for (int i = 0; i < 4; i++) {
            cluster.cut(i, 4);
        }
        cluster.runMillis(20_000);
        assertThat(cluster.allEvents()).noneMatch(event -> event.matches(".* condemns [0-3]"));
        assertThat(cluster.node(0).condemnedAtMillis).containsOnlyKeys(4);
    }

    @Test
    void aMuteNodeGetsNobodyElseCondemned() {
        VirtualCluster cluster = new VirtualCluster(5, 10);
        cluster.runMillis(5_000);
        for (int i = 0; i < 4; i++) {
            cluster.cut(4, i);
        }
        cluster.runMillis(20_000);
        assertThat(cluster.allEvents()).noneMatch(event -> event.matches(".* condemns [0-3]"));
        assertThat(cluster.node(0).condemnedAtMillis).containsOnlyKeys(4);
    }

    @Test
    void aCutBetweenTwoNodesThatOthersSeeCondemnsNobody() {
        for (int seed = 0; seed < 20; seed++) {
            VirtualCluster cluster = new VirtualCluster(3, seed);
            cluster.runMillis(5_000);
            cluster.cutBoth(0, 1);
            cluster.runMillis(60_000);
            assertThat(cluster.allEvents()).noneMatch(event -> event.contains("condemns"));
            assertThat(cluster.node(0).detector.isLinkDown(VirtualCluster.id(1)))
                    .isTrue();
            assertThat(cluster.node(0).detector.hearsWell(VirtualCluster.id(1))).isTrue();
            assertThat(cluster.node(0).detector.hearsWell(VirtualCluster.id(2))).isTrue();
            cluster.heal();
            cluster.runMillis(1_000);
            assertThat(cluster.node(0).detector.isLinkDown(VirtualCluster.id(1)))
                    .isFalse();
        }
    }

    @Test
    void leasesGoOnOverARelayWhileTheDirectLinkIsDown() {
        for (boolean relays : new boolean[] {true, false}) {
            VirtualCluster cluster = new VirtualCluster(3, 1);
            cluster.nodes.forEach(node -> node.mayRelay = relays);
            cluster.runMillis(5_000);
            cluster.cutBoth(0, 1);
            cluster.runMillis(10_000);
            long oldestNanos =
                    cluster.nowNanos() - cluster.node(0).rightsSinceNanos.get(1);
            if (relays) {
                assertThat(oldestNanos).isLessThan(300_000_000L);
                assertThat(cluster.node(0).detector.relayTo(VirtualCluster.id(1)))
                        .isEqualTo(VirtualCluster.id(2));
            } else {
                assertThat(oldestNanos).isGreaterThan(9_000_000_000L);
            }
        }
    }

    @Test
    void theRelayIsThereBeforeALeaseOfASecondWouldBeMissedForLong() {
        for (int seed = 0; seed < 20; seed++) {
            VirtualCluster cluster = new VirtualCluster(5, seed);
            cluster.runMillis(5_000);
            cluster.cutBoth(0, 1);
            cluster.runMillis(850);
            assertThat(cluster.node(0).detector.relayTo(VirtualCluster.id(1))).isNotNull();
        }
    }

    /** Node 0 hears nothing of node 1; only node 9 reaches it too, as the graph has it. */
    @Test
    void thoseWithTheLightestWayAreAskedFirstToReachASilentNode() {
        for (int seed = 0; seed < 10; seed++) {
            VirtualCluster cluster = new VirtualCluster(10, seed);
            SortedSet<NodeId> all = cluster.ids();
            cluster.node(0).detector.watch(all, cluster.voters(), all);
            cluster.node(0).weightOverMicros =
                    relay -> VirtualCluster.index(relay) == 9 ? 100 : Double.POSITIVE_INFINITY;
            cluster.runMillis(5_000);
            cluster.cutBoth(0, 1);
            for (int other = 2; other < 9; other++) {
                cluster.cutBoth(other, 1);
            }
            cluster.runMillis(850);
            assertThat(cluster.node(0).asked).containsKey(9);
            assertThat(cluster.node(0).detector.relayTo(VirtualCluster.id(1))).isEqualTo(VirtualCluster.id(9));
        }
    }

    @Test
    void whatTheGraphSaysOfRelaysMayBeWrongAndAllGetTheirTurn() {
        VirtualCluster cluster = new VirtualCluster(10, 1);
        SortedSet<NodeId> all = cluster.ids();
        cluster.node(0).detector.watch(all, cluster.voters(), all);
        cluster.node(0).weightOverMicros = relay -> VirtualCluster.index(relay);
        cluster.runMillis(5_000);
        for (int other = 0; other < 9; other++) {
            if (other != 1) {
                cluster.cutBoth(other, 1);
            }
        }
        cluster.runMillis(10_000);
        assertThat(cluster.node(0).detector.relayTo(VirtualCluster.id(1))).isEqualTo(VirtualCluster.id(9));
    }

    @Test
    void theDirectLinkIsTakenAgainOnceItWorks() {
        VirtualCluster cluster = new VirtualCluster(5, 3);
        cluster.runMillis(5_000);
        cluster.cutBoth(0, 1);
        cluster.runMillis(3_000);
        assertThat(cluster.node(0).detector.relayTo(VirtualCluster.id(1))).isNotNull();
        cluster.heal();
        cluster.runMillis(600);
        assertThat(cluster.node(0).detector.relayTo(VirtualCluster.id(1))).isNull();
        assertThat(cluster.node(0).detector.isLinkDown(VirtualCluster.id(1))).isFalse();
    }

    @Test
    void anotherRelayIsTakenWhenTheFirstOneFails() {
        VirtualCluster cluster = new VirtualCluster(5, 4);
        cluster.runMillis(5_000);
        cluster.cutBoth(0, 1);
        cluster.runMillis(3_000);
        NodeId first = cluster.node(0).detector.relayTo(VirtualCluster.id(1));
        assertThat(first).isNotNull();
        cluster.cutBoth(1, VirtualCluster.index(first));
        cluster.runMillis(3_000);
        assertThat(cluster.node(0).detector.relayTo(VirtualCluster.id(1)))
                .isNotNull()
                .isNotEqualTo(first);
        assertThat(cluster.allEvents()).noneMatch(event -> event.contains("condemns"));
    }

    @Test
    void aNodeBehindADeadLinkThatThenDiesIsStillCondemned() {
        VirtualCluster cluster = new VirtualCluster(3, 4);
        cluster.runMillis(5_000);
        cluster.cutBoth(0, 1);
        cluster.runMillis(5_000);
        cluster.vanish(1);
        cluster.runMillis(2_000);
        assertThat(cluster.node(0).condemnedAtMillis).containsOnlyKeys(1);
        assertThat(cluster.node(2).condemnedAtMillis).containsOnlyKeys(1);
    }

    @Test
    void aNodeThatFlapsIsNotCondemnedAndGetsNobodyElseCondemned() {
        VirtualCluster cluster = new VirtualCluster(5, 6);
        for (int i = 0; i < 30; i++) {
            long at = 5_000 + i * 1_400L;
            cluster.at(at, () -> {
                for (int other = 0; other < 4; other++) {
                    cluster.cutBoth(4, other);
                }
            });
            cluster.at(at + 700, cluster::heal);
        }
        cluster.runMillis(50_000);
        assertThat(cluster.allEvents()).noneMatch(event -> event.contains("condemns"));
    }

    @Test
    void theAccusedRefutesAndOldAccusationsCountForNothing() {
        VirtualCluster cluster = new VirtualCluster(5, 2);
        cluster.runMillis(5_000);
        NodeId accused = VirtualCluster.id(4);
        VirtualCluster.Node voter = cluster.node(0);
        voter.detector.connectionLost(accused);
        voter.detector.received(VirtualCluster.id(1), new Accusation(accused, 0, true));
        assertThat(voter.detector.isSuspected(accused)).isTrue();
        cluster.node(4).detector.received(VirtualCluster.id(1), new Accusation(accused, 0, true));
        cluster.runMillis(10);
        assertThat(voter.detector.isSuspected(accused)).isFalse();
        voter.detector.connectionLost(accused);
        voter.detector.received(VirtualCluster.id(1), new Accusation(accused, 0, true));
        voter.detector.received(VirtualCluster.id(2), new Accusation(accused, 0, true));
        assertThat(voter.detector.isSuspected(accused)).isFalse();
        assertThat(voter.condemnedAtMillis).isEmpty();
    }

    @Test
    void accusationsLapseUnlessTheyAreRepeated() {
        VirtualCluster cluster = new VirtualCluster(20, 2);
        cluster.runMillis(5_000);
        VirtualCluster.Node voter = cluster.node(0);
        NodeId stranger = cluster.ids().stream()
                .filter(id -> !id.equals(voter.id) && !voter.detector.watched().contains(id))
                .findFirst()
                .orElseThrow();
        voter.detector.received(VirtualCluster.id(1), new Accusation(stranger, 0, false));
        assertThat(voter.detector.isSuspected(stranger)).isTrue();
        cluster.runMillis(1_000);
        assertThat(voter.detector.isSuspected(stranger)).isFalse();
    }

    @Test
    void aMadeUpAnswerGivesNoRight() {
        VirtualCluster cluster = new VirtualCluster(2, 2);
        cluster.runMillis(100);
        cluster.node(0).rights.clear();
        cluster.cutBoth(0, 1);
        FailureDetector detector = cluster.node(0).detector;
        detector.received(VirtualCluster.id(1), new HeartbeatAnswer(1, Long.MAX_VALUE, 0, 0, 0, 0, 0));
        detector.received(VirtualCluster.id(1), new HeartbeatAnswer(99, 0, 0, 0, 0, 0, 0));
        assertThat(cluster.node(0).rights).isEmpty();
    }

    @Test
    void aNodeThatLeavesIsForgotten() {
        VirtualCluster cluster = new VirtualCluster(3, 2);
        cluster.runMillis(5_000);
        cluster.vanish(2);
        cluster.runMillis(2_000);
        var left = new TreeSet<>(cluster.ids());
        left.remove(VirtualCluster.id(2));
        FailureDetector detector = cluster.node(0).detector;
        assertThat(detector.isSuspected(VirtualCluster.id(2))).isTrue();
        detector.watch(left, left, new TreeSet<>());
        assertThat(detector.isSuspected(VirtualCluster.id(2))).isFalse();
        assertThat(detector.isCondemned(VirtualCluster.id(2))).isFalse();
        assertThat(detector.watched()).containsExactly(VirtualCluster.id(1));
    }

    @Test
    void whoIsWatchedMayChangeAsTheConsequenceOfACondemnation() {
        VirtualCluster cluster = new VirtualCluster(4, 2);
        cluster.node(0).onCondemned = dead -> {
            var left = new TreeSet<>(cluster.ids());
            left.remove(dead);
            cluster.node(0).detector.watch(left, left, new TreeSet<>());
        };
        cluster.runMillis(5_000);
        cluster.vanish(1);
        cluster.runMillis(2_000);
        assertThat(cluster.node(0).detector.watched()).containsExactly(VirtualCluster.id(2), VirtualCluster.id(3));
        assertThat(cluster.node(0).said).containsExactly("0 suspects 1", "0 condemns 1", "0 clears 1");
    }

    @Test
    void inALargeClusterTheLoadOfANodeDoesNotGrow() {
        VirtualCluster cluster = new VirtualCluster(200, 2);
        cluster.runMillis(2_000);
        long before = cluster.sent;
        cluster.runMillis(10_000);
        double perNodeAndSecond = (cluster.sent - before) / 200.0 / 10;
        // Eight watched and eight observers, four heartbeats a second, each with its answer.
        assertThat(perNodeAndSecond).isBetween(60.0, 75.0);
    }

    @Test
    void tenOfAHundredThatVanishTogetherAreAllCondemned() {
        VirtualCluster cluster = new VirtualCluster(100, 2);
        cluster.runMillis(3_000);
        for (int i = 50; i < 60; i++) {
            cluster.vanish(i);
        }
        cluster.runMillis(2_500);
        assertThat(cluster.node(0).condemnedAtMillis).containsOnlyKeys(50, 51, 52, 53, 54, 55, 56, 57, 58, 59);
    }

    @Test
    void equalSeedsGiveEqualRuns() {
        assertThat(trace(11)).isEqualTo(trace(11)).isNotEmpty();
    }

    private static String trace(long seed) {
        VirtualCluster cluster = new VirtualCluster(7, seed);
        cluster.runMillis(3_000);
        cluster.vanish(3);
        cluster.cutBoth(1, 2);
        cluster.runMillis(4_000);
        return cluster.allEvents() + " " + cluster.sent;
    }
}
