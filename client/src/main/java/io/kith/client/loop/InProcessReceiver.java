package io.kith.client.loop;

import io.kith.transport.Message;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Brings what an embedded node's threads send to the client's loop, with one wake-up for a burst. Of a client that leaves
 * too much unread the link ends, as its socket would.
 */
final class InProcessReceiver implements NodeLink.Receiver {
    private static final long LEAST_LIMIT_BYTES = 64 << 20;

    private final Executor loop;
    private final long limitBytes;
    private final Consumer<Message> whenReceived;
    private final Consumer<String> whenClosed;

    /** Bounded by what the messages in it weigh together. */
    private final Queue<Message> arrived = new ConcurrentLinkedQueue<>();

    private final AtomicLong arrivedBytes = new AtomicLong();
    private final AtomicBoolean deliveryScheduled = new AtomicBoolean();
    private final Runnable delivery = this::deliver;
    private volatile boolean isCut;

    /**
     * Nothing has arrived yet.
     *
     * @param limitBytes how much may wait to be read; one message always may
     * @param whenReceived called on the loop, for each message in order
     * @param whenClosed called on the loop, last
     */
    InProcessReceiver(Executor loop, long limitBytes, Consumer<Message> whenReceived, Consumer<String> whenClosed) {
        this.loop = loop;
        this.limitBytes = limitBytes;
        this.whenReceived = whenReceived;
        this.whenClosed = whenClosed;
    }

    /** A quarter of the memory that there is: most of what waits shares its bytes with what the node stores. */
    static long limitBytes() {
        return Math.max(LEAST_LIMIT_BYTES, Runtime.getRuntime().maxMemory() / 4);
    }

    @Override
    public boolean received(Message message) {
        if (isCut) {
            return false;
        }
        long bytes = message.weightBytes();
        long waiting = arrivedBytes.getAndAdd(bytes);
        if (waiting > 0 && waiting + bytes > limitBytes) {
            arrivedBytes.addAndGet(-bytes);
            isCut = true;
            closed("the client left " + waiting + " bytes unread");
            return false;
        }
        arrived.add(message);
        if (deliveryScheduled.compareAndSet(false, true)) {
            schedule(delivery);
        }
        return true;
    }

    private void schedule(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // The loop does not run; if it ever does again, the next message wakes it.
            deliveryScheduled.set(false);
        }
    }

    private void deliver() {
        deliveryScheduled.set(false);
        for (Message message = arrived.poll(); message != null; message = arrived.poll()) {
            arrivedBytes.addAndGet(-message.weightBytes());
            whenReceived.accept(message);
        }
    }

    @Override
    public void closed(String reason) {
        schedule(() -> {
            deliver();
            whenClosed.accept(reason);
        });
    }
}
