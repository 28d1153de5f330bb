package io.kith.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class PeerGraphTest {
    private final PeerGraph graph = new PeerGraph(id(0));
    private long version;

    private static NodeId id(int number) {
        return new NodeId(0, number);
    }

    private static LinkReport.Link up(int to, int micros) {
        return new LinkReport.Link(id(to), false, micros, micros, 0, 0);
    }

    private static LinkReport.Link down(int to) {
        return new LinkReport.Link(id(to), true, 0, 0, 1_000, 0);
    }

    private void members(int count) {
        SortedMap<NodeId, String> zones = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            zones.put(id(i), i < 10 ? "a" : "b");
        }
        graph.members(zones, "a");
    }

    private void report(int from, LinkReport.Link... links) {
        assertThat(graph.merge(new LinkReport(id(from), ++version, List.of(links)), 0))
                .isTrue();
    }

    @Test
    void theLighterOfTwoIsTakenAndTheLightestOfAllMostOften() {
        members(4);
        report(0, up(1, 100), up(2, 5_000), up(3, 20_000));
        SplittableRandom random = new SplittableRandom(1);
        int[] taken = new int[4];
        for (int i = 0; i < 3_000; i++) {
            taken[(int) graph.lighterOfTwo(List.of(id(1), id(2), id(3)), random).low()]++;
        }
        assertThat(taken[1]).isBetween(1_800, 2_200);
        assertThat(taken[2]).isBetween(800, 1_200);
        assertThat(taken[3]).isZero();
        assertThat(graph.lighterOfTwo(List.of(id(3)), random)).isEqualTo(id(3));
        assertThatThrownBy(() -> graph.lighterOfTwo(List.of(), random)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalOnesShareTheLoad() {
        members(3);
        report(0, up(1, 60), up(2, 250));
        SplittableRandom random = new SplittableRandom(1);
        int first = 0;
        for (int i = 0; i < 2_000; i++) {
            first += graph.lighterOfTwo(List.of(id(1), id(2)), random).equals(id(1)) ? 1 : 0;
        }
        assertThat(first).isBetween(900, 1_100);
    }

    @Test
    void aNodeThatTurnsSlowIsAvoidedWithinAFewReports() {
        members(3);
        LinkStatistics one = new LinkStatistics();
        LinkStatistics two = new LinkStatistics();
        for (int i = 0; i < 100; i++) {
            one.answered(200_000);
            two.answered(200_000);
        }
        for (int i = 0; i < 12; i++) {
            one.answered(20_200_000);
            two.answered(200_000);
        }
        report(
                0,
                new LinkReport.Link(id(1), false, one.roundTripMicros(), one.tailMicros(), one.lossPerMille(), 0),
                new LinkReport.Link(id(2), false, two.roundTripMicros(), two.tailMicros(), two.lossPerMille(), 0));
        assertThat(graph.lighterOfTwo(List.of(id(1), id(2)), new SplittableRandom(3)))
                .isEqualTo(id(2));
    }

    @Test
    void theBestRelayIsTheOneWithTheShortestWayAndNoDeadLink() {
        members(5);
        report(0, down(1), up(2, 5_000), up(3, 300), up(4, 100));
        report(2, up(1, 200));
        report(3, up(1, 300));
        report(4, down(1));
        assertThat(graph.relay(id(0), id(1))).contains(id(3));
        report(3, down(1));
        assertThat(graph.relay(id(0), id(1))).contains(id(2));
        report(2, down(1));
        assertThat(graph.relay(id(0), id(1))).isEmpty();
    }

    @Test
    void neighboursAreTriedFromNearToFarAndDeadLinksLast() {
        members(5);
        report(0, down(1), up(2, 5_000), up(3, 100));
        assertThat(graph.byNearness(List.of(id(1), id(2), id(3), id(4)))).containsExactly(id(3), id(4), id(2), id(1));
    }

    @Test
    void anotherZoneIsFurtherAway() {
        members(12);
        report(0, up(1, 200), up(11, 200));
        assertThat(graph.weightMicros(id(0), id(11))).isGreaterThan(graph.weightMicros(id(0), id(1)));
    }

    @Test
    void lossQueueAndTailMakeALinkHeavier() {
        members(5);
        report(
                0,
                up(1, 200),
                new LinkReport.Link(id(2), false, 200, 200, 300, 0),
                new LinkReport.Link(id(3), false, 200, 200, 0, 20),
                new LinkReport.Link(id(4), false, 200, 3_000, 0, 0));
        double plain = graph.weightMicros(id(0), id(1));
        for (int i = 2; i < 5; i++) {
            assertThat(graph.weightMicros(id(0), id(i))).isGreaterThan(plain);
        }
    }

    @Test
    void aSinglePauseLongAgoDoesNotOutweighManyQuickAnswers() {
        members(3);
        report(0, up(1, 2_000), new LinkReport.Link(id(2), false, 250, 700_000, 0, 0));
        assertThat(graph.weightMicros(id(0), id(2))).isLessThan(graph.weightMicros(id(0), id(1)));
    }

    @Test
    void fewLinksBetweenTwoHalvesAreAWeakSpotAndOneMissingLinkIsNone() {
        members(6);
        report(0, up(1, 100), up(2, 100), up(3, 100));
        report(1, up(2, 100));
        report(3, up(4, 100), up(5, 100));
        report(4, up(5, 100));
        WeakSpots weak = graph.weakSpots();
        assertThat(weak.cutVertices()).containsExactly(id(0), id(3));
        assertThat(weak.links()).isOne();
        assertThat(weak.side()).hasSize(3);
        assertThat(weak.isWeak(6)).isTrue();

        for (int i = 0; i < 6; i++) {
            List<LinkReport.Link> links = new ArrayList<>();
            for (int j = 0; j < 6; j++) {
                if (i != j) {
                    links.add(i + j == 1 ? down(j) : up(j, 100));
                }
            }
            report(i, links.toArray(new LinkReport.Link[0]));
        }
        assertThat(graph.weakSpots().isWeak(6)).isFalse();
    }

    @Test
    void whatOnlyTheOtherEndMeasuredCountsToo() {
        members(3);
        report(1, up(0, 5_000));
        assertThat(graph.weightMicros(id(0), id(1))).isEqualTo(graph.weightMicros(id(1), id(0)));
        report(1, down(0));
        assertThat(graph.weightMicros(id(0), id(1))).isInfinite();
    }

    @Test
    void aNodeThatAllOthersDependOnIsACutVertex() {
        members(5);
        report(0, up(1, 100), down(3), down(4));
        report(1, up(0, 100), up(2, 100));
        report(2, up(1, 100), up(3, 100), up(4, 100));
        report(3, up(4, 100));
        assertThat(graph.cutVertices()).containsExactly(id(1), id(2));
        assertThat(graph.weakestCut()).isIn(Set.of(id(0)), Set.of(id(0), id(1)));
        report(0, up(1, 100), up(3, 100), up(4, 100));
        assertThat(graph.cutVertices()).isEmpty();
    }

    @Test
    void oldReportsAndThoseOfStrangersAreIgnoredAndMembersThatLeftForgotten() {
        members(3);
        assertThat(graph.merge(new LinkReport(id(1), 5, List.of(up(2, 100))), 0))
                .isTrue();
        assertThat(graph.merge(new LinkReport(id(1), 5, List.of(down(2))), 0)).isFalse();
        assertThat(graph.merge(new LinkReport(id(9), 1, List.of(up(2, 100))), 0))
                .isFalse();
        assertThat(graph.edges()).hasSize(1);
        members(1);
        assertThat(graph.edges()).isEmpty();
        assertThat(graph.reports()).isEmpty();
    }

    @Test
    void reportsThatAreNotRenewedExpire() {
        members(3);
        graph.merge(new LinkReport(id(1), 5, List.of(up(2, 100_000))), 1_000);
        graph.expire(1_000);
        assertThat(graph.edges()).hasSize(1);
        graph.expire(1_001);
        assertThat(graph.edges()).isEmpty();
        assertThat(graph.weightMicros(id(1), id(2))).isEqualTo(LinkWeight.UNKNOWN_MICROS);
    }

    @Property(tries = 200)
    void measurementsThatWaverAroundABoundDoNotChangeTheWeight(
            @ForAll @IntRange(min = 60, max = 1_000_000) int micros, @ForAll long seed) {
        LinkWeight weight = new LinkWeight();
        SplittableRandom random = new SplittableRandom(seed);
        weight.update(up(1, micros), true);
        int changes = 0;
        for (int i = 0; i < 200; i++) {
            int wavering = (int) (micros * (0.95 + random.nextDouble() * 0.1));
            changes += weight.update(up(1, wavering), true) ? 1 : 0;
        }
        assertThat(changes).isLessThanOrEqualTo(1);
    }

    @Property(tries = 200)
    void aSlowerLinkIsNeverLighter(
            @ForAll @IntRange(min = 1, max = 10_000_000) int micros, @ForAll @IntRange(max = 1_000_000) int more) {
        LinkWeight one = new LinkWeight();
        LinkWeight other = new LinkWeight();
        one.update(up(1, micros), true);
        other.update(up(1, micros + more), true);
        assertThat(other.micros()).isGreaterThanOrEqualTo(one.micros());
    }

    @Example
    void gossipReachesPracticallyAllNodesOfACluster() {
        GossipCluster cluster = new GossipCluster(40);
        cluster.runSeconds(20);
        List<Integer> known = new ArrayList<>();
        cluster.graphs.forEach(each -> known.add(each.reports().size()));
        assertThat(known).allMatch(reports -> reports >= 39);
        assertThat(cluster.largestReports).isLessThanOrEqualTo(LinkGossip.MAX_REPORTS);
        assertThat(cluster.messages).isLessThanOrEqualTo(40 * 2 * 21);
    }
}
