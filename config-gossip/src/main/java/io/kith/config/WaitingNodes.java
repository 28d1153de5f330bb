package io.kith.config;

import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a node that is in no cluster has heard of others: who waits as it does, and who is in a cluster. What somebody said
 * counts until he says otherwise, or somebody else is heard at his address and he no more: then his process is over.
 */
final class WaitingNodes {
    private static final int MAX_NODES = 512;

    private final NodeId self;
    private final long latelyNanos;
    private final long forgetNanos;
    private final TreeMap<NodeId, Heard> nodes = new TreeMap<>();

    /**
     * One of them.
     *
     * @param waits what it said last; null if it is in a cluster
     */
    record Heard(NodeAddress address, BootstrapMessage.@Nullable Waiting waits, long heardNanos) {}

    WaitingNodes(NodeId self, long latelyNanos, long forgetNanos) {
        this.self = self;
        this.latelyNanos = latelyNanos;
        this.forgetNanos = forgetNanos;
    }

    /** Takes note that {@code node} waits; false if that is old news. */
    boolean waits(NodeId node, BootstrapMessage.Waiting waiting, long nowNanos) {
        Heard before = nodes.get(node);
        boolean isNews = before == null
                ? nodes.size() < MAX_NODES
                : before.waits() != null && before.waits().sentNanos() < waiting.sentNanos();
        if (isNews) {
            nodes.put(node, new Heard(waiting.address(), waiting, nowNanos));
        }
        return isNews;
    }

    /** Takes note that {@code node} is in a cluster. */
    void settled(NodeId node, NodeAddress address, long nowNanos) {
        if (nodes.containsKey(node) || nodes.size() < MAX_NODES) {
            nodes.put(node, new Heard(address, null, nowNanos));
        }
    }

    /** Forgets whose process is over, and who has been silent for long and has bound nobody. */
    void forget(long nowNanos) {
        nodes.keySet().removeAll(new ArrayList<>(replaced(nowNanos)));
        nodes.values().removeIf(heard -> {
            BootstrapMessage.Waiting waiting = heard.waits();
            return waiting != null
                    && !waiting.isFounding()
                    && waiting.boundTo() == null
                    && nowNanos - heard.heardNanos() > forgetNanos;
        });
    }

    private SortedSet<NodeId> replaced(long nowNanos) {
        TreeSet<NodeId> replaced = new TreeSet<>();
        nodes.forEach((node, heard) -> {
            boolean isSilent = nowNanos - heard.heardNanos() > latelyNanos;
            if (isSilent
                    && nodes.values().stream()
                            .anyMatch(other -> other.address().equals(heard.address())
                                    && other.heardNanos() > heard.heardNanos())) {
                replaced.add(node);
            }
        });
        return replaced;
    }

    /** Whether {@code node} is known. */
    boolean knows(NodeId node) {
        return nodes.containsKey(node);
    }

    /** How many of {@code others} have said nothing. */
    long unknown(Collection<NodeId> others) {
        return others.stream().filter(node -> !nodes.containsKey(node)).count();
    }

    /** What is known of {@code node}; null if nothing is. */
    @Nullable
    Heard of(NodeId node) {
        return nodes.get(node);
    }

    /** Whether somebody is in a cluster. */
    boolean knowsCluster() {
        return nodes.values().stream().anyMatch(heard -> heard.waits() == null);
    }

    /** Who is in a cluster. */
    List<NodeId> inCluster() {
        List<NodeId> members = new ArrayList<>();
        nodes.forEach((node, heard) -> {
            if (heard.waits() == null) {
                members.add(node);
            }
        });
        return members;
    }

    /** Who was making the cluster when it was heard last, and has been silent since; null if there is none. */
    @Nullable
    NodeId silentFounder(long nowNanos) {
        for (var entry : nodes.entrySet()) {
            Heard heard = entry.getValue();
            if (heard.waits() != null && heard.waits().isFounding() && nowNanos - heard.heardNanos() > latelyNanos) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** What those said who wait and were heard lately. */
    SortedMap<NodeId, BootstrapMessage.Waiting> lately(long nowNanos) {
        TreeMap<NodeId, BootstrapMessage.Waiting> lately = new TreeMap<>();
        nodes.forEach((node, heard) -> {
            if (heard.waits() != null && nowNanos - heard.heardNanos() <= latelyNanos) {
                lately.put(node, heard.waits());
            }
        });
        return lately;
    }

    /** The same of those that wait for {@code expect} nodes. */
    SortedMap<NodeId, BootstrapMessage.Waiting> companions(int expect, long nowNanos) {
        SortedMap<NodeId, BootstrapMessage.Waiting> companions = lately(nowNanos);
        companions.values().removeIf(waiting -> waiting.expect() != expect);
        return companions;
    }

    /**
     * Who should make the cluster: the lowest id of those that hear enough others, and this node among them; null if
     * there is none.
     *
     * @param mayFound whether this node itself can
     */
    @Nullable
    NodeId best(int expect, boolean mayFound, long nowNanos) {
        SortedMap<NodeId, BootstrapMessage.Waiting> companions = companions(expect, nowNanos);
        NodeId best = mayFound && companions.size() >= expect - 1 ? self : null;
        for (var entry : companions.entrySet()) {
            BootstrapMessage.Waiting waiting = entry.getValue();
            boolean mayBe = waiting.mayFound()
                    && waiting.hears().contains(self)
                    && waiting.hears().size() >= expect - 1;
            if (mayBe && (best == null || entry.getKey().compareTo(best) < 0)) {
                best = entry.getKey();
            }
        }
        return best;
    }

    /** Whether anybody but {@code candidate} may be making the cluster, or may have made it, as far as others said. */
    boolean isAnotherFounding(NodeId candidate) {
        for (var entry : nodes.entrySet()) {
            BootstrapMessage.Waiting waiting = entry.getValue().waits();
            if (waiting == null) {
                continue;
            }
            if (waiting.isFounding() && !entry.getKey().equals(candidate)) {
                return true;
            }
            NodeId founder = waiting.boundTo();
            if (founder != null
                    && !founder.equals(candidate)
                    && !founder.equals(self)
                    && !hasGivenUp(founder, waiting.boundAttempt())) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code founder} itself said that its attempt is over. */
    boolean hasGivenUp(NodeId founder, long attempt) {
        Heard heard = nodes.get(founder);
        return heard != null && heard.waits() != null && heard.waits().attempt() > attempt;
    }
}
