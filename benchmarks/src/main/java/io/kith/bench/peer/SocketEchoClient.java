package io.kith.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A client of the echo server over blocking sockets: a connection a thread, nothing asynchronous. */
final class SocketEchoClient implements PeerClient {
    private static final byte[] NOTHING = {};

    private final Queue<SocketExchange> opened = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<SocketExchange> ofThread;

    SocketEchoClient(String endpoint) {
        String[] hostAndPort = endpoint.split(":", -1);
        int port = Integer.parseInt(hostAndPort[1]);
        this.ofThread = ThreadLocal.withInitial(() -> open(hostAndPort[0], port));
    }

    private SocketExchange open(String host, int port) {
        try {
            SocketExchange exchange = new SocketExchange(host, port);
            opened.add(exchange);
            return exchange;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot connect to the echo server at port " + port, e);
        }
    }

    /** What reads is a get, what writes is a put. */
    @Override
    public @Nullable SyncAct sync(Act act) {
        return switch (act) {
            case GET, VEC_GET, CONTAINS ->
                index -> Data.check(ofThread.get().request(EchoFrames.GET, bytes(index), NOTHING));
            case PUT, OFFER, POLL, VEC_FILL, VEC_APPEND, ADD ->
                index -> ofThread.get().request(EchoFrames.PUT, bytes(index), Data.value());
            case CLEAR_QUEUE, CLEAR_VEC -> null;
        };
    }

    private static byte[] bytes(int index) {
        return Data.key(index).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public @Nullable AsyncAct async(Act act) {
        return null;
    }

    @Override
    public void close() {
        for (SocketExchange exchange : opened) {
            try {
                exchange.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close a connection", e);
            }
        }
    }
}
