package io.kith.bench.peer;

import io.netty.channel.EventLoopGroup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of the echo server over Netty. */
final class NettyEchoClient implements PeerClient {
    private static final int WAIT_SECONDS = 30;

    private final EventLoopGroup loop = EchoChannels.loop();
    private final EchoLink link;

    NettyEchoClient(String endpoint) {
        String[] hostAndPort = endpoint.split(":", -1);
        this.link = new EchoLink(loop, hostAndPort[0], Integer.parseInt(hostAndPort[1]), () -> {});
    }

    @Override
    public @Nullable SyncAct sync(Act act) {
        AsyncAct async = async(act);
        if (async == null) {
            return null;
        }
        return index -> async.start(index).get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    /** What reads is a get, what writes is a put. */
    @Override
    public @Nullable AsyncAct async(Act act) {
        return switch (act) {
            case GET, VEC_GET, CONTAINS -> index -> send(EchoRequest.get(Data.key(index)));
            case PUT, OFFER, POLL, VEC_FILL, VEC_APPEND, ADD ->
                index -> send(EchoRequest.put(Data.key(index), Data.value()));
            case CLEAR_QUEUE, CLEAR_VEC -> null;
        };
    }

    private CompletableFuture<?> send(EchoRequest request) {
        link.send(request);
        return request;
    }

    @Override
    public void close() {
        link.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(WAIT_SECONDS, TimeUnit.SECONDS);
    }
}
