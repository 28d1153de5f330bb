package io.kith.cli.map;

import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.membership.LinkReport;
import io.kith.membership.PeerGraph;
import io.kith.membership.WeakSpots;
import io.kith.transport.ForeignText;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The peer graph of a cluster for people and scripts: what each member measured of its links. */
public final class LinkMap {
    private static final double MICROS_PER_MILLI = 1_000;
    private static final NodeId NOBODY = new NodeId(0, 0);

    private final ClusterConfig config;
    private final PeerGraph graph;
    private final List<PeerGraph.Edge> edges;

    /** The graph that follows from {@code reports}. */
    public LinkMap(ClusterConfig config, List<LinkReport> reports) {
        this.config = config;
        this.graph = new PeerGraph(NOBODY);
        TreeMap<NodeId, String> zones = new TreeMap<>();
        config.members().values().forEach(member -> zones.put(member.id(), member.zone()));
        graph.members(zones, "");
        for (LinkReport report : reports) {
            // What this client measured itself is shown as nobody's: it is no member.
            boolean known = zones.containsKey(report.reporter());
            graph.merge(known ? report : new LinkReport(NOBODY, report.version(), report.figures(), report.links()), 0);
        }
        this.edges = graph.edges();
    }

    ClusterConfig config() {
        return config;
    }

    List<PeerGraph.Edge> edges() {
        return edges;
    }

    /** Where the links are thin. */
    public WeakSpots weakSpots() {
        return graph.weakSpots();
    }

    String name(NodeId id) {
        Member member = config.member(id);
        return member == null ? "this client" : id.shortName();
    }

    String address(NodeId id) {
        Member member = config.member(id);
        return member == null ? "-" : member.address().toString();
    }

    /** Rows of from, to, state, round trip, p99, loss, queue and weight. */
    public List<Object[]> rows() {
        List<Object[]> rows = new ArrayList<>();
        for (PeerGraph.Edge edge : edges) {
            LinkReport.Link link = edge.link();
            rows.add(new Object[] {
                name(edge.from()),
                name(link.to()),
                link.down() ? "down" : "up",
                link.down() ? "-" : millis(link.roundTripMicros()),
                link.down() ? "-" : millis(link.tailMicros()),
                String.format(Locale.ROOT, "%.1f %%", link.lossPerMille() / 10.0),
                link.queueHint(),
                link.down() ? "-" : millis(edge.weightMicros())
            });
        }
        return rows;
    }

    static String millis(double micros) {
        return String.format(Locale.ROOT, "%.2f ms", micros / MICROS_PER_MILLI);
    }

    /** A line a warning; none if all is well. */
    public List<String> warnings() {
        return graph.weakSpots().warnings(config.members().size());
    }

    /** For scripts. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("configId", config.configId());
        List<Object> links = new ArrayList<>();
        for (PeerGraph.Edge edge : edges) {
            LinkReport.Link link = edge.link();
            Map<String, Object> each = new LinkedHashMap<>();
            each.put(
                    "from",
                    config.member(edge.from()) == null ? "client" : edge.from().toString());
            each.put("to", link.to().toString());
            each.put("down", link.down());
            each.put("roundTripMicros", link.roundTripMicros());
            each.put("tailMicros", link.tailMicros());
            each.put("lossPerMille", link.lossPerMille());
            each.put("queueHint", link.queueHint());
            each.put("weightMicros", link.down() ? null : Math.round(edge.weightMicros()));
            links.add(each);
        }
        json.put("links", links);
        WeakSpots weak = graph.weakSpots();
        json.put(
                "cutVertices", weak.cutVertices().stream().map(NodeId::toString).toList());
        json.put("weakestCut", weak.side().stream().map(NodeId::toString).toList());
        json.put("weakestCutLinks", weak.links());
        json.put("warnings", warnings());
        return json;
    }

    /** For Graphviz. */
    public String toDot() {
        StringBuilder dot = new StringBuilder("digraph kith {\n  node [shape=box];\n");
        for (Member member : config.members().values()) {
            dot.append(String.format(
                    Locale.ROOT,
                    "  \"%s\" [label=\"%s\\n%s\\n%s\"];%n",
                    member.id().shortName(),
                    member.id().shortName(),
                    quoted(member.address().toString()),
                    quoted(member.zone())));
        }
        for (PeerGraph.Edge edge : edges) {
            LinkReport.Link link = edge.link();
            dot.append(String.format(
                    Locale.ROOT,
                    "  \"%s\" -> \"%s\" [label=\"%s\"%s];%n",
                    name(edge.from()),
                    name(link.to()),
                    link.down() ? "down" : millis(edge.weightMicros()),
                    link.down() ? ", color=red, style=dashed" : ""));
        }
        return dot.append("}\n").toString();
    }

    /** Text within the quotes of a label, where a backslash begins an escape. */
    private static String quoted(String text) {
        return ForeignText.shown(text).replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
