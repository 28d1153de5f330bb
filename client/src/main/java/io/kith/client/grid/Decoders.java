package io.kith.client.grid;

import io.kith.client.KithException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads on which a client reads users' objects for futures: whatever an object's reading takes, and what is chained to
 * its future, the event loops go on meanwhile. They exist only while there is something to read.
 */
public final class Decoders {
    private static final Logger LOG = LoggerFactory.getLogger(Decoders.class);
    private static final int THREADS = 2;
    private static final int MAX_WAITING = 1 << 16;
    private static final long IDLE_SECONDS = 5;

    private final AtomicInteger count = new AtomicInteger();
    private final ThreadPoolExecutor threads;

    /** One of the threads. */
    private static final class DecoderThread extends Thread {
        private final Decoders owner;

        DecoderThread(Decoders owner, Runnable work, int number) {
            super(work, "kith-decode-" + number);
            this.owner = owner;
            setDaemon(true);
        }
    }

    Decoders() {
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_WAITING),
                work -> new DecoderThread(this, work, count.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Whether the calling thread is one of these. */
    boolean isCurrentThread() {
        return Thread.currentThread() instanceof DecoderThread thread && thread.owner == this;
    }

    /**
     * Lets one of the threads do {@code task}.
     *
     * @param refused is told instead if too much waits already, or the client is closed
     */
    public void execute(Runnable task, Consumer<KithException> refused) {
        try {
            threads.execute(() -> guarded(task));
        } catch (RejectedExecutionException e) {
            refused.accept(new KithException(
                    threads.isShutdown()
                            ? "the client was closed before a result was read"
                            : "more than " + MAX_WAITING + " results wait to be read: what is chained to futures takes "
                                    + "longer than the cluster; the operation itself was done",
                    e));
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            // Whoever waits for a future was told; there is nobody else.
            LOG.error("reading a result failed", e);
        }
    }

    /** Takes no more; what waits is still read. */
    void close() {
        threads.shutdown();
    }
}
