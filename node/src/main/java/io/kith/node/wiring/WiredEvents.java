package io.kith.node.wiring;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigMessage;
import io.kith.config.Member;
import io.kith.config.SettingKeys;
import io.kith.node.core.NodeEvents;
import io.kith.transport.ForeignText;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a node, told to its links, the log, its clients and then whoever else wants to know. */
final class WiredEvents implements NodeEvents {
    private static final Logger LOG = LoggerFactory.getLogger("io.kith.node.KithNode");

    private final NodeWiring wiring;
    private final NodeEvents next;
    private final EventLog log = new EventLog(LOG);
    private final SeldomLog delays = new SeldomLog(LOG);
    private final SeldomLog ownCommands = new SeldomLog(LOG);
    private final SeldomLog copies = new SeldomLog(LOG);
    private final SeldomLog refusals = new SeldomLog(LOG);

    WiredEvents(NodeWiring wiring, NodeEvents next) {
        this.wiring = wiring;
        this.next = next;
    }

    @Override
    public void configChanged(@Nullable ClusterConfig previous, ClusterConfig config, List<Change> changes) {
        Map<NodeId, NodeAddress> addresses = new LinkedHashMap<>();
        config.members().values().forEach(member -> addresses.put(member.id(), member.address()));
        wiring.learn(addresses);
        wiring.refusedJoiners().admitted(addresses.keySet());
        log.configChanged(previous, config);
        wiring.door().configChanged(previous, config, changes);
        next.configChanged(previous, config, changes);
    }

    @Override
    public void suspected(NodeId peer) {
        LOG.info("suspects node {}", peer.shortName());
        wiring.door().suspicion(peer, true);
        next.suspected(peer);
    }

    @Override
    public void cleared(NodeId peer) {
        LOG.info("no longer suspects node {}", peer.shortName());
        wiring.door().suspicion(peer, false);
        next.cleared(peer);
    }

    @Override
    public void rerouted(NodeId peer, @Nullable NodeId relay) {
        if (relay == null) {
            LOG.info("no longer reaches node {} over another", peer.shortName());
        } else {
            LOG.warn(
                    "the direct link to node {} is down; reaches it over node {}", peer.shortName(), relay.shortName());
        }
        next.rerouted(peer, relay);
    }

    @Override
    public void linksThin(List<String> warnings) {
        warnings.forEach(warning -> LOG.warn("{}", ForeignText.bounded(warning)));
        if (warnings.isEmpty()) {
            LOG.info("all parts of the cluster are well connected again");
        }
        next.linksThin(warnings);
    }

    @Override
    public void joinDelayed(String reason) {
        if (!reason.endsWith(ConfigMessage.JoinDelayed.NO_CLUSTER)) {
            delays.warn("", "is not admitted: " + reason);
        }
        next.joinDelayed(reason);
    }

    @Override
    public void admissionRefused(Member joiner, String reason, boolean isUnreachable) {
        if (isUnreachable) {
            wiring.refusedJoiners().refused(joiner.id(), reason);
        }
        refusals.warn(
                joiner.address().toString(),
                "does not admit node " + joiner.id().shortName() + " at " + joiner.address() + ", told it: " + reason);
        next.admissionRefused(joiner, reason, isUnreachable);
    }

    @Override
    public void copiesRefused(int partitions) {
        if (partitions == 0) {
            LOG.info("has room for copies again");
        } else {
            copies.warn(
                    "",
                    "has no room for copies of " + partitions
                            + " partitions: they stay where they are, and are tried again; remove data, add nodes, or"
                            + " raise the setting " + SettingKeys.MEMORY_PERCENT.name());
        }
        next.copiesRefused(partitions);
    }

    @Override
    public void partitionStopped(int partition, String whatNow, Throwable cause) {
        LOG.error("partition {} failed and is stopped on this node: {}", partition, whatNow, cause);
        next.partitionStopped(partition, whatNow, cause);
    }

    @Override
    public void partitionGoesOn(int partition) {
        LOG.info("partition {} is no longer stopped on this node", partition);
        next.partitionGoesOn(partition);
    }

    @Override
    public void ownCommandRefused(int partition, String reason) {
        ownCommands.warn(
                String.valueOf(partition),
                "an expiry or the like of partition " + partition + " was refused, and had no effect: "
                        + ForeignText.bounded(reason));
        next.ownCommandRefused(partition, reason);
    }
}
