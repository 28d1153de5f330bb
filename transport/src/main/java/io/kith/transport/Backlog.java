package io.kith.transport;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What one client was sent and has not taken: its share of the process's {@link UnreadAnswers}. As long as there is any that counts,
 * it looks four times a second whether the client goes on, and complains when it does not: when it took nothing for {@value
 * #SILENT_SECONDS} s, or too little while memory for answers is short, see {@link ShortPace}. Costs nothing while the socket takes what is sent. Belongs to its connection's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A task that fails tells the pipeline itself.
final class Backlog implements Runnable {
    static final int SILENT_SECONDS = 30;
    private static final int LOOKS_PER_SECOND = 4;

    private final UnreadAnswers all;
    private final EventLoop loop;
    private final LongSupplier unsentBytes;
    private final Consumer<String> complaints;
    private final ShortPace shortPace = new ShortPace(LOOKS_PER_SECOND);
    private long countedBytes;
    private long writtenBytes;
    private long takenBytes;
    private int silentLooks;
    private boolean watched;
    private boolean ended;

    /**
     * A client's that has been sent nothing.
     *
     * @param unsentBytes says what the socket has not taken yet
     * @param complaints told once if the client does not go on
     */
    Backlog(UnreadAnswers all, EventLoop loop, LongSupplier unsentBytes, Consumer<String> complaints) {
        this.all = all;
        this.loop = loop;
        this.unsentBytes = unsentBytes;
        this.complaints = complaints;
    }

    /** So many bytes more were written. */
    void written(int bytes) {
        writtenBytes += bytes;
    }

    /** The socket was given what it would take: counts what is left. */
    void update() {
        recount();
        if (countedBytes > 0 && !watched) {
            watched = true;
            takenBytes = writtenBytes - unsentBytes.getAsLong();
            silentLooks = 0;
            shortPace.reset();
            lookLater();
        }
    }

    /** The connection has ended, and what it had with it. */
    void end() {
        ended = true;
        count(0);
    }

    private void recount() {
        long unsent = unsentBytes.getAsLong();
        count(ended || unsent <= UnreadAnswers.FREE_BYTES ? 0 : unsent);
    }

    private void count(long bytes) {
        if (bytes != countedBytes) {
            all.changed(bytes - countedBytes);
            countedBytes = bytes;
        }
    }

    private void lookLater() {
        loop.schedule(this, TimeUnit.SECONDS.toMillis(1) / LOOKS_PER_SECOND, TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        recount();
        if (countedBytes == 0) {
            watched = false;
            return;
        }
        long taken = writtenBytes - unsentBytes.getAsLong();
        silentLooks = taken <= takenBytes ? silentLooks + 1 : 0;
        takenBytes = Math.max(takenBytes, taken);
        long takenWhileShort = shortPace.look(all.isShort(), taken);
        if (silentLooks >= SILENT_SECONDS * LOOKS_PER_SECOND) {
            complaints.accept("nothing was taken for " + SILENT_SECONDS + " s");
        } else if (takenWhileShort != ShortPace.FINE) {
            complaints.accept(takenWhileShort + " bytes were taken in " + ShortPace.SECONDS
                    + " s, while others waited for the memory");
        } else {
            lookLater();
        }
    }
}
