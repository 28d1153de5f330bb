package io.kith.client.routing;

import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which nodes the client is connected to, and every address that it ever knew. */
final class LinkTable {
    /** So many connections at least are kept where there are so many nodes: one alone may lead to a node that hangs. */
    private static final int WANTED_LINKS = 2;

    private static final int MAX_ADDRESSES = 4_096;
    private static final int MAX_CONNECTING = 8;
    private static final long FIRST_BACKOFF_NANOS = 10_000_000;
    private static final long MAX_BACKOFF_NANOS = 500_000_000;
    private static final int MAX_DOUBLINGS = 10;

    /** For so long who was idle and had to make room for others does not come back, unless there is something to ask. */
    static final long CROWDED_NANOS = 60_000_000_000L;

    private final ClientPort port;
    private final Map<NodeAddress, KnownAddress> known = new LinkedHashMap<>();
    private final Map<NodeId, NodeAddress> up = new LinkedHashMap<>();
    private Map<NodeId, NodeAddress> members = Map.of();
    private boolean sawStranger;
    private boolean nobodyAnswers = true;

    LinkTable(ClientPort port, Collection<NodeAddress> seeds) {
        this.port = port;
        long now = port.clock().nowNanos();
        for (NodeAddress seed : seeds) {
            known.put(seed, new KnownAddress(seed, true, now));
        }
    }

    boolean isUp(NodeId node) {
        return up.containsKey(node);
    }

    List<NodeId> allUp() {
        return new ArrayList<>(up.keySet());
    }

    /** Whether {@code node} is of the cluster, as far as is known: of one that is not listed it is not known yet. */
    boolean isMember(NodeId node) {
        return members.containsKey(node);
    }

    /** Some member that is connected, another than {@code except} if there is one; null if none is. */
    @Nullable
    NodeId anyMemberUp(@Nullable NodeId except) {
        List<NodeId> candidates = allUp();
        candidates.removeIf(node -> !isMember(node));
        return any(candidates, except);
    }

    /** Some node that is connected, another than {@code except} if there is one; null if none is. */
    @Nullable
    NodeId anyUp(@Nullable NodeId except) {
        return any(allUp(), except);
    }

    private @Nullable NodeId any(List<NodeId> candidates, @Nullable NodeId except) {
        if (candidates.size() > 1 && except != null) {
            candidates.remove(except);
        }
        return candidates.isEmpty() ? null : candidates.get(port.random().nextInt(candidates.size()));
    }

    /** Learns the addresses of a newer config's members, and hangs up on nodes that it no longer lists. */
    void learn(ClusterConfig config) {
        Map<NodeId, NodeAddress> listed = new LinkedHashMap<>();
        long now = port.clock().nowNanos();
        for (Member member : config.members().values()) {
            listed.put(member.id(), member.address());
            known.computeIfAbsent(member.address(), address -> new KnownAddress(address, false, now));
        }
        for (NodeId node : members.keySet()) {
            if (!listed.containsKey(node) && up.remove(node) != null) {
                port.disconnect(node);
            }
        }
        members = listed;
        forgetOldest();
    }

    private void forgetOldest() {
        var each = known.values().iterator();
        while (known.size() > MAX_ADDRESSES && each.hasNext()) {
            KnownAddress oldest = each.next();
            if (!oldest.isSeed && !oldest.connecting && !members.containsValue(oldest.address)) {
                each.remove();
            }
        }
    }

    /** Connects to a member unless that is so already, under way, or failed just now. */
    void want(NodeId node) {
        NodeAddress address = members.get(node);
        KnownAddress target = address == null ? null : known.get(address);
        if (target != null && !up.containsKey(node)) {
            target.isCrowded = false;
            if (mayTry(target)) {
                connect(target, node);
            }
        }
    }

    /**
     * Whether there are too few connections to hear of every config.
     *
     * @param silent how many of those that are up get no answers: who died without a word keeps his for minutes
     */
    boolean wantsMore(int silent) {
        int reachable = members.isEmpty() ? 1 : members.size();
        return up.size() - silent < Math.min(WANTED_LINKS, reachable) - crowded();
    }

    /** How many nodes are left alone for now, as they have no room for who is idle. */
    private int crowded() {
        int count = 0;
        for (KnownAddress each : known.values()) {
            if (each.isCrowded && port.clock().nowNanos() - each.crowdedUntilNanos >= 0) {
                each.isCrowded = false;
            }
            count += each.isCrowded ? 1 : 0;
        }
        return count;
    }

    boolean isAnyCrowded() {
        return crowded() > 0;
    }

    /** There is something to ask: whoever had no room for who was idle is tried again. */
    void somethingToAsk() {
        for (KnownAddress each : known.values()) {
            each.isCrowded = false;
        }
    }

    /** Tries one more node if there are too few connections: members first, then any address that was ever known. */
    void connectMore(int silent) {
        nobodyAnswers = up.size() == silent;
        if (!wantsMore(silent) || connecting() >= MAX_CONNECTING) {
            return;
        }
        KnownAddress best = null;
        NodeId expected = null;
        for (Map.Entry<NodeId, NodeAddress> member : members.entrySet()) {
            KnownAddress candidate = known.get(member.getValue());
            if (candidate != null
                    && !up.containsKey(member.getKey())
                    && mayTry(candidate)
                    && (best == null || candidate.lastTryNanos - best.lastTryNanos < 0)) {
                best = candidate;
                expected = member.getKey();
            }
        }
        if (nobodyAnswers && (best == null || best.failures > 0)) {
            for (KnownAddress candidate : known.values()) {
                if (mayTry(candidate)
                        && !candidate.isStrangeLately(port.clock().nowNanos())
                        && (best == null || candidate.lastTryNanos - best.lastTryNanos < 0)) {
                    best = candidate;
                    expected = null;
                }
            }
        }
        if (best != null) {
            connect(best, expected);
        }
    }

    private int connecting() {
        int count = 0;
        for (KnownAddress each : known.values()) {
            count += each.connecting ? 1 : 0;
        }
        return count;
    }

    private boolean mayTry(KnownAddress target) {
        return !target.connecting && !target.isCrowded && port.clock().nowNanos() - target.notBeforeNanos >= 0;
    }

    private void connect(KnownAddress target, @Nullable NodeId expected) {
        target.connecting = true;
        target.lastTryNanos = port.clock().nowNanos();
        // All may have been restarted, and be others by now: every second time whoever is there will do.
        boolean anybody = nobodyAnswers
                && target.failures % 2 == 1
                && !target.isStrangeLately(port.clock().nowNanos());
        port.connect(target.address, anybody ? null : expected);
    }

    /** Returns whether the connection is a new one. */
    boolean connected(NodeId node, NodeAddress address) {
        KnownAddress target = known.get(address);
        if (target != null) {
            target.connecting = false;
            target.failures = 0;
            target.isCrowded = false;
            target.problem = members.isEmpty() ? "it answers, but has told of no cluster yet" : null;
            if (members.containsKey(node)) {
                sawStranger = false;
                known.values().forEach(each -> each.stranger = null);
            }
        }
        return up.putIfAbsent(node, address) == null;
    }

    /** Before it told of a config a connected node told which it has, 0 for none. */
    void toldOfConfig(NodeId node, long configId) {
        NodeAddress address = members.isEmpty() ? up.get(node) : null;
        KnownAddress target = address == null ? null : known.get(address);
        if (target != null) {
            target.problem = configId == 0
                    ? "it answers, but is in no cluster yet"
                    : "it is in a cluster, but has not told who else is";
        }
    }

    void failed(NodeAddress address, String problem) {
        KnownAddress target = known.get(address);
        if (target != null) {
            target.connecting = false;
            failed(target, problem);
        }
    }

    private void failed(KnownAddress target, String problem) {
        long delay = Math.min(MAX_BACKOFF_NANOS, FIRST_BACKOFF_NANOS << Math.min(target.failures, MAX_DOUBLINGS));
        target.failures++;
        target.problem = problem;
        target.notBeforeNanos =
                port.clock().nowNanos() + delay / 2 + port.random().nextLong(delay);
    }

    // ---- other clusters

    /** The connected {@code node} is of another cluster than this client's: nothing is to be asked of it. */
    void isStranger(NodeId node, String cluster) {
        NodeAddress address = up.remove(node);
        if (address == null) {
            return;
        }
        port.disconnect(node);
        KnownAddress target = known.get(address);
        if (target != null) {
            failed(target, "another cluster, " + cluster + ", is there now");
            target.sawStranger(cluster, port.clock().nowNanos());
            sawStranger = true;
        }
    }

    /** Whether a node of another cluster was found since one of this was. */
    boolean sawStranger() {
        return sawStranger;
    }

    /**
     * Where another cluster is by now, if no member of this client's cluster is reached any more, nor was for a while; null
     * if all may be well, or get well.
     *
     * @param answers whether a connected node does: who is gone without a word stays connected for minutes
     */
    @Nullable
    String replacement(Predicate<NodeId> answers) {
        if (!sawStranger) {
            return null;
        }
        long nowNanos = port.clock().nowNanos();
        for (Map.Entry<NodeId, NodeAddress> member : members.entrySet()) {
            KnownAddress there = known.get(member.getValue());
            boolean isReached = up.containsKey(member.getKey()) && answers.test(member.getKey());
            if (isReached || (there != null && there.failures == 0 && there.stranger == null)) {
                return null;
            }
        }
        for (KnownAddress each : known.values()) {
            if (each.isStrangeForLong(nowNanos)) {
                return "none of its " + members.size() + " nodes answers, and at " + each.address
                        + " there is another cluster now, " + each.stranger;
            }
        }
        return null;
    }

    void disconnected(NodeId node, String problem, boolean crowdedOut) {
        NodeAddress address = up.remove(node);
        KnownAddress target = address == null ? null : known.get(address);
        if (target != null) {
            target.problem = problem;
            target.notBeforeNanos = port.clock().nowNanos();
            target.isCrowded = crowdedOut;
            target.crowdedUntilNanos = port.clock().nowNanos() + CROWDED_NANOS;
        }
    }

    /** What became of the addresses, for people. */
    String problems() {
        StringBuilder text = new StringBuilder();
        int shown = 0;
        for (KnownAddress each : known.values()) {
            if (++shown > 5) {
                return text.append("; and so on").toString();
            }
            text.append(text.isEmpty() ? "" : "; ")
                    .append(each.address)
                    .append(": ")
                    .append(each.problem(port.clock().nowNanos(), up.containsValue(each.address)));
        }
        return text.toString();
    }
}
