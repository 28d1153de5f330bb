package io.kith.replication.shared;

import io.kith.collections.kind.LongRead;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.replication.host.Responder;
import io.kith.transport.ProtocolPort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reads of a shard that are done in slices: one slice a turn of the loop, of each asker's reads in turn, so that nobody
 * waits longer for what others ask. Reads whose asker is gone, or asks no more, are forgotten; of more than there may be, the asker is
 * told to come back.
 */
public final class LongReads {
    /** So many of one asker may wait. */
    static final int MOST_OF_ONE = 512;

    /** So many may wait in all. */
    static final int MOST = 4_096;

    /** Who does not ask again for so long waits no more: clients give up after that, and ask again much sooner. */
    static final long PATIENCE_NANOS = 30_000_000_000L;

    private static final byte[] NOTHING = new byte[0];

    private final ProtocolPort port;
    private final Map<Object, ArrayDeque<Pending>> byAsker = new LinkedHashMap<>();
    private final Runnable turn = this::turn;
    private int size;
    private boolean scheduled;

    /** A read of what {@code source} holds. */
    private static final class Pending {
        final LongRead read;
        final Object source;
        Responder responder;
        long askedNanos;

        Pending(LongRead read, Object source, Responder responder, long askedNanos) {
            this.read = read;
            this.source = source;
            this.responder = responder;
            this.askedNanos = askedNanos;
        }

        void sendAway(ResponseStatus status) {
            read.abandon();
            responder.respond(status, NOTHING);
        }
    }

    /** None waits. */
    public LongReads(ProtocolPort port) {
        this.port = port;
    }

    /** How many wait. */
    public int size() {
        return size;
    }

    /** Does a read of what {@code source} holds, slice by slice, and answers it. */
    public void begin(LongRead read, Responder responder, Object source) {
        Object asker = responder.asker();
        ArrayDeque<Pending> waiting = byAsker.get(asker);
        if (waiting != null && isAskedAgain(waiting, responder)) {
            read.abandon();
            return;
        }
        if (size >= MOST || (waiting != null && waiting.size() >= MOST_OF_ONE)) {
            read.abandon();
            responder.respond(ResponseStatus.RETRY, NOTHING);
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>(2);
            byAsker.put(asker, waiting);
        }
        waiting.add(new Pending(read, source, responder, port.clock().nowNanos()));
        size++;
        schedule();
    }

    /** Lets the read go on that was asked for before, if it was; the answer goes to the later question. */
    private boolean isAskedAgain(ArrayDeque<Pending> waiting, Responder responder) {
        for (Pending pending : waiting) {
            if (pending.responder.question().equals(responder.question())) {
                pending.responder.drop();
                pending.responder = responder;
                pending.askedNanos = port.clock().nowNanos();
                return true;
            }
        }
        return false;
    }

    /** Forgets all, and sends who asked elsewhere. */
    public void abandon() {
        List<Pending> abandoned = new ArrayList<>(size);
        byAsker.values().forEach(abandoned::addAll);
        byAsker.clear();
        size = 0;
        abandoned.forEach(pending -> pending.sendAway(ResponseStatus.NOT_HERE));
    }

    /** Forgets the reads of what {@code source} held, and sends who asked elsewhere. */
    void abandon(Object source) {
        if (size == 0) {
            return;
        }
        List<Pending> abandoned = new ArrayList<>();
        for (ArrayDeque<Pending> waiting : byAsker.values()) {
            waiting.removeIf(pending -> pending.source == source && abandoned.add(pending));
        }
        byAsker.values().removeIf(ArrayDeque::isEmpty);
        size -= abandoned.size();
        abandoned.forEach(pending -> pending.sendAway(ResponseStatus.NOT_HERE));
    }

    private void schedule() {
        if (!scheduled && size > 0) {
            scheduled = true;
            port.schedule(Turn.NEXT_TURN_NANOS, turn);
        }
    }

    /** Does one slice, of the asker whose turn it is. */
    private void turn() {
        scheduled = false;
        if (size == 0) {
            return;
        }
        Map.Entry<Object, ArrayDeque<Pending>> first =
                byAsker.entrySet().iterator().next();
        Object asker = first.getKey();
        ArrayDeque<Pending> waiting = first.getValue();
        byAsker.remove(asker);
        List<Runnable> answers = new ArrayList<>(1);
        dropForgotten(waiting, answers);
        Pending next = waiting.peek();
        if (next != null) {
            Runnable answer = slice(next);
            if (answer != null) {
                waiting.remove();
                size--;
                answers.add(answer);
            }
        }
        if (!waiting.isEmpty()) {
            byAsker.put(asker, waiting);
        }
        schedule();
        // Last, as they may bring the next read.
        answers.forEach(Runnable::run);
    }

    /** Drops those first in turn for which nobody waits any more, as far as is known. */
    private void dropForgotten(ArrayDeque<Pending> waiting, List<Runnable> answers) {
        long nowNanos = port.clock().nowNanos();
        for (Pending first = waiting.peek(); first != null; first = waiting.peek()) {
            boolean late = nowNanos - first.askedNanos > PATIENCE_NANOS;
            if (first.responder.isAwaited() && !late) {
                return;
            }
            Pending dropped = first;
            waiting.remove();
            size--;
            if (late) {
                answers.add(() -> dropped.sendAway(ResponseStatus.RETRY));
            } else {
                dropped.read.abandon();
                dropped.responder.drop();
            }
        }
    }

    /** Does the next slice of a read; gives back what answers it, null if it goes on. */
    private static @Nullable Runnable slice(Pending pending) {
        byte[] result;
        try {
            result = pending.read.next();
        } catch (RefusedException e) {
            return () -> pending.responder.respond(e.status(), Results.ofMessage(e.text()));
        } catch (RuntimeException e) {
            // It only reads, so nothing else is the worse for it; who asked is told what it was.
            pending.read.abandon();
            byte[] message = Results.ofMessage("the node failed to read: " + e);
            return () -> pending.responder.respond(ResponseStatus.FAILED, message);
        }
        return result == null ? null : () -> pending.responder.respond(ResponseStatus.OK, result);
    }
}
