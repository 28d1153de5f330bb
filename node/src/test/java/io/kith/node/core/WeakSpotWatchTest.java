package io.kith.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.membership.LinkReport;
import io.kith.membership.PeerGraph;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WeakSpotWatchTest {
    private static final int MEMBERS = 5;

    private final PeerGraph graph = new PeerGraph(id(0));
    private final List<List<String>> told = new ArrayList<>();
    private final WeakSpotWatch watch = new WeakSpotWatch(graph, told::add);
    private long version;

    WeakSpotWatchTest() {
        TreeMap<NodeId, String> zones = new TreeMap<>();
        for (int i = 0; i < MEMBERS; i++) {
            zones.put(id(i), "");
        }
        graph.members(zones, "");
    }

    private static NodeId id(int number) {
        return new NodeId(1, number);
    }

    /** All report; links between the nodes below {@code split} and the others are down, save those of {@code bridge}. */
    private void report(int split, int bridge) {
        version++;
        for (int from = 0; from < MEMBERS; from++) {
            List<LinkReport.Link> links = new ArrayList<>();
            for (int to = 0; to < MEMBERS; to++) {
                boolean down = (from < split) != (to < split) && from != bridge && to != bridge;
                if (to != from) {
                    links.add(new LinkReport.Link(id(to), down, 100, 100, 0, 0));
                }
            }
            graph.merge(new LinkReport(id(from), version, links), 0);
        }
    }

    private void lookThrice() {
        for (int i = 0; i < 3; i++) {
            watch.look(MEMBERS);
        }
    }

    @Test
    void whatIsWrongIsToldOnceAndThatItIsOverTooOnce() {
        report(0, 0);
        lookThrice();
        assertThat(told).isEmpty();

        report(3, 2);
        lookThrice();
        assertThat(told).hasSize(1);
        assertThat(told.get(0))
                .anyMatch(line -> line.startsWith("node " + id(2).shortName() + " is all that joins parts"));
        // New measurements are no news.
        report(3, 2);
        lookThrice();
        assertThat(told).hasSize(1);

        report(0, 0);
        lookThrice();
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).isEmpty();
    }

    @Test
    void whatIsSeenOnlyOnceIsNotTold() {
        report(0, 0);
        lookThrice();
        report(3, 2);
        watch.look(MEMBERS);
        report(0, 0);
        lookThrice();
        assertThat(told).isEmpty();
    }

    @Test
    void nothingIsToldBeforeAllHaveReported() {
        graph.merge(new LinkReport(id(0), 1, List.of()), 0);
        lookThrice();
        assertThat(told).isEmpty();
    }
}
