package io.kith.config;

import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says, in a line for people, what a node waits for that is in no cluster. */
final class FoundingReport {
    private static final int MAX_NAMED = 10;

    private FoundingReport() {}

    /**
     * The line.
     *
     * @param unheard how many answer at their addresses and are not heard
     */
    static String line(FoundingPlan plan, NodeAddress own, WaitingNodes nodes, long unheard, long nowNanos) {
        if (nodes.knowsCluster()) {
            return "asks for admission to the cluster of "
                    + named(nodes.inCluster().stream()
                            .map(member -> address(nodes, member))
                            .toList());
        }
        Collection<BootstrapMessage.Waiting> lately = nodes.lately(nowNanos).values();
        NodeId founder = nodes.silentFounder(nowNanos);
        if (founder != null) {
            return "waits for node " + founder.shortName() + " at " + address(nodes, founder)
                    + ", which was making the cluster when it was heard last; start that one again at its address, or, if it"
                    + " is gone for good, this one";
        }
        SortedSet<NodeAddress> companions = addresses(plan, lately, own);
        if (areTooMany(plan, lately, own)) {
            return companions.size() + " nodes wait for " + plan.expect()
                    + ", and two clusters could come of that: start all with --expect more than half of their number";
        }
        return "waits for " + plan.expect() + " nodes to make the cluster, hears " + companions.size() + ": "
                + named(companions) + others(plan, lately)
                + (unheard == 0
                        ? ""
                        : "; " + unheard + " more answer, but are not heard: do they reach this node at " + own
                                + "? Check --advertise");
    }

    /** Whether so many wait that as many as are expected are no more than half of them. */
    static boolean areTooMany(FoundingPlan plan, Collection<BootstrapMessage.Waiting> companions, NodeAddress own) {
        return addresses(plan, companions, own).size() >= 2 * plan.expect();
    }

    private static SortedSet<NodeAddress> addresses(
            FoundingPlan plan, Collection<BootstrapMessage.Waiting> companions, NodeAddress own) {
        TreeSet<NodeAddress> addresses = new TreeSet<>();
        addresses.add(own);
        for (BootstrapMessage.Waiting waiting : companions) {
            if (waiting.expect() == plan.expect()) {
                addresses.add(waiting.address());
            }
        }
        return addresses;
    }

    private static String others(FoundingPlan plan, Collection<BootstrapMessage.Waiting> lately) {
        List<String> others = new ArrayList<>();
        for (BootstrapMessage.Waiting waiting : lately) {
            if (waiting.expect() != plan.expect() && others.size() < MAX_NAMED) {
                others.add(waiting.address()
                        + (waiting.expect() == 0
                                ? " was started without --expect"
                                : " was started with --expect " + waiting.expect()));
            }
        }
        return others.isEmpty() ? "" : "; " + String.join(", ", others) + ": give all nodes the same";
    }

    private static String address(WaitingNodes nodes, NodeId node) {
        WaitingNodes.Heard heard = nodes.of(node);
        return heard == null ? node.shortName() : heard.address().toString();
    }

    private static String named(Collection<?> things) {
        String some = things.stream().limit(MAX_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        return things.size() > MAX_NAMED ? some + " and " + (things.size() - MAX_NAMED) + " more" : some;
    }
}
