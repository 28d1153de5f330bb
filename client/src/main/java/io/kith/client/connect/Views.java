package io.kith.client.connect;

import io.kith.client.view.ClusterView;
import io.kith.client.view.KithEvent;
import io.kith.client.view.MeasuredLink;
import io.kith.client.view.MemberView;
import io.kith.client.view.SettingChange;
import io.kith.config.ClusterConfig;
import io.kith.config.ClusterEvent;
import io.kith.config.Member;
import io.kith.config.MemberEvent;
import io.kith.config.MemberState;
import io.kith.config.SettingRevision;
import io.kith.membership.LinkReport;
import io.kith.transport.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What users are shown of what Kith's own programs know. */
final class Views {

    private Views() {}

    static SettingChange of(SettingRevision revision) {
        return new SettingChange(
                revision.configId(),
                revision.key(),
                revision.value(),
                revision.previous(),
                revision.author().toString(),
                revision.by(),
                revision.wallMillis() == 0 ? null : Instant.ofEpochMilli(revision.wallMillis()));
    }

    static ClusterView of(ClusterConfig config) {
        TreeMap<NodeId, Integer> held = new TreeMap<>();
        int takers = 0;
        for (Member member : config.members().values()) {
            held.put(member.id(), 0);
            takers += member.takesPartitions() ? 1 : 0;
        }
        int wanted = Math.min(config.replicationFactor(), takers);
        int underReplicated = 0;
        int lost = 0;
        for (int p = 0; p < config.partitionCount(); p++) {
            int alive = 0;
            for (NodeId replica : config.partition(p).replicas()) {
                if (config.isMember(replica)) {
                    alive++;
                    held.merge(replica, 1, Integer::sum);
                }
            }
            lost += alive == 0 ? 1 : 0;
            underReplicated += alive < wanted ? 1 : 0;
        }
        List<MemberView> members = new ArrayList<>();
        for (Member member : config.members().values()) {
            members.add(new MemberView(
                    member.id().toString(),
                    member.address().toString(),
                    member.zone(),
                    member.state() == MemberState.LEAVING,
                    held.getOrDefault(member.id(), 0)));
        }
        return new ClusterView(
                config.parameters().clusterName(),
                config.configId(),
                config.partitionCount(),
                config.replicationFactor(),
                members,
                underReplicated,
                lost);
    }

    static List<MeasuredLink> of(List<LinkReport> reports) {
        List<MeasuredLink> links = new ArrayList<>();
        for (LinkReport report : reports) {
            for (LinkReport.Link link : report.links()) {
                links.add(new MeasuredLink(
                        report.reporter().toString(),
                        link.to().toString(),
                        link.down(),
                        Duration.of(link.roundTripMicros(), ChronoUnit.MICROS),
                        Duration.of(link.tailMicros(), ChronoUnit.MICROS),
                        link.lossPerMille()));
            }
        }
        return links;
    }

    static KithEvent of(ClusterEvent event) {
        if (event instanceof ClusterEvent.MemberChanged changed) {
            MemberEvent told = changed.event();
            return new KithEvent.MemberChanged(
                    told.configId(),
                    of(told.kind()),
                    told.node().toString(),
                    told.address().toString());
        }
        if (event instanceof ClusterEvent.SettingChanged changed) {
            return new KithEvent.SettingChanged(of(changed.revision()));
        }
        if (event instanceof ClusterEvent.PartitionsLost lost) {
            return new KithEvent.PartitionsLost(lost.configId(), lost.partitions());
        }
        if (event instanceof ClusterEvent.PartitionsRegained regained) {
            return new KithEvent.PartitionsRegained(regained.configId());
        }
        if (event instanceof ClusterEvent.UnderReplicated fewer) {
            return new KithEvent.UnderReplicated(fewer.configId(), fewer.partitions());
        }
        if (event instanceof ClusterEvent.FullyReplicated full) {
            return new KithEvent.FullyReplicated(full.configId());
        }
        if (event instanceof ClusterEvent.Missed missed) {
            return new KithEvent.Missed(missed.since(), missed.configId());
        }
        if (event instanceof ClusterEvent.Suspicion suspicion) {
            return new KithEvent.Suspicion(
                    suspicion.configId(), suspicion.node().toString(), suspicion.suspected());
        }
        throw new IllegalArgumentException("an event that users are not told of: " + event);
    }

    private static KithEvent.MemberChange of(MemberEvent.Kind kind) {
        return switch (kind) {
            case JOINED -> KithEvent.MemberChange.JOINED;
            case LEAVING -> KithEvent.MemberChange.LEAVING;
            case LEFT -> KithEvent.MemberChange.LEFT;
            case REMOVED -> KithEvent.MemberChange.REMOVED;
            case FULL -> KithEvent.MemberChange.FULL;
            case FULL_NO_MORE -> KithEvent.MemberChange.FULL_NO_MORE;
        };
    }
}
