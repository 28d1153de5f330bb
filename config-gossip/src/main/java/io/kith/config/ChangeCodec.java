package io.kith.config;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.List;

/** The wire form of lists of changes: a table of the nodes in them, then the changes. */
final class ChangeCodec {
    private static final int ADMIT = 1;
    private static final int LEAVE = 2;
    private static final int REMOVE = 3;
    private static final int SET_VOTERS = 4;
    private static final int PROMOTE = 5;
    private static final int DROP = 6;
    private static final int MOVE_PRIMARY = 7;
    private static final int SET_SETTING = 8;
    private static final int ACCEPT_LOSS = 9;
    private static final int MARK_FULL = 10;
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
        if (change instanceof Change.Admit admit) {
            nodes.add(admit.member().id());
        } else if (change instanceof Change.Leave leave) {
            nodes.add(leave.node());
        } else if (change instanceof Change.Remove remove) {
            nodes.add(remove.node());
        } else if (change instanceof Change.SetVoters setVoters) {
            setVoters.voters().forEach(nodes::add);
        } else if (change instanceof Change.Promote promote) {
            nodes.add(promote.joiner());
        } else if (change instanceof Change.Drop drop) {
            nodes.add(drop.replica());
        } else if (change instanceof Change.MovePrimary move) {
            nodes.add(move.replica());
        } else if (change instanceof Change.AcceptLoss accept) {
            nodes.add(accept.fresh());
        }
    }

    private static void write(Change change, NodeTable nodes, WireOutput out) {
        if (change instanceof Change.Admit admit) {
            head(ADMIT, change, nodes, out);
            nodes.writeIndex(out, admit.member().id());
            writeMember(admit.member(), out);
        } else if (change instanceof Change.Leave leave) {
            head(LEAVE, change, nodes, out);
            nodes.writeIndex(out, leave.node());
        } else if (change instanceof Change.MarkFull mark) {
            head(MARK_FULL, change, nodes, out);
            out.writeBoolean(mark.full());
        } else if (change instanceof Change.Remove remove) {
            head(REMOVE, change, nodes, out);
            nodes.writeIndex(out, remove.node());
        } else if (change instanceof Change.SetVoters setVoters) {
            head(SET_VOTERS, change, nodes, out);
            nodes.writeList(out, setVoters.voters());
        } else if (change instanceof Change.Promote c) {
            placement(PROMOTE, change, c.partition(), c.term(), c.joiner(), nodes, out);
        } else if (change instanceof Change.Drop c) {
            placement(DROP, change, c.partition(), c.term(), c.replica(), nodes, out);
        } else if (change instanceof Change.MovePrimary c) {
            placement(MOVE_PRIMARY, change, c.partition(), c.term(), c.replica(), nodes, out);
        } else if (change instanceof Change.AcceptLoss c) {
            placement(ACCEPT_LOSS, change, c.partition(), c.term(), c.fresh(), nodes, out);
        } else if (change instanceof Change.SetSetting set) {
            head(SET_SETTING, change, nodes, out);
            out.writeString(set.key());
            String value = set.value();
            out.writeBoolean(value != null);
            if (value != null) {
                out.writeString(value);
            }
            out.writeVarLong(set.expectedVersion() + 1)
                    .writeFixedLong(set.nonce())
                    .writeVarLong(set.wallMillis())
                    .writeString(set.by());
        } else {
            throw new IllegalArgumentException("unknown change " + change);
        }
    }

    private static void head(int kind, Change change, NodeTable nodes, WireOutput out) {
        out.writeByte(kind);
        nodes.writeIndex(out, change.author());
    }

    private static void placement(
            int kind, Change change, int partition, long term, NodeId node, NodeTable nodes, WireOutput out) {
        head(kind, change, nodes, out);
        out.writeVarInt(partition).writeVarLong(term);
        nodes.writeIndex(out, node);
    }

    private static Change read(NodeTable nodes, WireInput in) {
        int kind = in.readByte();
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
            default -> throw new CorruptFrameException("a change of the unknown kind " + kind);
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
