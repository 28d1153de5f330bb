package io.kith.collections.wire;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.MessageCodec;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireOutput;

/** The wire form of {@link ClientMessage}s, family 5. */
public final class ClientMessageCodec implements MessageCodec<ClientMessage> {
    private static final int FAMILY = 5;
    private static final int VERSION = 2;
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int OPEN_SESSION = 3;
    private static final int RESPONSE = 4;

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
        if (message instanceof ClientMessage.Response response) {
            out.writeByte(RESPONSE)
                    .writeVarLong(response.correlation())
                    .writeByte(response.status().code())
                    .writeBytes(response.payload());
        } else if (message instanceof ClientMessage.Read read) {
            place(out.writeByte(READ), read.correlation(), read.configId(), read.partition())
                    .writeBytes(read.operation());
        } else if (message instanceof ClientMessage.Write write) {
            // The floor is close below the number, so the difference is what is short.
            place(out.writeByte(WRITE), write.correlation(), write.configId(), write.partition())
                    .writeNodeId(write.session())
                    .writeVarLong(write.opening())
                    .writeVarLong(write.number())
                    .writeVarLong(write.number() - write.floor())
                    .writeBytes(write.operation());
        } else if (message instanceof ClientMessage.OpenSession open) {
            place(out.writeByte(OPEN_SESSION), open.correlation(), open.configId(), open.partition())
                    .writeNodeId(open.session());
        } else {
            throw new IllegalStateException("no wire form for " + message.getClass());
        }
    }

    private static WireOutput place(WireOutput out, long correlation, long configId, int partition) {
        return out.writeVarLong(correlation).writeVarLong(configId).writeVarInt(partition);
    }

    @Override
    public ClientMessage read(WireInput in) {
        int kind = in.readByte();
        long correlation = in.readVarLong();
        if (kind == RESPONSE) {
            return new ClientMessage.Response(correlation, ResponseStatus.ofCode(in.readByte()), in.readBytes());
        }
        long configId = in.readVarLong();
        int partition = in.readVarInt(Integer.MAX_VALUE);
        if (configId < 0) {
            throw new CorruptFrameException("a config id with too many bits");
        }
        if (kind == READ) {
            return new ClientMessage.Read(correlation, configId, partition, in.readBytes());
        }
        if (kind == WRITE) {
            NodeId session = in.readNodeId();
            long opening = in.readVarLong();
            long number = in.readVarLong();
            long floor = number - in.readVarLong();
            if (floor < 1 || number < floor) {
                throw new CorruptFrameException("request number " + number + " with the floor " + floor);
            }
            return new ClientMessage.Write(
                    correlation, configId, partition, session, opening, number, floor, in.readBytes());
        }
        if (kind == OPEN_SESSION) {
            return new ClientMessage.OpenSession(correlation, configId, partition, in.readNodeId());
        }
        throw new CorruptFrameException("expected a client message, found kind " + kind);
    }
}
