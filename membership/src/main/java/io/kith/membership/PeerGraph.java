package io.kith.membership;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jgrapht.Graph;
import org.jgrapht.alg.StoerWagnerMinimumCut;
import org.jgrapht.alg.connectivity.BiconnectivityInspector;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;
import org.jgrapht.graph.SimpleWeightedGraph;
import org.jspecify.annotations.Nullable;

/**
 * How well nodes reach each other, from what they report of their links: directed, weighted ({@link LinkWeight}), with
 * a vertex for each member and for this process, which may be a client. Used to choose among replicas, relays and
 * neighbours; nothing's correctness rests on it.
 */
public final class PeerGraph {
    /** Weights below this make no difference for the choice of a replica. */
    static final double NEAR_MICROS = 400;

    private static final int MAX_OWN_WEIGHTS = 4_096;

    private final NodeId self;
    private final Graph<NodeId, PeerLinkEdge> graph = new SimpleDirectedWeightedGraph<>(PeerLinkEdge.class);
    private final SortedMap<NodeId, Held> reports = new TreeMap<>();
    private final SortedMap<NodeId, SortedSet<NodeId>> down = new TreeMap<>();
    /** The weights from here that were asked for since something changed: every read asks for two. */
    private final Map<NodeId, Double> ownWeights = new LinkedHashMap<>();

    private SortedMap<NodeId, String> zones = Collections.emptySortedMap();
    private String ownZone = "";
    private long shape;

    private record Held(LinkReport report, long takenNanos) {}

    /**
     * One link of the graph.
     *
     * @param from its near end, which measured it
     * @param link what was measured
     * @param weightMicros its weight; infinite if it is down
     */
    public record Edge(NodeId from, LinkReport.Link link, double weightMicros) {}

    /** The graph as {@code self} sees it; without members at first. */
    public PeerGraph(NodeId self) {
        this.self = self;
        graph.addVertex(self);
    }

    /**
     * The members and their zones; what is known of others is dropped.
     *
     * @param members zone by member
     * @param zone this process's zone; empty if it has none, which makes all zones alike for it
     */
    public void members(SortedMap<NodeId, String> members, String zone) {
        ownWeights.clear();
        zones = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        ownZone = zone;
        for (NodeId vertex : new ArrayList<>(graph.vertexSet())) {
            if (!vertex.equals(self) && !zones.containsKey(vertex)) {
                graph.removeVertex(vertex);
                reports.remove(vertex);
                down.remove(vertex);
                down.values().forEach(peers -> peers.remove(vertex));
            }
        }
        zones.keySet().forEach(graph::addVertex);
        shape++;
    }

    /**
     * Takes a report, if it is newer than the one held and of a member or this process; returns whether it did.
     *
     * @param nowNanos when it came, for {@link #expire}
     */
    public boolean merge(LinkReport report, long nowNanos) {
        NodeId from = report.reporter();
        Held held = reports.get(from);
        if (!graph.containsVertex(from) || (held != null && held.report().version() >= report.version())) {
            return false;
        }
        ownWeights.clear();
        reports.put(from, new Held(report, nowNanos));
        SortedMap<NodeId, LinkReport.Link> links = new TreeMap<>();
        for (LinkReport.Link link : report.links()) {
            if (graph.containsVertex(link.to()) && !link.to().equals(from)) {
                links.put(link.to(), link);
            }
        }
        for (PeerLinkEdge edge : new ArrayList<>(graph.outgoingEdgesOf(from))) {
            LinkReport.Link now = links.get(graph.getEdgeTarget(edge));
            if (now == null || now.down()) {
                graph.removeEdge(edge);
                shape++;
            }
        }
        SortedSet<NodeId> downNow = new TreeSet<>();
        links.forEach((to, link) -> {
            if (link.down()) {
                downNow.add(to);
            } else {
                setEdge(from, to, link);
            }
        });
        if (!downNow.equals(down.put(from, downNow))) {
            shape++;
        }
        return true;
    }

    private void setEdge(NodeId from, NodeId to, LinkReport.Link link) {
        PeerLinkEdge edge = graph.getEdge(from, to);
        if (edge == null) {
            edge = new PeerLinkEdge(link);
            graph.addEdge(from, to, edge);
            shape++;
        }
        edge.measured = link;
        edge.weight.update(link, sameZone(from, to));
        graph.setEdgeWeight(edge, edge.weight.micros());
    }

    private boolean sameZone(NodeId a, NodeId b) {
        String zoneA = zoneOf(a);
        String zoneB = zoneOf(b);
        return zoneA.isEmpty() || zoneB.isEmpty() || zoneA.equals(zoneB);
    }

    private String zoneOf(NodeId id) {
        String zone = zones.get(id);
        return zone != null ? zone : id.equals(self) ? ownZone : "";
    }

    /** Drops reports that came before {@code beforeNanos} and were not renewed, and the links that only they knew. */
    public void expire(long beforeNanos) {
        ownWeights.clear();
        for (NodeId reporter : new ArrayList<>(reports.keySet())) {
            Held held = reports.get(reporter);
            if (held != null && held.takenNanos() - beforeNanos < 0) {
                reports.remove(reporter);
                down.remove(reporter);
                shape++;
                graph.removeAllEdges(new ArrayList<>(graph.outgoingEdgesOf(reporter)));
            }
        }
    }

    /** A number that changes whenever members or links come, go, fail or come back; weights do not count. */
    public long shape() {
        return shape;
    }

    /** Whether each member has told of its links of late: before, links are missing that only nobody told of. */
    public boolean isComplete() {
        return reports.keySet().containsAll(zones.keySet());
    }

    /** Members that measured their link to {@code to} and found it up, the lightest link first. */
    public List<NodeId> reaching(NodeId to) {
        List<NodeId> reaching = new ArrayList<>();
        for (NodeId from : zones.keySet()) {
            if (!from.equals(to) && !isDown(from, to) && !isDown(to, from) && edge(from, to) != null) {
                reaching.add(from);
            }
        }
        reaching.sort(Comparator.comparingDouble((NodeId from) -> weightMicros(from, to))
                .thenComparing(Comparator.naturalOrder()));
        return reaching;
    }

    /** The reports held, by reporter. */
    public List<LinkReport> reports() {
        return reports.values().stream().map(Held::report).toList();
    }

    /** All links known, in order of their ends. */
    public List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        for (Held held : reports.values()) {
            NodeId from = held.report().reporter();
            for (LinkReport.Link link : held.report().links()) {
                if (graph.containsVertex(link.to())) {
                    edges.add(new Edge(from, link, weightMicros(from, link.to())));
                }
            }
        }
        return edges;
    }

    /**
     * The weight of the way from {@code from} to {@code to}, in microseconds: infinite if the link is down, what the
     * other end measured if only it did, and a middling guess if nobody did.
     */
    public double weightMicros(NodeId from, NodeId to) {
        if (!from.equals(self)) {
            return computeWeightMicros(from, to);
        }
        Double known = ownWeights.get(to);
        if (known == null) {
            known = computeWeightMicros(from, to);
            if (ownWeights.size() < MAX_OWN_WEIGHTS) {
                ownWeights.put(to, known);
            }
        }
        return known;
    }

    private double computeWeightMicros(NodeId from, NodeId to) {
        Double measured = measuredMicros(from, to);
        return measured != null ? measured : LinkWeight.UNKNOWN_MICROS;
    }

    private @Nullable Double measuredMicros(NodeId from, NodeId to) {
        if (isDown(from, to)) {
            return Double.POSITIVE_INFINITY;
        }
        PeerLinkEdge edge = edge(from, to);
        if (edge == null) {
            // Round trips are the same from both ends.
            if (isDown(to, from)) {
                return Double.POSITIVE_INFINITY;
            }
            edge = edge(to, from);
        }
        return edge == null ? null : Double.valueOf(graph.getEdgeWeight(edge));
    }

    private @Nullable PeerLinkEdge edge(NodeId from, NodeId to) {
        return graph.containsVertex(from) && graph.containsVertex(to) ? graph.getEdge(from, to) : null;
    }

    private boolean isDown(NodeId from, NodeId to) {
        return down.getOrDefault(from, Collections.emptySortedSet()).contains(to);
    }

    /**
     * Chooses among {@code candidates} for one request: the lighter of two random ones (Mitzenmacher, 2001), which
     * spreads load without flocking to the one that looked best last. Ways of less than {@value #NEAR_MICROS} us are
     * alike: what differs there is chance, and all of them should share the load.
     *
     * @throws IllegalArgumentException if there are none
     */
    public NodeId lighterOfTwo(List<NodeId> candidates, RandomGenerator random) {
        int size = candidates.size();
        if (size == 0) {
            throw new IllegalArgumentException("nothing to choose from");
        }
        if (size == 1) {
            return candidates.get(0);
        }
        int first = random.nextInt(size);
        int second = random.nextInt(size - 1);
        NodeId one = candidates.get(first);
        NodeId other = candidates.get(second >= first ? second + 1 : second);
        return Math.max(NEAR_MICROS, weightMicros(self, other)) < Math.max(NEAR_MICROS, weightMicros(self, one))
                ? other
                : one;
    }

    /**
     * The node over which {@code from} best reaches {@code to} in one hop; only over links that were measured and are
     * not down.
     */
    public Optional<NodeId> relay(NodeId from, NodeId to) {
        NodeId best = null;
        double bestMicros = Double.POSITIVE_INFINITY;
        for (NodeId via : zones.keySet()) {
            if (via.equals(from) || via.equals(to)) {
                continue;
            }
            Double there = measuredMicros(from, via);
            Double onwards = measuredMicros(via, to);
            if (there != null && onwards != null && there + onwards < bestMicros) {
                best = via;
                bestMicros = there + onwards;
            }
        }
        return Optional.ofNullable(best);
    }

    /** {@code candidates} from the lightest to reach from here to the heaviest; equal ones by id. */
    public List<NodeId> byNearness(Collection<NodeId> candidates) {
        List<NodeId> ordered = new ArrayList<>(candidates);
        ordered.sort(Comparator.comparingDouble((NodeId id) -> weightMicros(self, id))
                .thenComparing(Comparator.naturalOrder()));
        return ordered;
    }

    /** Members without which others could no longer reach each other over the links known to be up. */
    public SortedSet<NodeId> cutVertices() {
        return new TreeSet<>(new BiconnectivityInspector<>(linksUp()).getCutpoints());
    }

    /**
     * The smaller side of the weakest cut: the members that the fewest links known to be up connect with all others.
     * Empty if there are fewer than two members. Takes time cubic in the members.
     */
    public SortedSet<NodeId> weakestCut() {
        if (zones.size() < 2) {
            return Collections.emptySortedSet();
        }
        SortedSet<NodeId> side = new TreeSet<>(new StoerWagnerMinimumCut<>(linksUp()).minCut());
        SortedSet<NodeId> others = new TreeSet<>(zones.keySet());
        others.removeAll(side);
        return side.size() <= others.size() ? side : others;
    }

    /** What the loss of little would part. Takes time cubic in the members. */
    public WeakSpots weakSpots() {
        SortedSet<NodeId> side = weakestCut();
        Graph<NodeId, DefaultEdge> up = linksUp();
        int links = 0;
        for (DefaultEdge edge : up.edgeSet()) {
            links += side.contains(up.getEdgeSource(edge)) != side.contains(up.getEdgeTarget(edge)) ? 1 : 0;
        }
        return new WeakSpots(cutVertices(), side, links);
    }

    /** The links between members that are up as far as both ends know, without direction, each of weight one. */
    private Graph<NodeId, DefaultEdge> linksUp() {
        Graph<NodeId, DefaultEdge> links = new SimpleWeightedGraph<>(DefaultEdge.class);
        zones.keySet().forEach(links::addVertex);
        for (PeerLinkEdge edge : graph.edgeSet()) {
            NodeId from = graph.getEdgeSource(edge);
            NodeId to = graph.getEdgeTarget(edge);
            if (zones.containsKey(from) && zones.containsKey(to) && !isDown(to, from)) {
                links.addEdge(from, to);
            }
        }
        return links;
    }
}
