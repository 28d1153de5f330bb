package io.kith.cli.map;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.ConfigTransition;
import io.kith.config.Member;
import io.kith.config.MemberState;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who owns what of a cluster's ring, and what would move if more nodes joined. */
public final class RingMap {
    private final ClusterConfig config;
    private final TreeMap<NodeId, Share> shares = new TreeMap<>();

    /**
     * What a member has.
     *
     * @param primary partitions it is the primary of
     * @param backup partitions of which it holds another replica
     * @param wanted partitions that the ring wants it to hold
     * @param fair partitions that its weight entitles it to
     */
    public record Share(Member member, int primary, int backup, int wanted, double fair) {

        /** What it holds as a multiple of what is fair. */
        public double load() {
            return fair == 0 ? 0 : (primary + backup) / fair;
        }
    }

    /**
     * What would move.
     *
     * @param joining how many nodes join
     * @param copies replicas that would be copied
     * @param replicas all replicas
     * @param fewest the least copies that any way of giving the new nodes their share needs
     */
    public record WhatIf(int joining, int copies, int replicas, int fewest) {}

    /** The ring of {@code config}. */
    public RingMap(ClusterConfig config) {
        this.config = config;
        long weights = 0;
        int takers = 0;
        for (Member member : config.members().values()) {
            if (member.takesPartitions()) {
                weights += member.weight();
                takers++;
            }
        }
        int replicas = Math.min(config.replicationFactor(), takers);
        for (Member member : config.members().values()) {
            int primary = 0;
            int backup = 0;
            int wanted = 0;
            for (int p = 0; p < config.partitionCount(); p++) {
                int place = config.partition(p).replicas().indexOf(member.id());
                primary += place == 0 ? 1 : 0;
                backup += place > 0 ? 1 : 0;
                wanted += config.target(p).contains(member.id()) ? 1 : 0;
            }
            double fair = member.takesPartitions()
                    ? Math.min(
                            config.partitionCount(),
                            (double) config.partitionCount() * replicas * member.weight() / weights)
                    : 0;
            shares.put(member.id(), new Share(member, primary, backup, wanted, fair));
        }
    }

    ClusterConfig config() {
        return config;
    }

    /** The members' shares, by their ids. */
    public List<Share> shares() {
        return List.copyOf(shares.values());
    }

    /** What would move if {@code joining} nodes of usual weight joined. */
    public WhatIf whatIf(int joining) {
        ClusterConfig next = config;
        NodeId author = config.members().firstKey();
        for (int i = 1; i <= joining; i++) {
            // Any id will do: where a node stands on the ring differs, how much moves hardly does.
            NodeId id = new NodeId(0x9E3779B97F4A7C15L * (config.configId() + i), i);
            Member member = new Member(
                    id,
                    new NodeAddress("what-if-" + i, 1),
                    Member.DEFAULT_ZONE,
                    Member.DEFAULT_WEIGHT,
                    false,
                    MemberState.ACTIVE,
                    0);
            next = ConfigTransition.apply(next, List.of(new Change.Admit(author, member)));
        }
        int copies = 0;
        int replicas = 0;
        int ofNew = 0;
        for (int p = 0; p < config.partitionCount(); p++) {
            for (NodeId node : next.target(p)) {
                replicas++;
                copies += config.target(p).contains(node) ? 0 : 1;
                ofNew += config.isMember(node) ? 0 : 1;
            }
        }
        return new WhatIf(joining, copies, replicas, ofNew);
    }

    /** For scripts. */
    public Map<String, Object> toJson(@Nullable WhatIf whatIf) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("configId", config.configId());
        json.put("partitions", config.partitionCount());
        json.put("replicationFactor", config.replicationFactor());
        List<Object> members = new ArrayList<>();
        for (Share share : shares.values()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("id", share.member().id().toString());
            each.put("address", share.member().address().toString());
            each.put("zone", share.member().zone());
            each.put("weight", share.member().weight());
            each.put("primaryOf", share.primary());
            each.put("backupOf", share.backup());
            each.put("wanted", share.wanted());
            each.put("fair", share.fair());
            each.put("load", share.load());
            members.add(each);
        }
        json.put("members", members);
        List<Object> owners = new ArrayList<>();
        for (int p = 0; p < config.partitionCount(); p++) {
            owners.add(config.partition(p).replicas().stream()
                    .map(NodeId::shortName)
                    .toList());
        }
        json.put("replicas", owners);
        if (whatIf != null) {
            json.put("whatIf", whatIf);
        }
        return json;
    }
}
