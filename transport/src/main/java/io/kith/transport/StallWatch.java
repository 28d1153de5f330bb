package io.kith.transport;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks once a second at the frame that a connection has begun to send, and says when it is not worth waiting for: nothing
 * came for {@value #SILENT_SECONDS} s, or less than {@value #MIN_BYTES_PER_SECOND} bytes a second in {@value #WINDOW_SECONDS} s. A
 * client that has room which others wait for must be quicker, see {@link ShortPace}. Seconds count in which this process has read, so its own pauses are nobody else's
 * fault. Costs nothing while all frames arrive whole. Belongs to its connection's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A task that fails tells the pipeline itself.
final class StallWatch implements Runnable {
    static final int SILENT_SECONDS = 10;
    static final int WINDOW_SECONDS = 30;
    static final int MIN_BYTES_PER_SECOND = 8 << 10;

    private final FrameDecoder decoder;
    private final ChannelHandlerContext ctx;
    private final MemoryAccount account;
    private final boolean givesWay;
    private boolean running;
    private int frame;
    private int lastBytes;
    private int silentSeconds;
    private int seconds;
    private int bytesAtStart;
    private final ShortPace shortPace = new ShortPace(1);

    /**
     * A watch for what {@code decoder} gets.
     *
     * @param givesWay whether it must be quicker when room is short at {@code account}
     */
    StallWatch(FrameDecoder decoder, ChannelHandlerContext ctx, MemoryAccount account, boolean givesWay) {
        this.decoder = decoder;
        this.ctx = ctx;
        this.account = account;
        this.givesWay = givesWay;
    }

    /** A frame has begun to arrive. */
    void begun() {
        if (!running) {
            running = true;
            frame = decoder.begun().number() - 1;
            lookInASecond();
        }
    }

    private void lookInASecond() {
        ctx.executor().schedule(this, 1, TimeUnit.SECONDS);
    }

    @Override
    public void run() {
        if (!decoder.begun().isThere()) {
            running = false;
            return;
        }
        String complaint = look();
        if (complaint == null) {
            lookInASecond();
        } else {
            running = false;
            decoder.giveUp(ctx, complaint);
        }
    }

    private @Nullable String look() {
        int bytes = decoder.begun().arrivedBytes();
        if (decoder.begun().number() != frame) {
            frame = decoder.begun().number();
            lastBytes = bytes;
            silentSeconds = 0;
            seconds = 0;
            bytesAtStart = bytes;
            shortPace.reset();
            return null;
        }
        if (!ctx.channel().config().isAutoRead()) {
            // Whatever it sent meanwhile could not arrive.
            return null;
        }
        silentSeconds = bytes == lastBytes ? silentSeconds + 1 : 0;
        lastBytes = bytes;
        if (silentSeconds >= SILENT_SECONDS) {
            return "nothing came for " + SILENT_SECONDS + " s";
        }
        if (++seconds == WINDOW_SECONDS) {
            if (bytes - bytesAtStart < WINDOW_SECONDS * MIN_BYTES_PER_SECOND) {
                return bytes - bytesAtStart + " bytes came in " + WINDOW_SECONDS + " s";
            }
            seconds = 0;
            bytesAtStart = bytes;
        }
        return lookWhileShort(bytes);
    }

    private @Nullable String lookWhileShort(int bytes) {
        boolean othersWait = givesWay && decoder.begun().hasRoom() && account.waitingCount() > 0;
        long came = shortPace.look(othersWait, bytes);
        return came == ShortPace.FINE
                ? null
                : came + " bytes came in " + ShortPace.SECONDS + " s, while others waited for its room";
    }
}
