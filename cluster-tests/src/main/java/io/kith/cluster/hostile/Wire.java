package io.kith.cluster.hostile;

import io.kith.collections.wire.ClientMessageCodec;
import io.kith.config.BootstrapMessageCodec;
import io.kith.config.ConfigMessageCodec;
import io.kith.membership.MembershipCodec;
import io.kith.replication.message.ReplicationMessageCodec;
import io.kith.transport.ConnectionKind;
import io.kith.transport.FrameBytes;
import io.kith.transport.Hello;
import io.kith.transport.Message;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.WireOutput;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The bytes that go over a connection. */
final class Wire {
    static final int HEADER_BYTES = 8;
    static final int PREAMBLE_BYTES = 8;
    static final int HANDSHAKE_FAMILY = 1;
    static final int CLIENT_FAMILY = 5;
    private static final int WRITE_KIND = 2;
    static final MessageCodecs CODECS = MessageCodecs.of(
            new MembershipCodec(),
            new ConfigMessageCodec(),
            new BootstrapMessageCodec(),
            new ReplicationMessageCodec(),
            new ClientMessageCodec());
    private static final FrameBytes FRAMES = new FrameBytes(CODECS, 32 << 20);
    private static final int MAGIC = 0x4B495448;
    private static final int VERSIONS = 2 << 16 | 2;

    private Wire() {}

    /** What whoever dials sends before all frames. */
    static byte[] preamble() {
        return ByteBuffer.allocate(PREAMBLE_BYTES)
                .putInt(MAGIC)
                .putInt(VERSIONS)
                .array();
    }

    /** What a process says of itself that speaks all families as this one does. */
    static Hello hello(ConnectionKind kind, String cluster, NodeId id, @Nullable NodeAddress address) {
        return new Hello(kind, cluster, id, address, null, 0, CODECS.versions());
    }

    static byte[] frame(Message message) {
        return FRAMES.write(message);
    }

    /** A frame with that payload, whatever it is. */
    static byte[] frame(byte[] payload) {
        CRC32C checksum = new CRC32C();
        checksum.update(payload);
        return ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .putInt(payload.length)
                .putInt((int) checksum.getValue())
                .put(payload)
                .array();
    }

    /** A client's write whose numbers may be such as no message of ours has. */
    static byte[] write(
            long correlation,
            long configId,
            int partition,
            NodeId session,
            long[] openingNumberFloor,
            byte[] operation) {
        WireOutput out = WireOutput.onHeap(64 + operation.length);
        out.writeByte(CLIENT_FAMILY).writeByte(WRITE_KIND);
        out.writeVarLong(correlation)
                .writeVarLong(configId)
                .writeVarInt(partition)
                .writeNodeId(session);
        out.writeVarLong(openingNumberFloor[0]).writeVarLong(openingNumberFloor[1]);
        out.writeVarLong(openingNumberFloor[1] - openingNumberFloor[2]).writeBytes(operation);
        return frame(out.toByteArray());
    }

    /** The message in a frame; null if it is none, or not complete. */
    static @Nullable Message message(byte[] frame) {
        try {
            return FRAMES.read(frame);
        } catch (io.kith.transport.CorruptFrameException e) {
            return null;
        }
    }

    static NodeId anyId(SplittableRandom random) {
        return new NodeId(random.nextLong(), random.nextLong());
    }
}
