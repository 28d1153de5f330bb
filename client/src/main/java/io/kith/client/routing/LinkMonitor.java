package io.kith.client.routing;

import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.membership.Heartbeat;
import io.kith.membership.HeartbeatAnswer;
import io.kith.membership.LinkReport;
import io.kith.membership.LinkSurvey;
import io.kith.membership.PeerGraph;
import io.kith.membership.PullLinks;
import io.kith.transport.Cancellable;
import io.kith.transport.Message;
import io.kith.transport.NodeId;
import io.kith.transport.Relayed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's own edges of the peer graph, and what it makes of them: heartbeats measure the link to each connected node
 * and tell its queue; reads go to the lighter of two replicas; and a node to which no direct link works is reached over
 * another that is seen to reach it. The direct link is tried on meanwhile.
 */
final class LinkMonitor {
    /** How often links are measured while there is something to do. */
    static final long PERIOD_NANOS = 250_000_000;

    /** How often while there is not. */
    static final long IDLE_PERIOD_NANOS = 1_000_000_000;

    /** For how long after its last request a client counts as busy. */
    private static final long BUSY_NANOS = 5_000_000_000L;

    /** After how long without an answer a link is taken for dead: one lost heartbeat is no silence. */
    private static final long SILENCE_NANOS = 2 * PERIOD_NANOS;

    /** How many nodes are asked at a time to reach another. */
    private static final int RELAYS_TRIED = 3;

    /** For how long a relay counts as one after it showed that it reaches the node. */
    private static final long RELAY_NANOS = 4 * PERIOD_NANOS;

    private final NodeId self;
    private final ClientPort port;
    private final LinkTable links;
    private final LongSupplier configId;
    private final Consumer<NodeId> lost;
    private final Consumer<NodeId> found;
    private final PeerGraph graph;
    private final Map<NodeId, MonitoredLink> monitored = new LinkedHashMap<>();
    /** Kept from call to call: every read asks for such a list. */
    private final List<NodeId> near = new ArrayList<>();

    private final List<Consumer<List<LinkReport>>> surveys = new ArrayList<>();
    /** Nearly all that comes in asks for it. */
    private @Nullable MonitoredLink heardLast;

    private @Nullable Cancellable timer;
    private long tickedNanos;
    private long busyNanos;
    private long version;
    private boolean stopped;

    /**
     * Monitors nothing yet.
     *
     * @param self names this client to those that relay
     * @param configId the newest config that the client holds, 0 for none
     * @param lost told of nodes that are reached another way from now on, or not at all: what is under way may be lost
     * @param found told of nodes that are reached directly again; what is under way over another node is not lost for that
     */
    LinkMonitor(
            NodeId self,
            ClientPort port,
            LinkTable links,
            LongSupplier configId,
            Consumer<NodeId> lost,
            Consumer<NodeId> found) {
        this.self = self;
        this.port = port;
        this.links = links;
        this.configId = configId;
        this.lost = lost;
        this.found = found;
        this.graph = new PeerGraph(self);
        this.busyNanos = port.clock().nowNanos();
        this.tickedNanos = busyNanos;
    }

    // ---- for requests

    /** Whether a message for {@code node} could be sent now, directly or over another. */
    boolean reaches(NodeId node, long nowNanos) {
        MonitoredLink link = monitored.get(node);
        return answersDirectly(node, link, nowNanos) || (link != null && link.relay.chosen() != null);
    }

    /** Whether the direct link to {@code node} works as far as is known. */
    boolean answersDirectly(NodeId node) {
        return answersDirectly(node, monitored.get(node), port.clock().nowNanos());
    }

    /** How many connections are up whose nodes do not answer. */
    int silentLinks() {
        int silent = 0;
        for (NodeId node : links.allUp()) {
            silent += answersDirectly(node) ? 0 : 1;
        }
        return silent;
    }

    private boolean answersDirectly(NodeId node, @Nullable MonitoredLink link, long nowNanos) {
        return links.isUp(node) && (link == null || !link.isSilent(SILENCE_NANOS, nowNanos));
    }

    /** Something came from {@code from} over the direct link. */
    void heard(NodeId from) {
        MonitoredLink link = heardLast;
        if (link == null || !link.node.equals(from)) {
            link = monitored.get(from);
            heardLast = link;
        }
        if (link != null) {
            link.heard();
        }
    }

    /**
     * Sends to a node that is {@linkplain #reaches reached}; false if it was not sent, as its connection takes no more for now.
     *
     * @param bulkNanos how long what follows may have to wait behind it
     */
    boolean offer(NodeId to, Message message, long bulkNanos, long nowNanos) {
        MonitoredLink link = monitored.get(to);
        NodeId relay = link == null ? null : link.relay.chosen();
        if (link == null || relay == null) {
            boolean sent = port.offer(to, message);
            if (sent && link != null && bulkNanos > 0) {
                link.bulk(bulkNanos, nowNanos);
            }
            return sent;
        }
        link.want(nowNanos);
        return port.offer(relay, new Relayed(self, to, message));
    }

    /** The lighter of two random ones of {@code replicas} that are reached directly; null if none is. */
    @Nullable
    NodeId replicaForRead(List<NodeId> replicas, long nowNanos) {
        near.clear();
        for (NodeId replica : replicas) {
            if (answersDirectly(replica, monitored.get(replica), nowNanos)) {
                near.add(replica);
            } else {
                links.want(replica);
            }
        }
        return near.isEmpty() ? null : graph.lighterOfTwo(near, port.random());
    }

    /**
     * A connected node to ask what any of them knows: the lighter of two that answer, another than {@code except} if there
     * is one; null if none is connected.
     */
    @Nullable
    NodeId neighbour(@Nullable NodeId except) {
        List<NodeId> candidates = links.allUp();
        candidates.removeIf(node -> node.equals(except) || !answersDirectly(node));
        return candidates.isEmpty() ? links.anyUp(except) : graph.lighterOfTwo(candidates, port.random());
    }

    /** The same of those that are known to be of the cluster, as one that is not could be of another. */
    @Nullable
    NodeId memberNeighbour(@Nullable NodeId except) {
        List<NodeId> candidates = links.allUp();
        candidates.removeIf(node -> node.equals(except) || !links.isMember(node) || !answersDirectly(node));
        return candidates.isEmpty() ? links.anyMemberUp(except) : graph.lighterOfTwo(candidates, port.random());
    }

    /**
     * Asks a node what it knows of all links, and tells {@code then} together with what this client measured; again and
     * again until there is an answer.
     */
    void survey(Consumer<List<LinkReport>> then) {
        surveys.add(then);
        askForLinks();
    }

    private void askForLinks() {
        NodeId node = surveys.isEmpty() ? null : neighbour(null);
        if (node != null) {
            port.send(node, new PullLinks());
        }
    }

    void received(LinkSurvey survey) {
        List<LinkReport> reports = new ArrayList<>(survey.reports());
        report(port.clock().nowNanos());
        reports.addAll(graph.reports());
        List<Consumer<List<LinkReport>>> waiting = List.copyOf(surveys);
        surveys.clear();
        waiting.forEach(then -> then.accept(reports));
    }

    /** A request is under way: measure often. */
    void busy(long nowNanos) {
        boolean wasIdle = nowNanos - busyNanos > BUSY_NANOS;
        busyNanos = nowNanos;
        if (wasIdle && timer != null) {
            schedule(Math.max(0, tickedNanos + PERIOD_NANOS - nowNanos));
        }
    }

    /** A request waits for a way to {@code node}. */
    void wants(NodeId node) {
        of(node).want(port.clock().nowNanos());
    }

    /** Whether a heartbeat was sent that may still be answered: how soon that is seen is what is measured. */
    boolean awaitsAnswers() {
        for (MonitoredLink link : monitored.values()) {
            if (link.awaits() && links.isUp(link.node)) {
                return true;
            }
        }
        return !surveys.isEmpty();
    }

    // ---- events

    void start() {
        schedule(PERIOD_NANOS);
    }

    void configChanged(ClusterConfig config) {
        TreeMap<NodeId, String> zones = new TreeMap<>();
        for (Member member : config.members().values()) {
            zones.put(member.id(), member.zone());
        }
        graph.members(zones, "");
        monitored.keySet().retainAll(zones.keySet());
        heardLast = null;
    }

    void connected(NodeId node) {
        MonitoredLink link = of(node);
        link.connected();
        heartbeat(link);
    }

    /** Takes an answer to a heartbeat that came directly. */
    void received(NodeId from, HeartbeatAnswer answer) {
        MonitoredLink link = monitored.get(from);
        if (link != null) {
            long nowNanos = port.clock().nowNanos();
            boolean wasSilent = link.isSilent(SILENCE_NANOS, nowNanos);
            link.answered(answer, nowNanos);
            choose(link, nowNanos);
            if (wasSilent) {
                report(nowNanos);
                found.accept(from);
            }
        }
    }

    /** {@code origin} answered a heartbeat that {@code relay} passed on. */
    void receivedOverRelay(NodeId relay, NodeId origin) {
        MonitoredLink link = monitored.get(origin);
        if (link != null) {
            long nowNanos = port.clock().nowNanos();
            link.relay.reachedOver(relay, nowNanos);
            choose(link, nowNanos);
        }
    }

    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    // ---- heartbeats

    private void schedule(long delayNanos) {
        if (timer != null) {
            timer.cancel();
        }
        timer = port.schedule(delayNanos, this::tick);
    }

    private void tick() {
        timer = null;
        if (stopped) {
            return;
        }
        long nowNanos = port.clock().nowNanos();
        tickedNanos = nowNanos;
        for (NodeId node : links.allUp()) {
            heartbeat(of(node));
        }
        for (MonitoredLink link : new ArrayList<>(monitored.values())) {
            if (needsRelay(link, nowNanos)) {
                askRelays(link, nowNanos);
                links.want(link.node);
            }
            choose(link, nowNanos);
        }
        report(nowNanos);
        askForLinks();
        schedule(nowNanos - busyNanos > BUSY_NANOS ? IDLE_PERIOD_NANOS : PERIOD_NANOS);
    }

    /** Whether there is, or will be, something for {@code node} that the direct link does not take. */
    private boolean needsRelay(MonitoredLink link, long nowNanos) {
        return links.isUp(link.node)
                ? !answersDirectly(link.node)
                : link.isWanted(PERIOD_NANOS / 2, BUSY_NANOS, nowNanos);
    }

    private void heartbeat(MonitoredLink link) {
        long nowNanos = port.clock().nowNanos();
        port.send(link.node, new Heartbeat(link.send(true, nowNanos), nowNanos, configId.getAsLong(), 0));
    }

    private void askRelays(MonitoredLink link, long nowNanos) {
        List<NodeId> relays = new ArrayList<>();
        for (NodeId node : graph.byNearness(links.allUp())) {
            if (relays.size() < RELAYS_TRIED && !node.equals(link.node) && answersDirectly(node)) {
                relays.add(node);
            }
        }
        Heartbeat heartbeat = new Heartbeat(link.send(false, nowNanos), nowNanos, configId.getAsLong(), 0);
        relays.forEach(relay -> port.send(relay, new Relayed(self, link.node, heartbeat)));
    }

    private void choose(MonitoredLink link, long nowNanos) {
        boolean down = !answersDirectly(link.node);
        boolean changed = link.relay.choose(
                down, nowNanos - RELAY_NANOS, this::answersDirectly, relay -> graph.weightMicros(self, relay));
        if (changed && !down && link.relay.chosen() == null) {
            found.accept(link.node);
        } else if (changed) {
            lost.accept(link.node);
        }
    }

    private void report(long nowNanos) {
        List<LinkReport.Link> measured = new ArrayList<>();
        for (MonitoredLink link : monitored.values()) {
            boolean down = links.isUp(link.node) ? !answersDirectly(link.node) : link.relay.chosen() != null;
            LinkReport.Link each = measured.size() < LinkReport.MAX_LINKS ? link.measured(down) : null;
            if (each != null) {
                measured.add(each);
            }
        }
        graph.merge(new LinkReport(self, ++version, measured), nowNanos);
    }

    private MonitoredLink of(NodeId node) {
        return monitored.computeIfAbsent(node, MonitoredLink::new);
    }
}
