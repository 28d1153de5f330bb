package io.kith.node.wiring;

import io.kith.config.ClusterConfig;
import io.kith.config.ClusterEvent;
import io.kith.config.ClusterEvents;
import io.kith.config.MemberEvent;
import io.kith.config.SettingKeys;
import io.kith.config.SettingRevision;
import io.kith.transport.ForeignText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Logs what happens in the cluster, a line each, as {@code Kith.onEvent} tells it to programs. */
final class EventLog {
    private final Logger log;

    EventLog(Logger log) {
        this.log = log;
    }

    /** Logs what led from one config to a later one; nothing for the first one that a node learns. */
    void configChanged(@Nullable ClusterConfig previous, ClusterConfig next) {
        if (previous != null && log.isInfoEnabled()) {
            for (ClusterEvent event : ClusterEvents.between(previous, previous.configId(), next)) {
                write(event);
            }
        }
    }

    private void write(ClusterEvent event) {
        if (isBad(event)) {
            log.warn("{}", line(event));
        } else if (isOfUsers(event)) {
            // As many a second as programs care to make.
            log.debug("{}", line(event));
        } else {
            log.info("{}", line(event));
        }
    }

    private static boolean isBad(ClusterEvent event) {
        return switch (event.kind()) {
            case MEMBER_CHANGED ->
                isBad(((ClusterEvent.MemberChanged) event).event().kind());
            case PARTITIONS_LOST -> true;
            case SETTING_CHANGED, PARTITIONS_REGAINED, UNDER_REPLICATED, FULLY_REPLICATED, MISSED, SUSPICION -> false;
        };
    }

    private static boolean isBad(MemberEvent.Kind kind) {
        return switch (kind) {
            case REMOVED, FULL -> true;
            case JOINED, LEAVING, LEFT, FULL_NO_MORE -> false;
        };
    }

    private static boolean isOfUsers(ClusterEvent event) {
        return event instanceof ClusterEvent.SettingChanged change
                && change.revision().key().startsWith(SettingKeys.APPLICATION_PREFIX);
    }

    /** What happened, for people. */
    static String line(ClusterEvent event) {
        return "config " + event.configId() + ": " + ForeignText.bounded(words(event));
    }

    private static String words(ClusterEvent event) {
        return switch (event.kind()) {
            case MEMBER_CHANGED -> words(((ClusterEvent.MemberChanged) event).event());
            case SETTING_CHANGED -> words(((ClusterEvent.SettingChanged) event).revision());
            case PARTITIONS_LOST ->
                ((ClusterEvent.PartitionsLost) event).partitions()
                        + " partitions have lost all their replicas: see 'kith recover'";
            case PARTITIONS_REGAINED -> "no partition is without a replica any more";
            case UNDER_REPLICATED ->
                ((ClusterEvent.UnderReplicated) event).partitions()
                        + " partitions have fewer replicas than they should";
            case FULLY_REPLICATED -> "all partitions have as many replicas as they should again";
            case MISSED -> "what happened before is no longer known";
            case SUSPICION -> words((ClusterEvent.Suspicion) event);
        };
    }

    private static String words(MemberEvent event) {
        return "node " + event.node().shortName() + " (" + event.address() + ") " + words(event.kind());
    }

    private static String words(SettingRevision revision) {
        return "setting " + revision.key()
                + (revision.value() == null ? " was unset" : " is " + revision.value() + " now");
    }

    private static String words(ClusterEvent.Suspicion suspicion) {
        return "node " + suspicion.node().shortName() + (suspicion.suspected() ? " is" : " is no longer")
                + " suspected";
    }

    private static String words(MemberEvent.Kind kind) {
        return switch (kind) {
            case JOINED -> "joined";
            case LEAVING -> "is leaving";
            case LEFT -> "has left";
            case REMOVED -> "was removed, as it was not heard any more";
            case FULL ->
                "is full: writes that add data to what it holds are refused until data is removed, nodes are added, or the"
                        + " setting " + SettingKeys.MEMORY_PERCENT.name() + " is raised";
            case FULL_NO_MORE -> "has room for data again";
        };
    }
}
