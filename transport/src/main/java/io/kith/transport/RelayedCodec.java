package io.kith.transport;

/**
 * The wire form of {@link Relayed}: family 6, both ends, the principal, and the length and bytes of the message in its own
 * form.
 */
final class RelayedCodec implements MessageCodec<Relayed> {
    private static final int FAMILY = 6;
    private static final int VERSION = 2;
    private static final int EXPECTED_BYTES = 128;

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
    public int version() {
        return VERSION;
    }

    @Override
    public void write(Relayed relayed, WireOutput out) {
        out.writeNodeId(relayed.origin()).writeNodeId(relayed.destination()).writeString(relayed.principal());
        WireOutput message = WireOutput.onHeap(EXPECTED_BYTES);
        inner.write(relayed.message(), message);
        out.writeBytes(message.toByteArray());
    }

    @Override
    public Relayed read(WireInput in) {
        NodeId origin = in.readNodeId();
        NodeId destination = in.readNodeId();
        String principal = in.readString();
        WireInput bytes = in.slice(in.readCount(1));
        if (bytes.peekByte() == FAMILY) {
            throw new CorruptFrameException("a relayed message was relayed again");
        }
        Message message = inner.readOrSkip(bytes);
        if (message == LaterMessage.SKIPPED) {
            // The relay cannot pass on what it does not know. To both ends it is a lost message.
            throw new UnknownKindException("a relayed message of a later version", true);
        }
        return new Relayed(origin, destination, principal, message);
    }
}
