package io.kith.cluster.processes;

import io.kith.transport.ConnectionKind;
import io.kith.transport.FrameBytes;
import io.kith.transport.Hello;
import io.kith.transport.MessageCodecs;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** A client that has introduced itself, as any does, and from then on sends what it likes. */
final class RawSocket implements AutoCloseable {
    private static final FrameBytes FRAMES = new FrameBytes(MessageCodecs.of(), 1 << 10);
    private static final int MAGIC = 0x4B495448;
    private static final int VERSIONS = 2 << 16 | 2;
    private static final int PATIENCE_MILLIS = 120_000;

    private final Socket socket;

    RawSocket(NodeAddress node) throws IOException {
        socket = new Socket(node.host(), node.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        Hello hello = new Hello(ConnectionKind.CLIENT, "", NodeId.random(new SecureRandom()), null, null, 0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(8).putInt(MAGIC).putInt(VERSIONS).array());
        out.write(FRAMES.write(hello));
        socket.getOutputStream().write(out.toByteArray());
        readFrame();
    }

    /** The text that is somewhere in the next frame. */
    String readFrame() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] payload = new byte[in.readInt()];
        in.readInt();
        in.readFully(payload);
        return new String(payload, StandardCharsets.ISO_8859_1);
    }

    /** Announces a frame with a payload of {@code bytes}, and sends all but its last byte, for as long as the node takes it. */
    void sendAllButTheLastByte(int bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(ByteBuffer.allocate(8).putInt(bytes).putInt(0).array());
        byte[] part = new byte[64 << 10];
        for (int left = bytes - 1; left > 0; left -= part.length) {
            out.write(part, 0, Math.min(left, part.length));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
