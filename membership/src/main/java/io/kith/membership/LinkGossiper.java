package io.kith.membership;

import io.kith.transport.Cancellable;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Spreads what nodes measure of their links: each tells two others a second what it learnt lately, and repeats old news
 * if there is room, in messages of bounded size. Rumours die out after a few repetitions (Demers et al., PODC 1987).
 * A node reports anew at once if a link fails or comes back, else every few seconds, less often in large clusters, so
 * that what a node hears and says a second does not grow with the cluster.
 */
public final class LinkGossiper {
    private static final long PERIOD_NANOS = 1_000_000_000L;
    private static final int PERIODS_PER_REPORT = 3;
    private static final int NODES_PER_STRETCH = 16;
    private static final int REPORTS_PER_LIFE = 10;
    private static final int FANOUT = 2;
    private static final int REPETITIONS = 4;

    private final NodeId self;
    private final ProtocolPort port;
    private final PeerGraph graph;
    private final Supplier<SortedMap<NodeId, LinkReport.Link>> measured;
    private final Supplier<List<Long>> figures;
    private final SortedMap<NodeId, Rumour> rumours = new TreeMap<>();
    private List<NodeId> others = Collections.emptyList();
    private SortedSet<NodeId> downAtLastReport = Collections.emptySortedSet();
    private int periodsUntilReport;
    private long version;
    private @Nullable Cancellable timer;

    private record Rumour(LinkReport report, int repetitionsLeft) {}

    /**
     * Gossip of {@code self}.
     *
     * @param graph is kept up to date with what is heard and measured
     * @param measured this node's own links, as {@link FailureDetector#measuredLinks} has them
     * @param figures what this node tells of itself
     */
    public LinkGossiper(
            NodeId self,
            ProtocolPort port,
            PeerGraph graph,
            Supplier<SortedMap<NodeId, LinkReport.Link>> measured,
            Supplier<List<Long>> figures) {
        this.self = self;
        this.port = port;
        this.graph = graph;
        this.measured = measured;
        this.figures = figures;
    }

    /** The members and their zones, as a new config has them. */
    public void members(SortedMap<NodeId, String> zones) {
        graph.members(zones, zones.getOrDefault(self, ""));
        rumours.keySet().retainAll(zones.keySet());
        List<NodeId> now = new ArrayList<>(zones.keySet());
        now.remove(self);
        others = now;
        if (timer == null) {
            timer = port.schedule(port.random().nextLong(PERIOD_NANOS), this::tell);
        }
    }

    /** Tells nobody any more. */
    public void stop() {
        Cancellable pending = timer;
        timer = null;
        if (pending != null) {
            pending.cancel();
        }
    }

    /** Takes what another node tells. */
    public void received(LinkGossip gossip) {
        long nowNanos = port.clock().nowNanos();
        for (LinkReport report : gossip.reports()) {
            if (!report.reporter().equals(self) && graph.merge(report, nowNanos)) {
                rumours.put(report.reporter(), new Rumour(report, REPETITIONS));
            }
        }
    }

    private void tell() {
        timer = port.schedule(PERIOD_NANOS, this::tell);
        long nowNanos = port.clock().nowNanos();
        int periodsPerReport = PERIODS_PER_REPORT * Math.max(1, others.size() / NODES_PER_STRETCH);
        SortedMap<NodeId, LinkReport.Link> links = measured.get();
        SortedSet<NodeId> downNow = new TreeSet<>();
        links.values().stream().filter(LinkReport.Link::down).forEach(link -> downNow.add(link.to()));
        if (--periodsUntilReport <= 0 || !downNow.equals(downAtLastReport)) {
            periodsUntilReport = periodsPerReport;
            downAtLastReport = downNow;
            LinkReport own = new LinkReport(self, ++version, figures.get(), mostTelling(links));
            graph.merge(own, nowNanos);
            rumours.put(self, new Rumour(own, REPETITIONS));
        }
        graph.expire(nowNanos - PERIOD_NANOS * periodsPerReport * REPORTS_PER_LIFE);
        if (others.isEmpty()) {
            return;
        }
        LinkGossip gossip = new LinkGossip(news());
        List<NodeId> candidates = new ArrayList<>(others);
        for (int i = 0; i < FANOUT && !candidates.isEmpty(); i++) {
            port.send(candidates.remove(port.random().nextInt(candidates.size())), gossip);
        }
    }

    private List<LinkReport> news() {
        SortedMap<NodeId, LinkReport> chosen = new TreeMap<>();
        // The newest rumours first: the older ones have had their turn.
        List<NodeId> order = new ArrayList<>(rumours.keySet());
        order.sort(
                Comparator.comparingInt((NodeId id) -> -repetitionsLeft(id)).thenComparing(Comparator.naturalOrder()));
        for (NodeId id : order.subList(0, Math.min(order.size(), LinkGossip.MAX_REPORTS))) {
            Rumour rumour = rumours.remove(id);
            if (rumour != null) {
                chosen.put(id, rumour.report());
                if (rumour.repetitionsLeft() > 1) {
                    rumours.put(id, new Rumour(rumour.report(), rumour.repetitionsLeft() - 1));
                }
            }
        }
        // Old news in what room is left, for whoever missed it.
        List<LinkReport> held = new ArrayList<>(graph.reports());
        while (chosen.size() < LinkGossip.MAX_REPORTS && !held.isEmpty()) {
            LinkReport report = held.remove(port.random().nextInt(held.size()));
            chosen.putIfAbsent(report.reporter(), report);
        }
        return List.copyOf(chosen.values());
    }

    private int repetitionsLeft(NodeId id) {
        Rumour rumour = rumours.get(id);
        return rumour == null ? 0 : rumour.repetitionsLeft();
    }

    /** If there are too many links to tell of: those that are down, then the slowest; the others are as one expects. */
    private static List<LinkReport.Link> mostTelling(SortedMap<NodeId, LinkReport.Link> links) {
        if (links.size() <= LinkReport.MAX_LINKS) {
            return List.copyOf(links.values());
        }
        return links.values().stream()
                .sorted(Comparator.comparing((LinkReport.Link link) -> !link.down())
                        .thenComparing(link -> -link.roundTripMicros())
                        .thenComparing(LinkReport.Link::to))
                .limit(LinkReport.MAX_LINKS)
                .toList();
    }
}
