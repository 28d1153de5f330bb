package io.kith.config;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.MessageCodec;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.List;

/** The wire form of {@link ConfigMessage}s: family 3, then a byte for the kind. */
public final class ConfigMessageCodec implements MessageCodec<ConfigMessage> {
    private static final int FAMILY = 3;
    private static final int NODE_ID_BYTES = 16;

    private static final int PREPARE = 1;
    private static final int PROMISE = 2;
    private static final int ACCEPT = 3;
    private static final int ACCEPTED = 4;
    private static final int OUTBID = 5;
    private static final int OBJECTION = 6;
    private static final int WISHES = 7;
    private static final int FULL_CONFIG = 8;
    private static final int CONFIG_STEPS = 9;
    private static final int SPREAD = 10;
    private static final int PULL_CONFIG = 11;
    private static final int HOLDS_CONFIG = 12;
    private static final int JOIN_REQUEST = 13;
    private static final int JOIN_DELAYED = 14;
    private static final int PROPOSE_CHANGE = 15;
    private static final int PROPOSE_ANSWER = 16;
    private static final int SUSPICION = 17;
    private static final int FORCE_CONFIG = 21;

    @Override
    public Class<ConfigMessage> messageType() {
        return ConfigMessage.class;
    }

    @Override
    public int family() {
        return FAMILY;
    }

    @Override
    public void write(ConfigMessage message, WireOutput out) {
        if (message instanceof ConfigMessage.Prepare m) {
            writeBallot(m.ballot(), writeInstance(m.instance(), out.writeByte(PREPARE)));
        } else if (message instanceof ConfigMessage.Promise m) {
            writeBallot(m.ballot(), writeInstance(m.instance(), out.writeByte(PROMISE)));
            writeBallot(m.accepted(), out);
            ChangeCodec.writeList(m.value(), out);
        } else if (message instanceof ConfigMessage.Accept m) {
            writeBallot(m.ballot(), writeInstance(m.instance(), out.writeByte(ACCEPT)));
            ChangeCodec.writeList(m.value(), out);
            out.writeBoolean(m.takenOver());
        } else if (message instanceof ConfigMessage.Accepted m) {
            writeBallot(m.ballot(), writeInstance(m.instance(), out.writeByte(ACCEPTED)));
        } else if (message instanceof ConfigMessage.Outbid m) {
            writeBallot(m.ballot(), writeInstance(m.instance(), out.writeByte(OUTBID)));
            writeBallot(m.promised(), out);
        } else if (message instanceof ConfigMessage.Objection m) {
            writeBallot(m.ballot(), writeInstance(m.instance(), out.writeByte(OBJECTION)));
            out.writeVarInt(m.objections().size());
            m.objections().forEach(out::writeVarInt);
            out.writeString(m.reason());
        } else if (message instanceof ConfigMessage.Wishes m) {
            writeInstance(m.instance(), out.writeByte(WISHES));
            ChangeCodec.writeList(m.changes(), out);
            out.writeVarInt(m.order());
        } else if (message instanceof ConfigMessage.FullConfig m) {
            ConfigCodec.write(m.config(), out.writeByte(FULL_CONFIG));
        } else if (message instanceof ConfigMessage.ConfigSteps m) {
            writeSteps(m, out.writeByte(CONFIG_STEPS));
        } else if (message instanceof ConfigMessage.Spread m) {
            writeSteps(m.steps(), out.writeByte(SPREAD));
            out.writeVarInt(m.hopsLeft());
        } else if (message instanceof ConfigMessage.PullConfig m) {
            out.writeByte(PULL_CONFIG).writeVarLong(m.generation()).writeVarLong(m.configId());
        } else if (message instanceof ConfigMessage.HoldsConfig m) {
            writeInstance(m.held(), out.writeByte(HOLDS_CONFIG)).writeBoolean(m.asks());
        } else if (message instanceof ConfigMessage.JoinRequest m) {
            ChangeCodec.writeMember(
                    m.member(),
                    out.writeByte(JOIN_REQUEST).writeNodeId(m.member().id()));
        } else if (message instanceof ConfigMessage.JoinDelayed m) {
            out.writeByte(JOIN_DELAYED).writeString(m.reason());
        } else if (message instanceof ConfigMessage.ProposeChange m) {
            ChangeCodec.writeList(
                    List.of(m.change()), out.writeByte(PROPOSE_CHANGE).writeVarLong(m.correlation()));
        } else if (message instanceof ConfigMessage.ForceConfig m) {
            writeInstance(m.held(), out.writeByte(FORCE_CONFIG).writeVarLong(m.correlation()));
            out.writeVarInt(m.survivors().size());
            m.survivors().forEach(out::writeNodeId);
        } else if (message instanceof ConfigMessage.ProposeAnswer m) {
            out.writeByte(PROPOSE_ANSWER).writeVarLong(m.correlation()).writeBoolean(m.done());
            out.writeString(m.reason()).writeVarLong(m.configId());
        } else if (message instanceof ConfigMessage.Suspicion m) {
            out.writeByte(SUSPICION)
                    .writeVarLong(m.configId())
                    .writeNodeId(m.node())
                    .writeBoolean(m.suspected());
        } else {
            throw new IllegalArgumentException("unknown message " + message);
        }
    }

    @Override
    public ConfigMessage read(WireInput in) {
        try {
            return readChecked(in);
        } catch (IllegalArgumentException e) {
            throw new CorruptFrameException("a bad config message: " + e.getMessage());
        }
    }

    private static ConfigMessage readChecked(WireInput in) {
        int kind = in.readByte();
        return switch (kind) {
            case PREPARE -> new ConfigMessage.Prepare(readInstance(in), readBallot(in));
            case PROMISE ->
                new ConfigMessage.Promise(readInstance(in), readBallot(in), readBallot(in), ChangeCodec.readList(in));
            case ACCEPT ->
                new ConfigMessage.Accept(readInstance(in), readBallot(in), ChangeCodec.readList(in), in.readBoolean());
            case ACCEPTED -> new ConfigMessage.Accepted(readInstance(in), readBallot(in));
            case OUTBID -> new ConfigMessage.Outbid(readInstance(in), readBallot(in), readBallot(in));
            case OBJECTION ->
                new ConfigMessage.Objection(readInstance(in), readBallot(in), readObjections(in), in.readString());
            case WISHES -> new ConfigMessage.Wishes(readInstance(in), ChangeCodec.readList(in), in.readVarInt());
            case FULL_CONFIG -> new ConfigMessage.FullConfig(ConfigCodec.read(in));
            case CONFIG_STEPS -> readSteps(in);
            case SPREAD -> new ConfigMessage.Spread(readSteps(in), in.readVarInt());
            case PULL_CONFIG -> new ConfigMessage.PullConfig(in.readVarLong(), in.readVarLong());
            case HOLDS_CONFIG -> new ConfigMessage.HoldsConfig(readInstance(in), in.readBoolean());
            case JOIN_REQUEST -> new ConfigMessage.JoinRequest(ChangeCodec.readMember(in.readNodeId(), in));
            case JOIN_DELAYED -> new ConfigMessage.JoinDelayed(in.readString());
            case PROPOSE_CHANGE -> readProposeChange(in);
            case FORCE_CONFIG -> new ConfigMessage.ForceConfig(in.readVarLong(), readInstance(in), readNodes(in));
            case PROPOSE_ANSWER ->
                new ConfigMessage.ProposeAnswer(in.readVarLong(), in.readBoolean(), in.readString(), in.readVarLong());
            case SUSPICION -> new ConfigMessage.Suspicion(in.readVarLong(), in.readNodeId(), in.readBoolean());
            default -> throw new CorruptFrameException("a config message of the unknown kind " + kind);
        };
    }

    private static ConfigMessage.ProposeChange readProposeChange(WireInput in) {
        long correlation = in.readVarLong();
        List<Change> changes = ChangeCodec.readList(in);
        if (changes.size() != 1) {
            throw new CorruptFrameException("a command is one change, not " + changes.size());
        }
        return new ConfigMessage.ProposeChange(correlation, changes.get(0));
    }

    private static List<NodeId> readNodes(WireInput in) {
        int count = in.readCount(NODE_ID_BYTES);
        List<NodeId> nodes = new ArrayList<>(Math.min(count, ConfigDraft.MAX_MEMBERS));
        for (int i = 0; i < count; i++) {
            nodes.add(in.readNodeId());
        }
        return nodes;
    }

    private static List<Integer> readObjections(WireInput in) {
        int count = in.readCount(1);
        List<Integer> objections = new ArrayList<>(Math.min(count, ConfigMessage.MAX_CHANGES));
        for (int i = 0; i < count; i++) {
            objections.add(in.readVarInt(ConfigMessage.MAX_CHANGES));
        }
        return objections;
    }

    private static void writeSteps(ConfigMessage.ConfigSteps steps, WireOutput out) {
        writeInstance(steps.from(), out);
        out.writeVarInt(steps.steps().size());
        steps.steps().forEach(step -> ChangeCodec.writeList(step, out));
    }

    private static ConfigMessage.ConfigSteps readSteps(WireInput in) {
        Instance from = readInstance(in);
        int count = in.readCount(2);
        List<List<Change>> steps = new ArrayList<>(Math.min(count, ConfigMessage.MAX_STEPS));
        for (int i = 0; i < count; i++) {
            steps.add(ChangeCodec.readList(in));
        }
        return new ConfigMessage.ConfigSteps(from, steps);
    }

    private static WireOutput writeInstance(Instance instance, WireOutput out) {
        return out.writeNodeId(instance.clusterId())
                .writeVarLong(instance.generation())
                .writeVarLong(instance.configId());
    }

    private static Instance readInstance(WireInput in) {
        return new Instance(in.readNodeId(), in.readVarLong(), in.readVarLong());
    }

    private static void writeBallot(Ballot ballot, WireOutput out) {
        out.writeVarLong(ballot.round()).writeNodeId(ballot.proposer());
    }

    private static Ballot readBallot(WireInput in) {
        return new Ballot(in.readVarLong(), in.readNodeId());
    }
}
