package io.kith.config;

import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Spreads what was decided. Whoever is affected is told directly; in a cluster of up to {@value #SMALL_CLUSTER} nodes
 * that is everybody. In larger ones the decision also goes out as a rumour with a bounded number of hops; and whoever
 * misses it all hears a newer config id with the next heartbeat and pulls.
 */
final class ConfigGossip {
    private static final int SMALL_CLUSTER = 32;
    private static final int FANOUT = 3;
    private static final int MAX_KNOWN = 8_192;
    private static final int MAX_FORMER = 1_024;

    private final NodeId self;
    private final ProtocolPort port;

    /** The highest config id that each node was heard to hold. */
    private final TreeMap<NodeId, Long> known = new TreeMap<>();

    /** Members of late that were struck off; nobody sends them heartbeats, so they are told of newer configs here. */
    private final TreeSet<NodeId> former = new TreeSet<>();

    private @Nullable ConfigHistory history;
    private long pulledAtNanos;
    private long pulledFor;

    ConfigGossip(NodeId self, ProtocolPort port) {
        this.self = self;
        this.port = port;
    }

    /** Speaks from {@code newest} from now on; {@code previous} is the config that it replaced. */
    void begin(ConfigHistory newest, @Nullable ClusterConfig previous) {
        history = newest;
        ClusterConfig config = newest.config();
        if (previous != null) {
            former.addAll(previous.members().keySet());
        }
        former.removeIf(config::isMember);
        while (former.size() > MAX_FORMER) {
            former.pollFirst();
        }
        known.put(self, config.configId());
        if (known.size() > config.members().size()) {
            known.keySet().removeIf(node -> !config.isMember(node) && !node.equals(self));
        }
    }

    /** The highest config id that {@code node} was heard to hold; 0 if it was never heard. */
    long known(NodeId node) {
        return known.getOrDefault(node, 0L);
    }

    /** Takes note of what {@code from} holds, and pulls what is missing here. */
    void heard(NodeId from, long configId) {
        if (configId > known(from) && (known.size() < MAX_KNOWN || known.containsKey(from))) {
            known.put(from, configId);
        }
        ConfigHistory newest = history;
        if (newest == null || configId <= newest.config().configId()) {
            if (newest != null && configId < newest.config().configId() && former.contains(from)) {
                sayWhatIsHeld(from, false);
            }
            return;
        }
        // Heartbeats of many say the same at once: one pull is enough, unless its answer was lost.
        long now = port.clock().nowNanos();
        long patience = ConfigTiming.retransmitNanos(newest.config().parameters());
        if (configId > pulledFor || now - pulledAtNanos >= patience) {
            pull(from);
            pulledFor = configId;
            pulledAtNanos = now;
        }
    }

    /** Tells {@code to} which config is held here, and asks it the same if {@code asks}. */
    void sayWhatIsHeld(NodeId to, boolean asks) {
        if (history != null) {
            port.send(to, new ConfigMessage.HoldsConfig(Instance.of(history.config()), asks));
        }
    }

    /** Asks {@code from} for what is missing here. */
    void pull(NodeId from) {
        ConfigHistory newest = history;
        port.send(
                from,
                newest == null
                        ? new ConfigMessage.PullConfig(0, 0)
                        : new ConfigMessage.PullConfig(
                                newest.config().generation(), newest.config().configId()));
    }

    /** Sends {@code to} what it lacks if it holds version {@code configId} of {@code generation}. */
    void update(NodeId to, long generation, long configId) {
        if (history != null) {
            ConfigMessage.ConfigUpdate update = history.since(generation, configId);
            if (update != null) {
                port.send(to, update);
            }
        }
    }

    /** Tells those who should hear at once that {@code value} led from {@code previous} to {@code next}. */
    void tell(ClusterConfig previous, ClusterConfig next, List<Change> value) {
        ConfigMessage.ConfigSteps steps = new ConfigMessage.ConfigSteps(Instance.of(previous), List.of(value));
        for (NodeId node : concerned(previous, next)) {
            if (node.equals(self)) {
                continue;
            }
            boolean isNew = next.isMember(node) && !previous.isMember(node);
            port.send(node, isNew ? new ConfigMessage.FullConfig(next) : steps);
        }
        if (next.members().size() > SMALL_CLUSTER) {
            spread(next, steps, hops(next.members().size()));
        }
    }

    /** Passes a rumour on that was news here. */
    void passOn(ConfigMessage.Spread rumour) {
        if (history != null && rumour.hopsLeft() > 0) {
            spread(history.config(), rumour.steps(), rumour.hopsLeft() - 1);
        }
    }

    private void spread(ClusterConfig config, ConfigMessage.ConfigSteps steps, int hopsLeft) {
        List<NodeId> members = config.members().keySet().asList();
        for (int i = 0; i < FANOUT; i++) {
            NodeId node = members.get(port.random().nextInt(members.size()));
            if (!node.equals(self)) {
                port.send(node, new ConfigMessage.Spread(steps, hopsLeft));
            }
        }
    }

    private static int hops(int members) {
        return 32 - Integer.numberOfLeadingZeros(members);
    }

    private static SortedSet<NodeId> concerned(ClusterConfig previous, ClusterConfig next) {
        TreeSet<NodeId> nodes = new TreeSet<>(previous.members().keySet());
        nodes.addAll(next.members().keySet());
        if (nodes.size() <= SMALL_CLUSTER) {
            return nodes;
        }
        nodes.removeIf(node -> previous.isMember(node) && next.isMember(node));
        nodes.addAll(previous.voters());
        nodes.addAll(next.voters());
        for (int p = 0; p < next.partitionCount(); p++) {
            if (!previous.partition(p).equals(next.partition(p))) {
                nodes.addAll(previous.partition(p).replicas());
                nodes.addAll(next.partition(p).replicas());
            }
        }
        return nodes;
    }
}
