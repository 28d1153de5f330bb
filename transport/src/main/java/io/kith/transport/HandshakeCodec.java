package io.kith.transport;

import org.jspecify.annotations.Nullable;

/** The wire form of the handshake: family 1. */
final class HandshakeCodec implements MessageCodec<HandshakeMessage> {
    private static final int FAMILY = 1;
    private static final int HELLO = 1;
    private static final int WELCOME = 2;
    private static final int REFUSED = 3;

    @Override
    public Class<HandshakeMessage> messageType() {
        return HandshakeMessage.class;
    }

    @Override
    public int family() {
        return FAMILY;
    }

    @Override
    public void write(HandshakeMessage message, WireOutput out) {
        if (message instanceof Hello hello) {
            out.writeByte(HELLO).writeByte(hello.kind().wireCode()).writeString(hello.clusterName());
            out.writeNodeId(hello.senderId()).writeBoolean(hello.senderAddress() != null);
            if (hello.senderAddress() != null) {
                out.writeAddress(hello.senderAddress());
            }
            out.writeBoolean(hello.expectedPeer() != null);
            if (hello.expectedPeer() != null) {
                out.writeNodeId(hello.expectedPeer());
            }
            out.writeVarInt(hello.shard());
        } else if (message instanceof Welcome welcome) {
            out.writeByte(WELCOME).writeNodeId(welcome.nodeId()).writeString(welcome.clusterName());
            out.writeVarInt(welcome.shardCount()).writeVarInt(welcome.maxFrameBytes());
        } else if (message instanceof Refused refused) {
            out.writeByte(REFUSED).writeByte(refused.refusal().wireCode()).writeString(refused.reason());
        }
    }

    @Override
    public HandshakeMessage read(WireInput in) {
        int type = in.readByte();
        return switch (type) {
            case HELLO -> readHello(in);
            case WELCOME ->
                new Welcome(
                        in.readNodeId(),
                        in.readString(),
                        in.readVarInt(Integer.MAX_VALUE),
                        in.readVarInt(Integer.MAX_VALUE));
            case REFUSED -> new Refused(Refusal.ofWireCode(in.readByte()), in.readString());
            default -> throw new CorruptFrameException("unknown handshake message " + type);
        };
    }

    private static Hello readHello(WireInput in) {
        ConnectionKind kind = ConnectionKind.ofWireCode(in.readByte());
        String clusterName = in.readString();
        NodeId senderId = in.readNodeId();
        @Nullable NodeAddress senderAddress = in.readBoolean() ? in.readAddress() : null;
        @Nullable NodeId expectedPeer = in.readBoolean() ? in.readNodeId() : null;
        return new Hello(kind, clusterName, senderId, senderAddress, expectedPeer, in.readVarInt(Integer.MAX_VALUE));
    }
}
