package io.kith.cluster.hostile;

import io.kith.collections.wire.ClientMessage;
import io.kith.transport.ConnectionKind;
import io.kith.transport.Message;
import io.kith.transport.NodeAddress;
import io.kith.transport.NodeId;
import io.kith.transport.Refusal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection that sends whatever it is given, and looks through what comes back if it is asked to. */
final class HostileSocket implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final long LOOK_NANOS = 200_000;
    private static final int REFUSED_KIND = 3;

    private final SocketChannel channel;
    private final Tally tally;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer in = ByteBuffer.allocate(BUFFER_BYTES);
    private Consumer<ClientMessage.Response> answers = response -> {};
    private long toSkip;
    private boolean welcome;

    private HostileSocket(SocketChannel channel, Tally tally) {
        this.channel = channel;
        this.tally = tally;
    }

    /** Connects to {@code node} from another address of the loopback device than honest clients have, and says nothing yet. */
    static HostileSocket open(NodeAddress node, Tally tally) throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean connected = false;
        try {
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 66}), 0));
            channel.socket().connect(new InetSocketAddress(node.host(), node.port()), CONNECT_MILLIS);
            channel.socket().setTcpNoDelay(true);
            channel.configureBlocking(false);
            connected = true;
        } catch (ConnectException | java.net.SocketTimeoutException e) {
            tally.unreached();
            throw e;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
        tally.connected();
        return new HostileSocket(channel, tally);
    }

    /** Connects and introduces itself properly. */
    static HostileSocket introduced(
            NodeAddress node, ConnectionKind kind, String cluster, NodeId id, @Nullable NodeAddress own, Tally tally)
            throws IOException {
        HostileSocket socket = open(node, tally);
        boolean done = false;
        try {
            socket.put(Wire.preamble());
            socket.send(Wire.frame(Wire.hello(kind, cluster, id, own)));
            socket.flush();
            long endNanos = System.nanoTime() + CONNECT_MILLIS * 1_000_000L;
            while (!socket.welcome) {
                socket.drain();
                if (System.nanoTime() - endNanos > 0) {
                    throw new SocketException("no answer to a handshake");
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
            done = true;
            return socket;
        } finally {
            if (!done) {
                socket.close();
            }
        }
    }

    /** From now on {@code listener} is told what requests came to. */
    HostileSocket tell(Consumer<ClientMessage.Response> listener) {
        answers = listener;
        return this;
    }

    /** Sends a frame, or what is taken for one. */
    void send(byte[] frame) throws IOException {
        put(frame);
        tally.sent(1);
    }

    /** Sends bytes that are no frame. */
    void put(byte[] bytes) throws IOException {
        int at = 0;
        while (at < bytes.length) {
            if (!out.hasRemaining()) {
                flush();
            }
            int count = Math.min(out.remaining(), bytes.length - at);
            out.put(bytes, at, count);
            at += count;
        }
    }

    /** Waits until the node has taken all that was sent, and reads its answers meanwhile. */
    void flush() throws IOException {
        out.flip();
        try {
            long endNanos = System.nanoTime() + CONNECT_MILLIS * 1_000_000L;
            while (out.hasRemaining()) {
                if (channel.write(out) == 0) {
                    drain();
                    if (System.nanoTime() - endNanos > 0
                            || Thread.currentThread().isInterrupted()) {
                        throw new SocketException("the node takes nothing any more");
                    }
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            }
        } finally {
            out.clear();
        }
    }

    /** Sends what fits into the connection and forgets the rest; reads nothing. */
    boolean trickle(ByteBuffer bytes) throws IOException {
        return channel.write(bytes) > 0;
    }

    /**
     * Reads what is there.
     *
     * @throws SocketException if the node has hung up
     */
    void drain() throws IOException {
        int count = channel.read(in);
        while (count > 0) {
            in.flip();
            digest();
            in.compact();
            count = channel.read(in);
        }
        if (count < 0) {
            throw new SocketException("the node has hung up");
        }
    }

    private void digest() {
        while (in.hasRemaining()) {
            if (toSkip > 0) {
                int skipped = (int) Math.min(toSkip, in.remaining());
                in.position(in.position() + skipped);
                toSkip -= skipped;
            } else if (in.remaining() < Wire.HEADER_BYTES + 1) {
                return;
            } else {
                int length = in.getInt(in.position());
                int family = in.get(in.position() + Wire.HEADER_BYTES);
                boolean matters = family == Wire.CLIENT_FAMILY || family == Wire.HANDSHAKE_FAMILY;
                if (!matters || length + Wire.HEADER_BYTES > in.capacity()) {
                    toSkip = Wire.HEADER_BYTES + (long) length;
                } else if (in.remaining() < Wire.HEADER_BYTES + length) {
                    return;
                } else {
                    byte[] frame = new byte[Wire.HEADER_BYTES + length];
                    in.get(frame);
                    if (family == Wire.CLIENT_FAMILY) {
                        take(Wire.message(frame));
                    } else {
                        shakeHands(frame);
                    }
                }
            }
        }
    }

    private void take(@Nullable Message message) {
        if (message instanceof ClientMessage.Response response) {
            tally.answered(response.status());
            answers.accept(response);
        }
    }

    /** A welcome, or a refusal, whose code comes behind the kind; codes count from 1. */
    private void shakeHands(byte[] frame) {
        if (frame[Wire.HEADER_BYTES + 1] != REFUSED_KIND) {
            welcome = true;
        } else {
            tally.refused(Refusal.ofWireCode(frame[Wire.HEADER_BYTES + 2]));
        }
    }

    /** The node has hung up. */
    void hasEnded() {
        tally.cutOff();
        close();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone all the same.
            tally.unreached();
        }
    }
}
