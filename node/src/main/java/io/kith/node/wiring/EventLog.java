package io.kith.node.wiring;

import io.kith.config.ClusterConfig;
import io.kith.config.ClusterEvent;
import io.kith.config.ClusterEvents;
import io.kith.config.MemberEvent;
import io.kith.config.SettingKeys;
import io.kith.config.SettingRevision;
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
        return event instanceof ClusterEvent.PartitionsLost
                || (event instanceof ClusterEvent.MemberChanged change
                        && (change.event().kind() == MemberEvent.Kind.REMOVED
                                || change.event().kind() == MemberEvent.Kind.FULL));
    }

    private static boolean isOfUsers(ClusterEvent event) {
        return event instanceof ClusterEvent.SettingChanged change
                && change.revision().key().startsWith(SettingKeys.APPLICATION_PREFIX);
    }

    /** What happened, for people. */
    static String line(ClusterEvent event) {
        return "config " + event.configId() + ": " + words(event);
    }

    private static String words(ClusterEvent event) {
        if (event instanceof ClusterEvent.MemberChanged change) {
            return "node " + change.event().node().shortName() + " ("
                    + change.event().address() + ") " + words(change.event().kind());
        } else if (event instanceof ClusterEvent.SettingChanged change) {
            SettingRevision revision = change.revision();
            return "setting " + revision.key()
                    + (revision.value() == null ? " was unset" : " is " + revision.value() + " now");
        } else if (event instanceof ClusterEvent.PartitionsLost lost) {
            return lost.partitions() + " partitions have lost all their replicas: see 'kith recover'";
        } else if (event instanceof ClusterEvent.PartitionsRegained) {
            return "no partition is without a replica any more";
        } else if (event instanceof ClusterEvent.UnderReplicated few) {
            return few.partitions() + " partitions have fewer replicas than they should";
        } else if (event instanceof ClusterEvent.FullyReplicated) {
            return "all partitions have as many replicas as they should again";
        } else if (event instanceof ClusterEvent.Suspicion suspicion) {
            return "node " + suspicion.node().shortName() + (suspicion.suspected() ? " is" : " is no longer")
                    + " suspected";
        }
        return "what happened before is no longer known";
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
