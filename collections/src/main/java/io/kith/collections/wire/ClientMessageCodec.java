package io.kith.collections.wire;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.MessageCodec;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireKinds;
import io.kith.transport.WireOutput;

/** The wire form of {@link ClientMessage}s, family 5. */
public final class ClientMessageCodec implements MessageCodec<ClientMessage> {
    private static final int FAMILY = 5;
    private static final int VERSION = 2;
    private static final WireKinds<ClientMessage.Kind> KINDS = WireKinds.of(ClientMessage.Kind.class);

    @Override
    public Class<ClientMessage> messageType() {
        return ClientMessage.class;
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
    public void write(ClientMessage message, WireOutput out) {
        out.writeKind(message.kind());
        WireOutput unused = switch (message.kind()) {
            case READ -> write((ClientMessage.Read) message, out);
            case WRITE -> write((ClientMessage.Write) message, out);
            case OPEN_SESSION -> write((ClientMessage.OpenSession) message, out);
            case RESPONSE -> write((ClientMessage.Response) message, out);
        };
    }

    private static WireOutput write(ClientMessage.Read read, WireOutput out) {
        return place(out, read.correlation(), read.configId(), read.partition()).writeBytes(read.operation());
    }

    private static WireOutput write(ClientMessage.Write write, WireOutput out) {
        // The floor is close below the number, so the difference is what is short.
        return place(out, write.correlation(), write.configId(), write.partition())
                .writeNodeId(write.session())
                .writeVarLong(write.opening())
                .writeVarLong(write.number())
                .writeVarLong(write.number() - write.floor())
                .writeBytes(write.operation());
    }

    private static WireOutput write(ClientMessage.OpenSession open, WireOutput out) {
        return place(out, open.correlation(), open.configId(), open.partition()).writeNodeId(open.session());
    }

    private static WireOutput write(ClientMessage.Response response, WireOutput out) {
        return out.writeVarLong(response.correlation())
                .writeByte(response.status().code())
                .writeBytes(response.payload());
    }

    private static WireOutput place(WireOutput out, long correlation, long configId, int partition) {
        return out.writeVarLong(correlation).writeVarLong(configId).writeVarInt(partition);
    }

    @Override
    public ClientMessage read(WireInput in) {
        ClientMessage.Kind kind = KINDS.read(in);
        long correlation = in.readVarLong();
        return switch (kind) {
            case READ -> new ClientMessage.Read(correlation, configId(in), partition(in), in.readBytes());
            case WRITE -> readWrite(correlation, in);
            case OPEN_SESSION ->
                new ClientMessage.OpenSession(correlation, configId(in), partition(in), in.readNodeId());
            case RESPONSE ->
                new ClientMessage.Response(correlation, ResponseStatus.ofCode(in.readByte()), in.readBytes());
        };
    }

    private static ClientMessage readWrite(long correlation, WireInput in) {
        long configId = configId(in);
        int partition = partition(in);
        NodeId session = in.readNodeId();
        long opening = in.readVarLong();
        long number = in.readVarLong();
        long floor = number - in.readVarLong();
        if (floor < 1 || number < floor || number > ClientMessage.Write.MAX_NUMBER) {
            throw new CorruptFrameException("request number " + number + " with the floor " + floor);
        }
        return new ClientMessage.Write(
                correlation, configId, partition, session, opening, number, floor, in.readBytes());
    }

    private static long configId(WireInput in) {
        long configId = in.readVarLong();
        if (configId < 0) {
            throw new CorruptFrameException("a config id with too many bits");
        }
        return configId;
    }

    private static int partition(WireInput in) {
        return in.readVarInt(Integer.MAX_VALUE);
    }
}
