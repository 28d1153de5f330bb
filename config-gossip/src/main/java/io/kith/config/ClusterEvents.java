package io.kith.config;

import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happened from one config to a later one. Members and settings are told of one by one, also if versions in
 * between were never seen, since the config keeps a journal of them; the partitions' state is told as it is in the end.
 */
public final class ClusterEvents {

    private ClusterEvents() {}

    /**
     * What happened after version {@code since}, in order.
     *
     * @param previous the config last looked at; null if there was none, and then the partitions are told of as they are
     * @param since the last version whose events were told
     */
    public static List<ClusterEvent> between(@Nullable ClusterConfig previous, long since, ClusterConfig next) {
        List<ClusterEvent> events = new ArrayList<>();
        long known =
                Math.max(next.journal().completeSince(), next.settingsTable().completeSince());
        if (since < known && since > 0) {
            events.add(new ClusterEvent.Missed(since, known));
        }
        for (MemberEvent event : next.journal().events()) {
            if (event.configId() > since) {
                events.add(new ClusterEvent.MemberChanged(event));
            }
        }
        for (SettingRevision revision : next.settingsTable().history()) {
            if (revision.configId() > since) {
                events.add(new ClusterEvent.SettingChanged(revision));
            }
        }
        // Stable: what one version brought stays in the order above.
        events.sort(Comparator.comparingLong(ClusterEvent::configId));
        addPartitions(previous, next, events);
        return events;
    }

    private static void addPartitions(@Nullable ClusterConfig previous, ClusterConfig next, List<ClusterEvent> events) {
        int lostBefore = previous == null ? 0 : lost(previous);
        int lost = lost(next);
        if (lost > lostBefore) {
            events.add(new ClusterEvent.PartitionsLost(next.configId(), lost));
        } else if (lost == 0 && lostBefore > 0) {
            events.add(new ClusterEvent.PartitionsRegained(next.configId()));
        }
        int thinBefore = previous == null ? 0 : underReplicated(previous);
        int thin = underReplicated(next);
        if (thin > thinBefore) {
            events.add(new ClusterEvent.UnderReplicated(next.configId(), thin));
        } else if (thin == 0 && thinBefore > 0) {
            events.add(new ClusterEvent.FullyReplicated(next.configId()));
        }
    }

    /** How many partitions have no replica that is a member. */
    public static int lost(ClusterConfig config) {
        int lost = 0;
        for (int p = 0; p < config.partitionCount(); p++) {
            lost += alive(config, p) == 0 ? 1 : 0;
        }
        return lost;
    }

    /** How many partitions have fewer replicas than they should, of which there are no more than data nodes. */
    public static int underReplicated(ClusterConfig config) {
        long dataNodes = config.members().values().stream()
                .filter(Member::takesPartitions)
                .count();
        long wanted = Math.min(config.replicationFactor(), dataNodes);
        int thin = 0;
        for (int p = 0; p < config.partitionCount(); p++) {
            thin += alive(config, p) < wanted ? 1 : 0;
        }
        return thin;
    }

    private static int alive(ClusterConfig config, int partition) {
        int alive = 0;
        for (NodeId replica : config.partition(partition).replicas()) {
            alive += config.isMember(replica) ? 1 : 0;
        }
        return alive;
    }
}
