package io.kith.cluster.hostile;

import io.kith.transport.ConnectionKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Very many clients that have introduced themselves and have nothing to say just now, as in programs that are idle at night. */
public final class Crowd implements AutoCloseable {
    private static final int CONNECT_MILLIS = 30_000;
    private static final int ADDRESSES = 200;
    private static final int FIRST_ADDRESS = 20;

    private final Victim host;
    private final SplittableRandom random;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer answers = ByteBuffer.allocate(4 << 10);

    /** Nobody is there yet; {@code seed} draws who goes where. */
    public Crowd(Victim host, long seed) {
        this.host = host;
        this.random = new SplittableRandom(seed);
    }

    /**
     * One more comes, from one of two hundred addresses of the loopback device, and is welcomed.
     *
     * @throws IOException if it is not
     */
    public void add() throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean welcome = false;
        try {
            byte last = (byte) (FIRST_ADDRESS + channels.size() % ADDRESSES);
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 1, last}), 0));
            var node = host.anyNode(random);
            channel.socket().connect(new InetSocketAddress(node.host(), node.port()), CONNECT_MILLIS);
            write(channel, Wire.preamble());
            write(channel, Wire.frame(Wire.hello(ConnectionKind.CLIENT, host.cluster(), Wire.anyId(random), null)));
            answers.clear();
            if (channel.read(answers) <= 0) {
                throw new SocketException("connection " + channels.size() + " was not welcomed");
            }
            channel.configureBlocking(false);
            channels.add(channel);
            welcome = true;
        } finally {
            if (!welcome) {
                channel.close();
            }
        }
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /** How many are there. */
    public int size() {
        return channels.size();
    }

    /** Reads what nodes sent unasked, and forgets it; says how many nodes have hung up. */
    public int listen() {
        int before = channels.size();
        channels.removeIf(channel -> !isThere(channel));
        return before - channels.size();
    }

    private boolean isThere(SocketChannel channel) {
        try {
            int count;
            do {
                answers.clear();
                count = channel.read(answers);
            } while (count > 0);
            if (count < 0) {
                channel.close();
            }
            return count == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        channels.clear();
    }
}
