package io.kith.transport;

import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One node's connection to another, dialled anew when it breaks. */
@SuppressWarnings("FutureReturnValueIgnored") // Failed writes and closes reach the pipeline.
final class PeerLink implements ConnectionHandler {
    private static final int MAX_WAITING = 512;
    private static final long FIRST_BACKOFF_MILLIS = 25;
    private static final long MAX_BACKOFF_MILLIS = 1_000;

    private enum State {
        IDLE,
        DIALLING,
        CONNECTED,
        BACKING_OFF,
        CLOSED
    }

    private final EventLoop loop;
    private final Dialer dialer;
    private final Hello hello;
    private final NodeId peer;
    private final LinkListener listener;
    private final RandomGenerator random;
    private final ArrayDeque<Message> waiting = new ArrayDeque<>();
    private NodeAddress address;
    private State state = State.IDLE;
    private @Nullable Connection connection;
    private boolean lasting;
    private int failures;

    PeerLink(
            EventLoop loop,
            Dialer dialer,
            Hello hello,
            NodeId peer,
            NodeAddress address,
            LinkListener listener,
            RandomGenerator random) {
        this.loop = loop;
        this.dialer = dialer;
        this.hello = hello;
        this.peer = peer;
        this.address = address;
        this.listener = listener;
        this.random = random;
    }

    /** Whether the link is dialled again at once when it breaks, rather than when there is something to send. */
    void lasting(boolean value) {
        lasting = value;
    }

    void moveTo(NodeAddress newAddress) {
        address = newAddress;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    boolean send(Message message) {
        Connection current = connection;
        if (current != null) {
            return current.send(message);
        }
        if (state == State.CLOSED) {
            return false;
        }
        if (waiting.size() >= MAX_WAITING) {
            // The oldest is the least likely to still matter.
            waiting.removeFirst();
            dialer.transport().counters().dropped.increment();
        }
        waiting.addLast(message);
        if (state == State.IDLE) {
            dial();
        }
        return true;
    }

    private void dial() {
        state = State.DIALLING;
        dialer.connect(address, hello, loop, this)
                .whenComplete((connected, failure) -> ProtocolGuard.run(
                        () -> dialled(connected, failure), dialer.transport().fatal()));
    }

    private void dialled(@Nullable Connection connected, @Nullable Throwable failure) {
        if (connected == null) {
            if (state == State.DIALLING) {
                failed(failure);
            }
            return;
        }
        if (state != State.DIALLING || !connected.isOpen()) {
            connected.close("this node is closing");
            return;
        }
        state = State.CONNECTED;
        connection = connected;
        failures = 0;
        for (Message message = waiting.poll(); message != null; message = waiting.poll()) {
            try {
                connected.send(message);
            } catch (FrameTooLargeException e) {
                ConnectionEndpoint.COMPLAINTS.complain(address.host(), "a message was not sent: " + e.getMessage());
                dialer.transport().counters().dropped.increment();
            }
        }
        listener.connected(peer);
    }

    private void failed(@Nullable Throwable failure) {
        dialer.transport().counters().dropped.add(waiting.size());
        waiting.clear();
        state = State.BACKING_OFF;
        long backoffMillis = Math.min(MAX_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << Math.min(failures, 10));
        failures++;
        long jittered = backoffMillis / 2 + random.nextLong(backoffMillis + 1);
        loop.schedule(
                () -> ProtocolGuard.run(this::backedOff, dialer.transport().fatal()), jittered, TimeUnit.MILLISECONDS);
        if (failure != null && meansGone(failure)) {
            listener.connectionRefused(peer);
        }
    }

    private void backedOff() {
        if (state == State.BACKING_OFF) {
            state = State.IDLE;
            if (!waiting.isEmpty()) {
                dial();
            }
        }
    }

    private static boolean meansGone(Throwable failure) {
        if (failure instanceof HandshakeRefusedException refused) {
            return refused.refusal() == Refusal.WRONG_NODE;
        }
        // Unreachable hosts and time-outs come as the same class; only a host that answers shows that nobody listens.
        return failure instanceof ConnectException
                && !(failure instanceof ConnectTimeoutException)
                && String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
    }

    @Override
    public void received(Connection from, Message message) {
        from.close("a node answers on its own connections");
    }

    @Override
    public void closed(Connection ended, String reason) {
        if (ended != connection) {
            return;
        }
        connection = null;
        if (state != State.CONNECTED) {
            return;
        }
        state = State.IDLE;
        if (lasting) {
            dial();
        }
        listener.connectionLost(peer);
    }

    void close(String reason) {
        state = State.CLOSED;
        waiting.clear();
        Connection current = connection;
        if (current != null) {
            current.close(reason);
        }
    }
}
