package io.kith.cluster.hostile;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Stands before a node, passes everything on, and tells of each frame that whoever dialled sent. */
final class FrameTap implements AutoCloseable {
    private static final int MAX_PAYLOAD_BYTES = 32 << 20;

    private final ServerSocket server;
    private final int targetPort;
    private final BiConsumer<byte[], byte[]> listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    /**
     * Passes on to a port of this machine.
     *
     * @param listener is told of the payload of the connection's first frame and of that of each frame, the first among them
     */
    FrameTap(int targetPort, BiConsumer<byte[], byte[]> listener) {
        this.targetPort = targetPort;
        this.listener = listener;
        try {
            server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket outer = server.accept();
            sockets.add(outer);
            run(() -> {
                try (Socket inner = new Socket(InetAddress.getLoopbackAddress(), targetPort)) {
                    sockets.add(inner);
                    inner.setTcpNoDelay(true);
                    outer.setTcpNoDelay(true);
                    run(() -> passBack(inner, outer));
                    passOn(outer.getInputStream(), inner.getOutputStream());
                } finally {
                    outer.close();
                }
            });
        }
    }

    private static void passBack(Socket from, Socket to) throws IOException {
        from.getInputStream().transferTo(to.getOutputStream());
        to.close();
    }

    private void passOn(InputStream from, OutputStream to) throws IOException {
        DataInputStream in = new DataInputStream(from);
        DataOutputStream out = new DataOutputStream(to);
        byte[] preamble = new byte[Wire.PREAMBLE_BYTES];
        in.readFully(preamble);
        out.write(preamble);
        byte[] first = null;
        while (true) {
            byte[] header = new byte[Wire.HEADER_BYTES];
            in.readFully(header);
            int length = ByteBuffer.wrap(header).getInt();
            if (length < 0 || length > MAX_PAYLOAD_BYTES) {
                throw new IOException("a frame of " + length + " bytes");
            }
            byte[] payload = new byte[length];
            in.readFully(payload);
            first = first == null ? payload : first;
            listener.accept(first, payload);
            out.write(header);
            out.write(payload);
            out.flush();
        }
    }

    /** Part of a connection's life. */
    private interface Part {
        void run() throws IOException;
    }

    private static void run(Part part) {
        Thread thread = new Thread(
                () -> {
                    try {
                        part.run();
                    } catch (IOException e) {
                        // Either end has hung up, or the tap was closed: both ends see it.
                        Thread.currentThread().interrupt();
                    }
                },
                "frame-tap");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
