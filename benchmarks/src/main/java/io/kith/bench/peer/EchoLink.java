package io.kith.bench.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection to an echo server: the least that a client over Netty can be. Requests of other threads are taken over
 * by the event loop together and share a flush; answers name their request by number.
 */
final class EchoLink extends ChannelInboundHandlerAdapter {
    private static final int SLOTS = 1 << 16;
    private static final int CONNECT_SECONDS = 10;

    private final Queue<EchoRequest> handedOver = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean takeOverScheduled = new AtomicBoolean();
    private final Runnable takeOver = this::takeOver;

    // Only the event loop touches these.
    private final EchoRequest[] pending = new EchoRequest[SLOTS];
    private int lastId;

    private final Runnable afterAnswers;
    private final Channel channel;

    /**
     * Connects.
     *
     * @param afterAnswers what the event loop does when it has given out the answers of one read
     */
    EchoLink(EventLoopGroup loops, String host, int port, Runnable afterAnswers) {
        this.afterAnswers = afterAnswers;
        var connected = new Bootstrap()
                .group(loops)
                .channel(EchoChannels.client())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel made) {
                        made.pipeline()
                                .addLast(new LengthFieldBasedFrameDecoder(EchoFrames.MAX_BYTES, 0, 4, 0, 4))
                                .addLast(EchoLink.this);
                    }
                })
                .connect(host, port);
        if (!connected.awaitUninterruptibly(CONNECT_SECONDS, TimeUnit.SECONDS) || !connected.isSuccess()) {
            throw new IllegalStateException("cannot connect to the echo server at port " + port, connected.cause());
        }
        this.channel = connected.channel();
    }

    /** Sends a request; any thread may. */
    void send(EchoRequest request) {
        handedOver.add(request);
        if (takeOverScheduled.compareAndSet(false, true)) {
            channel.eventLoop().execute(takeOver);
        }
    }

    private void takeOver() {
        takeOverScheduled.set(false);
        for (EchoRequest request = handedOver.poll(); request != null; request = handedOver.poll()) {
            int id = ++lastId & (SLOTS - 1);
            if (pending[id] != null) {
                throw new IllegalStateException("more than " + SLOTS + " requests under way");
            }
            pending[id] = request;
            // Nobody waits for it: a void promise reports failures to the pipeline.
            var unused = channel.write(EchoFrames.request(channel.alloc(), request, id), channel.voidPromise());
        }
        channel.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf frame = (ByteBuf) message;
        try {
            int id = frame.getInt(frame.readerIndex() + 1);
            EchoRequest request = pending[id];
            pending[id] = null;
            frame.skipBytes(EchoFrames.HEAD_BYTES);
            request.answered(frame);
        } finally {
            frame.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        afterAnswers.run();
    }

    void close() {
        channel.close().awaitUninterruptibly(CONNECT_SECONDS, TimeUnit.SECONDS);
    }
}
