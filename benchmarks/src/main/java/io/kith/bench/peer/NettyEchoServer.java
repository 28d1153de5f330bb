package io.kith.bench.peer;

import io.kith.bench.process.Quiet;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The floor over Netty. A get is answered with a value at once; a put once another such server has acknowledged it, if
 * there is one. Nothing is kept. Ends with its input.
 */
public final class NettyEchoServer {
    private static final byte[] NOTHING = {};

    private NettyEchoServer() {}

    /** Runs it: the port of the server that acknowledges puts, if there is one. */
    public static void main(String[] arguments) throws IOException {
        Quiet.logging();
        EventLoopGroup loop = EchoChannels.loop();
        Set<ChannelHandlerContext> answered = new LinkedHashSet<>();
        EchoLink backup = arguments.length == 0
                ? null
                : new EchoLink(loop, "127.0.0.1", Integer.parseInt(arguments[0]), () -> {
                    answered.forEach(ChannelHandlerContext::flush);
                    answered.clear();
                });
        Channel listening = new ServerBootstrap()
                .group(loop)
                .channel(EchoChannels.server())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new LengthFieldBasedFrameDecoder(EchoFrames.MAX_BYTES, 0, 4, 0, 4))
                                .addLast(new Echo(backup, answered));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
        System.out.println("listening at " + ((InetSocketAddress) listening.localAddress()).getPort());
        while (System.in.read() >= 0) {
            // Whoever started it says nothing, until he is gone.
            Thread.onSpinWait();
        }
        Runtime.getRuntime().halt(0);
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        private final @Nullable EchoLink backup;
        private final Set<ChannelHandlerContext> answered;

        Echo(@Nullable EchoLink backup, Set<ChannelHandlerContext> answered) {
            this.backup = backup;
            this.answered = answered;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf frame = (ByteBuf) message;
            try {
                byte operation = frame.readByte();
                int id = frame.readInt();
                if (operation == EchoFrames.PUT && backup != null) {
                    byte[] body = new byte[frame.readableBytes()];
                    frame.readBytes(body);
                    backup.send(new Forwarded(body, context, id, answered));
                } else {
                    answer(context, operation, id, operation == EchoFrames.GET ? Data.value() : NOTHING);
                }
            } finally {
                frame.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        private static void answer(ChannelHandlerContext context, byte operation, int id, byte[] body) {
            var unused = context.write(EchoFrames.answer(context.alloc(), operation, id, body), context.voidPromise());
        }
    }

    /** A put on its way to the other server. */
    private static final class Forwarded extends EchoRequest {
        private final ChannelHandlerContext context;
        private final int id;
        private final Set<ChannelHandlerContext> waitingForFlush;

        Forwarded(byte[] body, ChannelHandlerContext context, int id, Set<ChannelHandlerContext> answered) {
            super(EchoFrames.BACKUP, body, NOTHING);
            this.context = context;
            this.id = id;
            this.waitingForFlush = answered;
        }

        @Override
        void answered(ByteBuf answer) {
            Echo.answer(context, EchoFrames.PUT, id, NOTHING);
            waitingForFlush.add(context);
        }
    }
}
