package io.kith.transport;

import org.jspecify.annotations.Nullable;

/** The wire form of the handshake: family 1. */
final class HandshakeCodec implements MessageCodec<HandshakeMessage> {
    static final int FAMILY = 1;
    private static final int VERSION = 2;
    private static final WireKinds<HandshakeMessage.Kind> KINDS = WireKinds.of(HandshakeMessage.Kind.class);

    @Override
    public Class<HandshakeMessage> messageType() {
        return HandshakeMessage.class;
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
    public void write(HandshakeMessage message, WireOutput out) {
        out.writeKind(message.wireKind());
        WireOutput unused = switch (message.wireKind()) {
            case HELLO -> write((Hello) message, out);
            case WELCOME -> write((Welcome) message, out);
            case REFUSED -> write((Refused) message, out);
        };
    }

    private static WireOutput write(Hello hello, WireOutput out) {
        out.writeByte(hello.kind().wireCode()).writeString(hello.clusterName());
        out.writeNodeId(hello.senderId()).writeBoolean(hello.senderAddress() != null);
        if (hello.senderAddress() != null) {
            out.writeAddress(hello.senderAddress());
        }
        out.writeBoolean(hello.expectedPeer() != null);
        if (hello.expectedPeer() != null) {
            out.writeNodeId(hello.expectedPeer());
        }
        out.writeVarInt(hello.shard());
        hello.families().write(out);
        return out;
    }

    private static WireOutput write(Welcome welcome, WireOutput out) {
        out.writeNodeId(welcome.nodeId()).writeString(welcome.clusterName());
        out.writeVarInt(welcome.shardCount()).writeVarInt(welcome.maxFrameBytes());
        out.writeVarInt(welcome.version());
        welcome.families().write(out);
        return out;
    }

    private static WireOutput write(Refused refused, WireOutput out) {
        return out.writeByte(refused.refusal().wireCode()).writeString(refused.reason());
    }

    @Override
    public HandshakeMessage read(WireInput in) {
        return switch (KINDS.read(in)) {
            case HELLO -> readHello(in);
            case WELCOME ->
                new Welcome(
                        in.readNodeId(),
                        in.readString(),
                        in.readVarInt(Integer.MAX_VALUE),
                        in.readVarInt(Integer.MAX_VALUE),
                        in.readVarInt(Integer.MAX_VALUE),
                        FamilyVersions.read(in));
            case REFUSED -> new Refused(Refusal.ofWireCode(in.readByte()), in.readString());
        };
    }

    private static Hello readHello(WireInput in) {
        ConnectionKind kind = ConnectionKind.ofWireCode(in.readByte());
        String clusterName = in.readString();
        NodeId senderId = in.readNodeId();
        @Nullable NodeAddress senderAddress = in.readBoolean() ? in.readAddress() : null;
        @Nullable NodeId expectedPeer = in.readBoolean() ? in.readNodeId() : null;
        int shard = in.readVarInt(Integer.MAX_VALUE);
        return new Hello(kind, clusterName, senderId, senderAddress, expectedPeer, shard, FamilyVersions.read(in));
    }
}
