package io.kith.config;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireKinds;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.List;

/** The wire form of lists of changes: a table of the nodes in them, then the changes. */
final class ChangeCodec {
    private static final WireKinds<Change.Kind> KINDS = WireKinds.of(Change.Kind.class);
    private static final int WITNESS_FLAG = 1;
    private static final int LEAVING_FLAG = 2;
    private static final int FULL_FLAG = 4;
    private static final int ALL_FLAGS = 7;

    private ChangeCodec() {}

    /** Writes a value: a list of changes. */
    static void writeList(List<Change> changes, WireOutput out) {
        NodeTable nodes = new NodeTable();
        changes.forEach(change -> addNodes(change, nodes));
        nodes.write(out);
        out.writeVarInt(changes.size());
        changes.forEach(change -> write(change, nodes, out));
    }

    /**
     * Reads a value.
     *
     * @throws CorruptFrameException if the bytes are none
     */
    static List<Change> readList(WireInput in) {
        NodeTable nodes = NodeTable.read(in);
        int count = in.readCount(3);
        if (count > ConfigMessage.MAX_CHANGES) {
            throw new CorruptFrameException(
                    "a value of " + count + " changes, where at most " + ConfigMessage.MAX_CHANGES + " can be");
        }
        List<Change> changes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            changes.add(read(nodes, in));
        }
        return changes;
    }

    static void writeMember(Member member, WireOutput out) {
        out.writeAddress(member.address()).writeString(member.zone()).writeVarInt(member.weight());
        out.writeByte((member.witness() ? WITNESS_FLAG : 0)
                | (member.state() == MemberState.LEAVING ? LEAVING_FLAG : 0)
                | (member.full() ? FULL_FLAG : 0));
        out.writeVarLong(member.admittedIn());
    }

    static Member readMember(NodeId id, WireInput in) {
        try {
            var address = in.readAddress();
            String zone = in.readString();
            int weight = in.readVarInt();
            int flags = in.readByte();
            if (flags > ALL_FLAGS) {
                throw new CorruptFrameException("a member with the unknown flags " + flags);
            }
            MemberState state = (flags & LEAVING_FLAG) == 0 ? MemberState.ACTIVE : MemberState.LEAVING;
            boolean witness = (flags & WITNESS_FLAG) != 0;
            boolean full = (flags & FULL_FLAG) != 0;
            return new Member(id, address, zone, weight, witness, state, in.readVarLong(), full);
        } catch (IllegalArgumentException e) {
            throw new CorruptFrameException("a bad member: " + e.getMessage());
        }
    }

    private static void addNodes(Change change, NodeTable nodes) {
        nodes.add(change.author());
        change.nodes().forEach(nodes::add);
    }

    private static void write(Change change, NodeTable nodes, WireOutput out) {
        out.writeKind(change.kind());
        nodes.writeIndex(out, change.author());
        WireOutput unused = switch (change.kind()) {
            case ADMIT -> write((Change.Admit) change, nodes, out);
            case LEAVE -> nodes.writeIndex(out, ((Change.Leave) change).node());
            case REMOVE -> nodes.writeIndex(out, ((Change.Remove) change).node());
            case SET_VOTERS -> nodes.writeList(out, ((Change.SetVoters) change).voters());
            case PROMOTE, DROP, MOVE_PRIMARY, ACCEPT_LOSS -> write((Change.OfPartition) change, nodes, out);
            case SET_SETTING -> write((Change.SetSetting) change, out);
            case MARK_FULL -> out.writeBoolean(((Change.MarkFull) change).full());
        };
    }

    private static WireOutput write(Change.Admit admit, NodeTable nodes, WireOutput out) {
        nodes.writeIndex(out, admit.member().id());
        writeMember(admit.member(), out);
        return out;
    }

    private static WireOutput write(Change.OfPartition change, NodeTable nodes, WireOutput out) {
        out.writeVarInt(change.partition()).writeVarLong(change.term());
        return nodes.writeIndex(out, change.subject());
    }

    private static WireOutput write(Change.SetSetting set, WireOutput out) {
        out.writeString(set.key());
        String value = set.value();
        out.writeBoolean(value != null);
        if (value != null) {
            out.writeString(value);
        }
        return out.writeVarLong(set.expectedVersion() + 1)
                .writeFixedLong(set.nonce())
                .writeVarLong(set.wallMillis())
                .writeString(set.by());
    }

    private static Change read(NodeTable nodes, WireInput in) {
        Change.Kind kind = KINDS.read(in);
        NodeId author = nodes.readIndex(in);
        return switch (kind) {
            case ADMIT -> new Change.Admit(author, readMember(nodes.readIndex(in), in));
            case LEAVE -> new Change.Leave(author, nodes.readIndex(in));
            case REMOVE -> new Change.Remove(author, nodes.readIndex(in));
            case SET_VOTERS ->
                new Change.SetVoters(author, nodes.readList(in, in.readCount(1), ConfigDraft.MAX_VOTERS));
            case PROMOTE -> new Change.Promote(author, in.readVarInt(), in.readVarLong(), nodes.readIndex(in));
            case DROP -> new Change.Drop(author, in.readVarInt(), in.readVarLong(), nodes.readIndex(in));
            case MOVE_PRIMARY -> new Change.MovePrimary(author, in.readVarInt(), in.readVarLong(), nodes.readIndex(in));
            case ACCEPT_LOSS -> new Change.AcceptLoss(author, in.readVarInt(), in.readVarLong(), nodes.readIndex(in));
            case SET_SETTING -> readSetSetting(author, in);
            case MARK_FULL -> new Change.MarkFull(author, in.readBoolean());
        };
    }

    private static Change readSetSetting(NodeId author, WireInput in) {
        String key = in.readString();
        String value = in.readBoolean() ? in.readString() : null;
        long expectedVersion = in.readVarLong() - 1;
        try {
            return new Change.SetSetting(
                    author, key, value, expectedVersion, in.readFixedLong(), in.readVarLong(), in.readString());
        } catch (IllegalArgumentException e) {
            throw new CorruptFrameException("a bad change of a setting: " + e.getMessage());
        }
    }
}
