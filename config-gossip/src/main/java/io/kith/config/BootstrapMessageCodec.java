package io.kith.config;

import io.kith.transport.CorruptFrameException;
import io.kith.transport.MessageCodec;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.WireInput;
import io.kith.transport.WireKinds;
import io.kith.transport.WireOutput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The wire form of {@link BootstrapMessage}s: family 7, then a byte for the kind. */
public final class BootstrapMessageCodec implements MessageCodec<BootstrapMessage> {
    private static final int FAMILY = 7;
    private static final int VERSION = 1;
    private static final int NODE_ID_BYTES = 16;
    private static final WireKinds<BootstrapMessage.Kind> KINDS = WireKinds.of(BootstrapMessage.Kind.class);

    @Override
    public Class<BootstrapMessage> messageType() {
        return BootstrapMessage.class;
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
    public void write(BootstrapMessage message, WireOutput out) {
        out.writeKind(message.kind());
        WireOutput unused = switch (message.kind()) {
            case WAITING -> write((BootstrapMessage.Waiting) message, out);
            case PLEDGE -> write((BootstrapMessage.Pledge) message, out);
            case SETTLED -> out.writeAddress(((BootstrapMessage.Settled) message).address());
            case REACH -> write((BootstrapMessage.Reach) message, out);
            case REACHED -> write((BootstrapMessage.Reached) message, out);
        };
    }

    private static WireOutput write(BootstrapMessage.Waiting waiting, WireOutput out) {
        out.writeAddress(waiting.address()).writeVarInt(waiting.expect()).writeBoolean(waiting.mayFound());
        out.writeVarLong(waiting.sentNanos()).writeVarLong(waiting.attempt());
        NodeId boundTo = waiting.boundTo();
        out.writeBoolean(boundTo != null);
        if (boundTo != null) {
            out.writeNodeId(boundTo).writeVarLong(waiting.boundAttempt());
        }
        out.writeVarInt(waiting.hears().size());
        waiting.hears().forEach(out::writeNodeId);
        return out;
    }

    private static WireOutput write(BootstrapMessage.Pledge pledge, WireOutput out) {
        out.writeAddress(pledge.address()).writeVarLong(pledge.askedNanos()).writeVarLong(pledge.attempt());
        return out.writeBoolean(pledge.bound());
    }

    private static WireOutput write(BootstrapMessage.Reach reach, WireOutput out) {
        return out.writeVarLong(reach.correlation()).writeNodeId(reach.node()).writeAddress(reach.address());
    }

    private static WireOutput write(BootstrapMessage.Reached reached, WireOutput out) {
        return out.writeVarLong(reached.correlation()).writeString(reached.reason());
    }

    @Override
    public BootstrapMessage read(WireInput in) {
        try {
            return switch (KINDS.read(in)) {
                case WAITING -> readWaiting(in);
                case PLEDGE ->
                    new BootstrapMessage.Pledge(in.readAddress(), in.readVarLong(), in.readVarLong(), in.readBoolean());
                case SETTLED -> new BootstrapMessage.Settled(in.readAddress());
                case REACH -> new BootstrapMessage.Reach(in.readVarLong(), in.readNodeId(), in.readAddress());
                case REACHED -> new BootstrapMessage.Reached(in.readVarLong(), in.readString());
            };
        } catch (IllegalArgumentException e) {
            throw new CorruptFrameException("a bad message of a node in no cluster: " + e.getMessage());
        }
    }

    private static BootstrapMessage readWaiting(WireInput in) {
        NodeAddress address = in.readAddress();
        int expect = in.readVarInt(BootstrapMessage.MAX_EXPECTED);
        boolean mayFound = in.readBoolean();
        long sentNanos = in.readVarLong();
        long attempt = in.readVarLong();
        boolean isBound = in.readBoolean();
        @Nullable NodeId boundTo = isBound ? in.readNodeId() : null;
        long boundAttempt = isBound ? in.readVarLong() : 0;
        int count = in.readCount(NODE_ID_BYTES);
        List<NodeId> hears = new ArrayList<>(Math.min(count, BootstrapMessage.MAX_HEARD));
        for (int i = 0; i < count; i++) {
            hears.add(in.readNodeId());
        }
        return new BootstrapMessage.Waiting(
                address, expect, mayFound, sentNanos, attempt, boundTo, boundAttempt, hears);
    }
}
