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

    private static final class Known {
        final NodeAddress address;
        final boolean isSeed;

        boolean connecting;
        int failures;
        long lastTryNanos;
        long notBeforeNanos;
        boolean isCrowded;
        long crowdedUntilNanos;
        String problem = "not tried yet";

        Known(NodeAddress address, boolean isSeed, long nowNanos) {
            this.address = address;
            this.isSeed = isSeed;
            this.lastTryNanos = nowNanos;
            this.notBeforeNanos = nowNanos;
        }
    }

    private final ClientPort port;
    private final Map<NodeAddress, Known> known = new LinkedHashMap<>();
    private final Map<NodeId, NodeAddress> up = new LinkedHashMap<>();
    private Map<NodeId, NodeAddress> members = Map.of();

    LinkTable(ClientPort port, Collection<NodeAddress> seeds) {
        this.port = port;
        long now = port.clock().nowNanos();
        for (NodeAddress seed : seeds) {
            known.put(seed, new Known(seed, true, now));
        }
    }

    boolean isUp(NodeId node) {
        return up.containsKey(node);
    }

    List<NodeId> allUp() {
        return new ArrayList<>(up.keySet());
    }

    /** Some node that is connected, another than {@code except} if there is one; null if none is. */
    @Nullable
    NodeId anyUp(@Nullable NodeId except) {
        List<NodeId> candidates = allUp();
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
            known.computeIfAbsent(member.address(), address -> new Known(address, false, now));
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
            Known oldest = each.next();
            if (!oldest.isSeed && !oldest.connecting && !members.containsValue(oldest.address)) {
                each.remove();
            }
        }
    }

    /** Connects to a member unless that is so already, under way, or failed just now. */
    void want(NodeId node) {
        NodeAddress address = members.get(node);
        Known target = address == null ? null : known.get(address);
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
        for (Known each : known.values()) {
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
        for (Known each : known.values()) {
            each.isCrowded = false;
        }
    }

    /** Tries one more node if there are too few connections: members first, then any address that was ever known. */
    void connectMore(int silent) {
        if (!wantsMore(silent) || connecting() >= MAX_CONNECTING) {
            return;
        }
        Known best = null;
        NodeId expected = null;
        for (Map.Entry<NodeId, NodeAddress> member : members.entrySet()) {
            Known candidate = known.get(member.getValue());
            if (candidate != null
                    && !up.containsKey(member.getKey())
                    && mayTry(candidate)
                    && (best == null || candidate.lastTryNanos - best.lastTryNanos < 0)) {
                best = candidate;
                expected = member.getKey();
            }
        }
        if (up.size() == silent && (best == null || best.failures > 0)) {
            for (Known candidate : known.values()) {
                if (mayTry(candidate) && (best == null || candidate.lastTryNanos - best.lastTryNanos < 0)) {
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
        for (Known each : known.values()) {
            count += each.connecting ? 1 : 0;
        }
        return count;
    }

    private boolean mayTry(Known target) {
        return !target.connecting && !target.isCrowded && port.clock().nowNanos() - target.notBeforeNanos >= 0;
    }

    private void connect(Known target, @Nullable NodeId expected) {
        target.connecting = true;
        target.lastTryNanos = port.clock().nowNanos();
        port.connect(target.address, expected);
    }

    /** Returns whether the connection is a new one. */
    boolean connected(NodeId node, NodeAddress address) {
        Known target = known.get(address);
        if (target != null) {
            target.connecting = false;
            target.failures = 0;
            target.isCrowded = false;
            target.problem = members.isEmpty() ? "it answers, but is in no cluster yet" : "connected";
        }
        return up.putIfAbsent(node, address) == null;
    }

    void failed(NodeAddress address, String problem) {
        Known target = known.get(address);
        if (target == null) {
            return;
        }
        long delay = Math.min(MAX_BACKOFF_NANOS, FIRST_BACKOFF_NANOS << Math.min(target.failures, MAX_DOUBLINGS));
        target.connecting = false;
        target.failures++;
        target.problem = problem;
        target.notBeforeNanos =
                port.clock().nowNanos() + delay / 2 + port.random().nextLong(delay);
    }

    void disconnected(NodeId node, String problem, boolean crowdedOut) {
        NodeAddress address = up.remove(node);
        Known target = address == null ? null : known.get(address);
        if (target != null) {
            target.problem = problem;
            target.notBeforeNanos = port.clock().nowNanos();
            target.isCrowded = crowdedOut;
            target.crowdedUntilNanos = port.clock().nowNanos() + CROWDED_NANOS;
        }
    }

    /** Whether every address was tried in vain {@code times} times or more. */
    boolean allFailed(int times) {
        for (Known each : known.values()) {
            if (each.failures < times) {
                return false;
            }
        }
        return true;
    }

    /** What became of the addresses, for people. */
    String problems() {
        StringBuilder text = new StringBuilder();
        int shown = 0;
        for (Known each : known.values()) {
            if (++shown > 5) {
                return text.append("; and so on").toString();
            }
            text.append(text.isEmpty() ? "" : "; ")
                    .append(each.address)
                    .append(": ")
                    .append(each.problem);
        }
        return text.toString();
    }
}
