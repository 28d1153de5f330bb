package io.kith.config;

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
        Coverage before = previous == null ? Coverage.NONE : Coverages.known(previous);
        Coverage now = Coverages.knownAfter(previous, next);
        if (now.lost() > before.lost()) {
            events.add(new ClusterEvent.PartitionsLost(next.configId(), now.lost()));
        } else if (now.lost() == 0 && before.lost() > 0) {
            events.add(new ClusterEvent.PartitionsRegained(next.configId()));
        }
        if (now.underReplicated() > before.underReplicated()) {
            events.add(new ClusterEvent.UnderReplicated(next.configId(), now.underReplicated()));
        } else if (now.underReplicated() == 0 && before.underReplicated() > 0) {
            events.add(new ClusterEvent.FullyReplicated(next.configId()));
        }
    }
}
