package io.kith.cluster.processes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands before a node and passes on, some time later, what comes in either direction: a link that takes long. It counts
 * what clients send.
 */
final class DelayProxy implements AutoCloseable {
    private static final int CHUNK_BYTES = 16 << 10;
    private static final int QUEUED_CHUNKS = 4_096;

    /** Where the first frame says what the connection is for: after preamble, frame header, family and type. */
    private static final int KIND_OFFSET = 18;

    /** A client's connection. */
    private static final byte CLIENT_KIND = 3;

    private static final class Chunk {
        final byte[] bytes;
        final long dueNanos;

        Chunk(byte[] bytes, long dueNanos) {
            this.bytes = bytes;
            this.dueNanos = dueNanos;
        }
    }

    private final ServerSocket server;
    private final InetSocketAddress target;
    private volatile Duration delay;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong clientBytes = new AtomicLong();

    DelayProxy(int targetPort, Duration delay) {
        this(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort),
                delay);
    }

    /** Listens at {@code listen}, where port 0 takes a free one, and passes on to {@code target} and back. */
    DelayProxy(InetSocketAddress listen, InetSocketAddress target, Duration delay) {
        this.target = target;
        this.delay = delay;
        try {
            server = new ServerSocket(listen.getPort(), 64, listen.getAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("accept", this::accept);
    }

    /** Passes on what comes from now on after {@code other}, in each direction. */
    void delay(Duration other) {
        delay = other;
    }

    /** How much clients have sent to the node. */
    long clientBytes() {
        return clientBytes.get();
    }

    String address() {
        return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket outer = server.accept();
            sockets.add(outer);
            run("dial", () -> {
                Socket inner = dial(outer);
                pass(outer, inner, true);
                pass(inner, outer, false);
            });
        }
    }

    private Socket dial(Socket outer) throws IOException {
        try {
            Socket inner = new Socket(target.getAddress(), target.getPort());
            sockets.add(inner);
            return inner;
        } catch (IOException e) {
            outer.close();
            throw e;
        }
    }

    private void pass(Socket from, Socket to, boolean towardsNode) throws IOException {
        from.setTcpNoDelay(true);
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(QUEUED_CHUNKS);
        run("read", () -> {
            byte[] buffer = new byte[CHUNK_BYTES];
            boolean first = true;
            boolean counts = false;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                counts = first ? towardsNode && count > KIND_OFFSET && buffer[KIND_OFFSET] == CLIENT_KIND : counts;
                first = false;
                if (counts) {
                    clientBytes.addAndGet(count);
                }
                underWay.put(new Chunk(Arrays.copyOf(buffer, count), System.nanoTime() + delay.toNanos()));
            }
            underWay.put(new Chunk(new byte[0], System.nanoTime() + delay.toNanos()));
        });
        run("write", () -> {
            Chunk chunk = underWay.take();
            while (chunk.bytes.length > 0) {
                Pause.of(Duration.ofNanos(Math.max(0, chunk.dueNanos - System.nanoTime())));
                out.write(chunk.bytes);
                chunk = underWay.take();
            }
            to.close();
            from.close();
            sockets.remove(to);
            sockets.remove(from);
        });
    }

    /** Part of a link's life; it ends with the link. */
    private interface Part {
        void run() throws IOException, InterruptedException;
    }

    private void run(String name, Part part) {
        Thread thread = new Thread(
                () -> {
                    try {
                        part.run();
                    } catch (IOException | InterruptedException e) {
                        // The link has broken, or the proxy was closed: both ends see it.
                        Thread.currentThread().interrupt();
                    }
                },
                "delay-proxy-" + name);
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
