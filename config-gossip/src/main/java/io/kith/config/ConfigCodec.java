package io.kith.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The wire form of a whole config. Members come in the order of their ids, and everything after them names nodes by
 * position, so equal configs are equal bytes, and a partition with two replicas costs some six bytes.
 */
public final class ConfigCodec {

    private ConfigCodec() {}

    /** Writes {@code config}. The bytes are made once: all clients are sent the same. */
    public static void write(ClusterConfig config, WireOutput out) {
        byte[] encoded = config.encoded();
        if (encoded == null) {
            WireOutput own = WireOutput.onHeap(64 * config.members().size() + 8 * config.partitionCount());
            encode(config, own);
            encoded = own.toByteArray();
            config.noteEncoded(encoded);
        }
        out.writeRaw(encoded, 0, encoded.length);
    }

    private static void encode(ClusterConfig config, WireOutput out) {
        ClusterParameters parameters = config.parameters();
        out.writeNodeId(config.clusterId());
        out.writeString(parameters.clusterName())
                .writeVarInt(parameters.partitionCount())
                .writeVarInt(parameters.leaseMillis())
                .writeVarInt(parameters.clockDriftPerMille());
        out.writeVarLong(config.generation()).writeVarLong(config.configId());
        NodeTable nodes = new NodeTable();
        out.writeVarInt(config.members().size());
        for (Member member : config.members().values()) {
            nodes.add(member.id());
            out.writeNodeId(member.id());
            ChangeCodec.writeMember(member, out);
        }
        writeStrangers(config, nodes, out);
        nodes.writeList(out, config.voters());
        for (int p = 0; p < config.partitionCount(); p++) {
            PartitionReplicas replicas = config.partition(p);
            out.writeVarLong(replicas.term()).writeVarLong(replicas.emptiedInTerm());
            nodes.writeList(out, replicas.replicas());
            // 0 says "where it is already", the usual case; else the length plus one.
            if (config.target(p).equals(replicas.replicas())) {
                out.writeVarInt(0);
            } else {
                out.writeVarInt(config.target(p).size() + 1);
                config.target(p).forEach(node -> nodes.writeIndex(out, node));
            }
        }
        SettingsCodec.write(config.settingsTable(), out);
        writeJournal(config.journal(), out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws CorruptFrameException if the bytes are no config
     */
    public static ClusterConfig read(WireInput in) {
        try {
            return readChecked(in);
        } catch (IllegalArgumentException e) {
            throw new CorruptFrameException("a bad config: " + e.getMessage());
        }
    }

    /** Nodes that are no members but still listed as the last replica of a partition follow, in the order of ids. */
    private static void writeStrangers(ClusterConfig config, NodeTable nodes, WireOutput out) {
        TreeSet<NodeId> strangers = new TreeSet<>();
        for (int p = 0; p < config.partitionCount(); p++) {
            for (NodeId node : config.partition(p).replicas()) {
                if (!config.isMember(node)) {
                    strangers.add(node);
                }
            }
        }
        out.writeVarInt(strangers.size());
        for (NodeId node : strangers) {
            nodes.add(node);
            out.writeNodeId(node);
        }
    }

    private static ClusterConfig readChecked(WireInput in) {
        NodeId clusterId = in.readNodeId();
        ClusterParameters parameters =
                new ClusterParameters(in.readString(), in.readVarInt(), in.readVarInt(), in.readVarInt());
        Instance place = new Instance(clusterId, in.readVarLong(), in.readVarLong());
        NodeTable nodes = new NodeTable();
        ImmutableSortedMap<NodeId, Member> members = readMembers(in, nodes);
        readAscending(in, nodes, in.readCount(16));
        List<NodeId> voters = nodes.readList(in, in.readCount(1), ConfigDraft.MAX_VOTERS);
        if (voters.isEmpty() || !members.keySet().containsAll(voters)) {
            throw new CorruptFrameException("the voters of a config are members, and there is at least one");
        }
        // Each partition takes five bytes or more, so a hostile count allocates no more than it sends.
        if ((long) parameters.partitionCount() * 5 > in.remaining()) {
            throw new CorruptFrameException("a config of " + parameters.partitionCount() + " partitions, but only "
                    + in.remaining() + " bytes remain");
        }
        PartitionReplicas[] partitions = new PartitionReplicas[parameters.partitionCount()];
        List<NodeId>[] targets = RingTargets.newLists(partitions.length);
        for (int p = 0; p < partitions.length; p++) {
            long term = in.readVarLong();
            long emptiedInTerm = in.readVarLong();
            List<NodeId> replicas = nodes.readList(in, in.readCount(1), ReplicaDraft.MAX_REPLICAS);
            partitions[p] = new PartitionReplicas(term, replicas, emptiedInTerm);
            int target = in.readVarInt(ReplicaDraft.MAX_REPLICAS + 1);
            targets[p] = target == 0
                    ? partitions[p].replicas()
                    : List.copyOf(nodes.readList(in, target - 1, ReplicaDraft.MAX_REPLICAS));
        }
        return new ClusterConfig(
                clusterId,
                parameters,
                place.generation(),
                place.configId(),
                members,
                voters,
                partitions,
                targets,
                SettingsCodec.read(in),
                readJournal(in));
    }

    private static ImmutableSortedMap<NodeId, Member> readMembers(WireInput in, NodeTable nodes) {
        ImmutableSortedMap.Builder<NodeId, Member> members = ImmutableSortedMap.naturalOrder();
        int count = in.readCount(16);
        if (count > ConfigDraft.MAX_MEMBERS) {
            throw new CorruptFrameException("a config of " + count + " members");
        }
        @Nullable NodeId last = null;
        for (int i = 0; i < count; i++) {
            NodeId id = in.readNodeId();
            if (last != null && last.compareTo(id) >= 0) {
                throw new CorruptFrameException("the members of a config come in the order of their ids");
            }
            last = id;
            nodes.addNew(id);
            members.put(id, ChangeCodec.readMember(id, in));
        }
        return members.build();
    }

    private static void readAscending(WireInput in, NodeTable nodes, int count) {
        @Nullable NodeId last = null;
        for (int i = 0; i < count; i++) {
            NodeId id = in.readNodeId();
            if (last != null && last.compareTo(id) >= 0) {
                throw new CorruptFrameException("the nodes of a config come in the order of their ids");
            }
            last = id;
            nodes.addNew(id);
        }
    }

    private static void writeJournal(MemberJournal journal, WireOutput out) {
        out.writeVarLong(journal.completeSince()).writeVarInt(journal.events().size());
        for (MemberEvent event : journal.events()) {
            out.writeVarLong(event.configId()).writeByte(event.kind().code());
            out.writeNodeId(event.node()).writeAddress(event.address());
        }
    }

    private static MemberJournal readJournal(WireInput in) {
        long completeSince = in.readVarLong();
        int count = in.readCount(20);
        if (count > MemberJournal.MAX_EVENTS) {
            throw new CorruptFrameException("a config of " + count + " events");
        }
        ImmutableList.Builder<MemberEvent> events = ImmutableList.builder();
        for (int i = 0; i < count; i++) {
            long configId = in.readVarLong();
            MemberEvent.Kind kind = MemberEvent.Kind.ofCode(in.readByte());
            if (kind == null) {
                throw new CorruptFrameException("an event of an unknown kind");
            }
            events.add(new MemberEvent(configId, kind, in.readNodeId(), in.readAddress()));
        }
        return new MemberJournal(events.build(), completeSince);
    }
}
