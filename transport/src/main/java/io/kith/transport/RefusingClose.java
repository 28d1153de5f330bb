package io.kith.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/** Ends a connection so that the peer reads why. */
@SuppressWarnings("FutureReturnValueIgnored") // Failed writes and closes reach the pipeline.
final class RefusingClose {
    private static final long LINGER_MILLIS = 500;

    private RefusingClose() {}

    /**
     * Tells the peer why and closes. Closing a socket with unread input resets it, and the peer might never read the
     * reason; so only the sending half is closed at first, and what the peer still sends is thrown away for a moment.
     */
    static void refuse(Channel channel, Transport transport, Refusal refusal, String reason) {
        transport.counters().refused.increment();
        FrameDecoder decoder = channel.pipeline().get(FrameDecoder.class);
        if (decoder != null) {
            decoder.discard();
        }
        ByteBuf frame = channel.alloc().ioBuffer();
        Frames.append(frame, new Refused(refusal, reason), transport.codecs(), TransportSettings.MIN_FRAME_BYTES);
        channel.config().setAutoRead(true);
        channel.writeAndFlush(frame).addListener(written -> {
            if (written.isSuccess() && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            } else {
                channel.close();
            }
        });
        Object deadline = channel.eventLoop().schedule(() -> channel.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener((ChannelFutureListener)
                closed -> ((java.util.concurrent.Future<?>) deadline).cancel(false));
    }
}
