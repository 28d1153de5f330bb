package io.kith.client.loop;

import io.kith.transport.Message;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Brings what an embedded node's threads send to the client's loop, with one wake-up for a burst. */
final class InProcessReceiver implements NodeLink.Receiver {
    private final Executor loop;
    private final Consumer<Message> whenReceived;
    private final Consumer<String> whenClosed;

    /**
     * Bounded by what the client asked for: an answer for each request under way, of which there are as many as permits;
     * and a message for each config that was decided since the loop last looked, which are few and share their data.
     */
    private final Queue<Message> arrived = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean deliveryScheduled = new AtomicBoolean();
    private final Runnable delivery = this::deliver;

    /**
     * Nothing has arrived yet.
     *
     * @param whenReceived called on the loop, for each message in order
     * @param whenClosed called on the loop, last
     */
    InProcessReceiver(Executor loop, Consumer<Message> whenReceived, Consumer<String> whenClosed) {
        this.loop = loop;
        this.whenReceived = whenReceived;
        this.whenClosed = whenClosed;
    }

    @Override
    public void received(Message message) {
        arrived.add(message);
        if (deliveryScheduled.compareAndSet(false, true)) {
            loop.execute(delivery);
        }
    }

    private void deliver() {
        deliveryScheduled.set(false);
        for (Message message = arrived.poll(); message != null; message = arrived.poll()) {
            whenReceived.accept(message);
        }
    }

    @Override
    public void closed(String reason) {
        loop.execute(() -> {
            deliver();
            whenClosed.accept(reason);
        });
    }
}
