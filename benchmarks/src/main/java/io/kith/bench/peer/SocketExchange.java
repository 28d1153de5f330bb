package io.kith.bench.peer;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;

/** One thread's blocking connection to an echo server: a request, its answer, the next request. */
final class SocketExchange implements Closeable {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int lastId;

    SocketExchange(String host, int port) throws IOException {
        this.socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /** Sends a request of two parts; returns the answer's body. */
    byte[] request(byte operation, byte[] key, byte[] value) throws IOException {
        int id = ++lastId;
        write(out, operation, id, key, value);
        int length = in.readInt();
        in.readByte();
        if (in.readInt() != id) {
            throw new IOException("the answer to another request");
        }
        return in.readNBytes(length - EchoFrames.HEAD_BYTES);
    }

    /** Writes a frame and sends it. */
    static void write(DataOutputStream out, byte operation, int id, byte[] first, byte[] second) throws IOException {
        out.writeInt(EchoFrames.HEAD_BYTES + first.length + second.length);
        out.writeByte(operation);
        out.writeInt(id);
        out.write(first);
        out.write(second);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
