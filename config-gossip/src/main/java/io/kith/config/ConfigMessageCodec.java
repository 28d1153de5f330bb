package io.kith.config;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.MessageCodec;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireKinds;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.List;

/** The wire form of {@link ConfigMessage}s: family 3, then a byte for the kind. */
public final class ConfigMessageCodec implements MessageCodec<ConfigMessage> {
    private static final int FAMILY = 3;
    private static final int VERSION = 3;
    private static final WireKinds<ConfigMessage.Kind> KINDS = WireKinds.of(ConfigMessage.Kind.class);
    private static final int NODE_ID_BYTES = 16;

    /** Of whom an operator says that they are gone for good: since version 3. */
    private static final int GONE = 1;

    @Override
    public Class<ConfigMessage> messageType() {
        return ConfigMessage.class;
    }

    @Override
    public int family() {
        return FAMILY;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public void write(ConfigMessage message, WireOutput out) {
        out.writeKind(message.kind());
        WireOutput unused = switch (message.kind()) {
            case PREPARE -> write((ConfigMessage.Prepare) message, out);
            case PROMISE -> write((ConfigMessage.Promise) message, out);
            case ACCEPT -> write((ConfigMessage.Accept) message, out);
            case ACCEPTED -> write((ConfigMessage.Accepted) message, out);
            case OUTBID -> write((ConfigMessage.Outbid) message, out);
            case OBJECTION -> write((ConfigMessage.Objection) message, out);
            case WISHES -> write((ConfigMessage.Wishes) message, out);
            case FULL_CONFIG -> write((ConfigMessage.FullConfig) message, out);
            case CONFIG_STEPS -> write((ConfigMessage.ConfigSteps) message, out);
            case SPREAD -> write((ConfigMessage.Spread) message, out);
            case PULL_CONFIG -> write((ConfigMessage.PullConfig) message, out);
            case HOLDS_CONFIG -> write((ConfigMessage.HoldsConfig) message, out);
            case JOIN_REQUEST -> write((ConfigMessage.JoinRequest) message, out);
            case JOIN_DELAYED -> out.writeString(((ConfigMessage.JoinDelayed) message).reason());
            case PROPOSE_CHANGE -> write((ConfigMessage.ProposeChange) message, out);
            case FORCE_CONFIG -> write((ConfigMessage.ForceConfig) message, out);
            case PROPOSE_ANSWER -> write((ConfigMessage.ProposeAnswer) message, out);
            case SUSPICION -> write((ConfigMessage.Suspicion) message, out);
        };
    }

    private static WireOutput write(ConfigMessage.Prepare prepare, WireOutput out) {
        return writeBallot(prepare.ballot(), writeInstance(prepare.instance(), out));
    }

    private static WireOutput write(ConfigMessage.Accepted accepted, WireOutput out) {
        return writeBallot(accepted.ballot(), writeInstance(accepted.instance(), out));
    }

    private static WireOutput write(ConfigMessage.Promise promise, WireOutput out) {
        writeBallot(promise.ballot(), writeInstance(promise.instance(), out));
        writeBallot(promise.accepted(), out);
        ChangeCodec.writeList(promise.value(), out);
        return out;
    }

    private static WireOutput write(ConfigMessage.Accept accept, WireOutput out) {
        writeBallot(accept.ballot(), writeInstance(accept.instance(), out));
        ChangeCodec.writeList(accept.value(), out);
        return out.writeBoolean(accept.takenOver());
    }

    private static WireOutput write(ConfigMessage.Outbid outbid, WireOutput out) {
        writeBallot(outbid.ballot(), writeInstance(outbid.instance(), out));
        return writeBallot(outbid.promised(), out);
    }

    private static WireOutput write(ConfigMessage.Objection objection, WireOutput out) {
        writeBallot(objection.ballot(), writeInstance(objection.instance(), out));
        out.writeVarInt(objection.objections().size());
        objection.objections().forEach(out::writeVarInt);
        return out.writeString(objection.reason());
    }

    private static WireOutput write(ConfigMessage.Wishes wishes, WireOutput out) {
        ChangeCodec.writeList(wishes.changes(), writeInstance(wishes.instance(), out));
        return out.writeVarInt(wishes.order());
    }

    private static WireOutput write(ConfigMessage.FullConfig full, WireOutput out) {
        ConfigCodec.write(full.config(), out);
        return out;
    }

    private static WireOutput write(ConfigMessage.ConfigSteps steps, WireOutput out) {
        writeInstance(steps.from(), out);
        out.writeVarInt(steps.steps().size());
        steps.steps().forEach(step -> ChangeCodec.writeList(step, out));
        return out;
    }

    private static WireOutput write(ConfigMessage.Spread spread, WireOutput out) {
        return write(spread.steps(), out).writeVarInt(spread.hopsLeft());
    }

    private static WireOutput write(ConfigMessage.PullConfig pull, WireOutput out) {
        return out.writeVarLong(pull.generation()).writeVarLong(pull.configId());
    }

    private static WireOutput write(ConfigMessage.HoldsConfig holds, WireOutput out) {
        return writeInstance(holds.held(), out).writeBoolean(holds.asks());
    }

    private static WireOutput write(ConfigMessage.JoinRequest request, WireOutput out) {
        ChangeCodec.writeMember(
                request.member(), out.writeNodeId(request.member().id()));
        return out;
    }

    private static WireOutput write(ConfigMessage.ProposeChange propose, WireOutput out) {
        ChangeCodec.writeList(List.of(propose.change()), out.writeVarLong(propose.correlation()));
        return writeGone(propose.gone(), out);
    }

    private static WireOutput write(ConfigMessage.ForceConfig force, WireOutput out) {
        writeInstance(force.held(), out.writeVarLong(force.correlation()));
        out.writeVarInt(force.survivors().size());
        force.survivors().forEach(out::writeNodeId);
        return writeGone(force.gone(), out);
    }

    private static WireOutput writeGone(List<NodeId> gone, WireOutput out) {
        if (gone.isEmpty()) {
            return out;
        }
        WireOutput field = WireOutput.onHeap(2 + NODE_ID_BYTES * gone.size());
        field.writeVarInt(gone.size());
        gone.forEach(field::writeNodeId);
        return out.writeLater(GONE, field.toByteArray());
    }

    private static List<NodeId> readGone(WireInput in) {
        WireInput field = in.readLater().get(GONE);
        return field == null ? List.of() : readNodes(field);
    }

    private static WireOutput write(ConfigMessage.ProposeAnswer answer, WireOutput out) {
        out.writeVarLong(answer.correlation()).writeBoolean(answer.done());
        return out.writeString(answer.reason()).writeVarLong(answer.configId());
    }

    private static WireOutput write(ConfigMessage.Suspicion suspicion, WireOutput out) {
        out.writeVarLong(suspicion.configId()).writeNodeId(suspicion.node());
        return out.writeBoolean(suspicion.suspected());
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
        return switch (KINDS.read(in)) {
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
            case FORCE_CONFIG ->
                new ConfigMessage.ForceConfig(in.readVarLong(), readInstance(in), readNodes(in), readGone(in));
            case PROPOSE_ANSWER ->
                new ConfigMessage.ProposeAnswer(in.readVarLong(), in.readBoolean(), in.readString(), in.readVarLong());
            case SUSPICION -> new ConfigMessage.Suspicion(in.readVarLong(), in.readNodeId(), in.readBoolean());
        };
    }

    private static ConfigMessage.ProposeChange readProposeChange(WireInput in) {
        long correlation = in.readVarLong();
        List<Change> changes = ChangeCodec.readList(in);
        if (changes.size() != 1) {
            throw new CorruptFrameException("a command is one change, not " + changes.size());
        }
        return new ConfigMessage.ProposeChange(correlation, changes.get(0), readGone(in));
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

    private static WireOutput writeBallot(Ballot ballot, WireOutput out) {
        return out.writeVarLong(ballot.round()).writeNodeId(ballot.proposer());
    }

    private static Ballot readBallot(WireInput in) {
        return new Ballot(in.readVarLong(), in.readNodeId());
    }
}
