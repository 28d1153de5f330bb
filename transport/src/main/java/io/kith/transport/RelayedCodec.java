package io.kith.transport;

/** The wire form of {@link Relayed}: family 6, both ends, the principal, and the message in its own form up to the end of the frame. */
final class RelayedCodec implements MessageCodec<Relayed> {
    private static final int FAMILY = 6;

    private final MessageCodecs inner;

    RelayedCodec(MessageCodecs inner) {
        this.inner = inner;
    }

    @Override
    public Class<Relayed> messageType() {
        return Relayed.class;
    }

    @Override
    public int family() {
        return FAMILY;
    }

    @Override
    public void write(Relayed relayed, WireOutput out) {
        out.writeNodeId(relayed.origin()).writeNodeId(relayed.destination()).writeString(relayed.principal());
        inner.write(relayed.message(), out);
    }

    @Override
    public Relayed read(WireInput in) {
        NodeId origin = in.readNodeId();
        NodeId destination = in.readNodeId();
        String principal = in.readString();
        if (in.peekByte() == FAMILY) {
            throw new CorruptFrameException("a relayed message was relayed again");
        }
        return new Relayed(origin, destination, principal, inner.read(in));
    }
}
