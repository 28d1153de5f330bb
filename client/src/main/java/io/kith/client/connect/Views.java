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
        return switch (event.kind()) {
            case MEMBER_CHANGED -> of(((ClusterEvent.MemberChanged) event).event());
            case SETTING_CHANGED -> new KithEvent.SettingChanged(of(((ClusterEvent.SettingChanged) event).revision()));
            case PARTITIONS_LOST ->
                new KithEvent.PartitionsLost(event.configId(), ((ClusterEvent.PartitionsLost) event).partitions());
            case PARTITIONS_REGAINED -> new KithEvent.PartitionsRegained(event.configId());
            case UNDER_REPLICATED ->
                new KithEvent.UnderReplicated(event.configId(), ((ClusterEvent.UnderReplicated) event).partitions());
            case FULLY_REPLICATED -> new KithEvent.FullyReplicated(event.configId());
            case MISSED -> new KithEvent.Missed(((ClusterEvent.Missed) event).since(), event.configId());
            case SUSPICION -> of((ClusterEvent.Suspicion) event);
        };
    }

    private static KithEvent of(MemberEvent told) {
        return new KithEvent.MemberChanged(
                told.configId(),
                of(told.kind()),
                told.node().toString(),
                told.address().toString());
    }

    private static KithEvent of(ClusterEvent.Suspicion suspicion) {
        return new KithEvent.Suspicion(suspicion.configId(), suspicion.node().toString(), suspicion.suspected());
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
