package io.kith.replication.shared;

import io.kith.collections.kind.LongRead;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.replication.host.Responder;
import io.kith.transport.ProtocolPort;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The reads of a shard that are done in slices: one slice a turn of the loop, of each asker's reads in turn, so that nobody
 * waits longer for what others ask. Reads whose asker is gone are forgotten; of more than there may be, the asker is told to come
 * back.
 */
public final class LongReads {
    /** So many of one asker may wait. */
    static final int MOST_OF_ONE = 512;

    /** So many may wait in all. */
    static final int MOST = 4_096;

    /** Not 0, as tasks for the end of a turn are done until there are no more. */
    private static final long NEXT_TURN_NANOS = 1;

    private static final byte[] NOTHING = new byte[0];

    private final ProtocolPort port;
    private final Map<Object, ArrayDeque<Pending>> byAsker = new LinkedHashMap<>();
    private final Runnable turn = this::turn;
    private int size;
    private boolean scheduled;

    private record Pending(LongRead read, Responder responder) {}

    /** None waits. */
    public LongReads(ProtocolPort port) {
        this.port = port;
    }

    /** How many wait. */
    public int size() {
        return size;
    }

    /** Does a read, slice by slice, and answers it. */
    void begin(LongRead read, Responder responder) {
        Object asker = responder.asker();
        ArrayDeque<Pending> waiting = byAsker.get(asker);
        if (size >= MOST || (waiting != null && waiting.size() >= MOST_OF_ONE)) {
            responder.respond(ResponseStatus.RETRY, NOTHING);
            return;
        }
        if (waiting == null) {
            waiting = new ArrayDeque<>(2);
            byAsker.put(asker, waiting);
        }
        waiting.add(new Pending(read, responder));
        size++;
        schedule();
    }

    /** Forgets all, and sends who asked elsewhere. */
    public void abandon() {
        byAsker.values()
                .forEach(waiting ->
                        waiting.forEach(pending -> pending.responder.respond(ResponseStatus.NOT_HERE, NOTHING)));
        byAsker.clear();
        size = 0;
    }

    private void schedule() {
        if (!scheduled && size > 0) {
            scheduled = true;
            port.schedule(NEXT_TURN_NANOS, turn);
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
        while (!waiting.isEmpty() && !waiting.peek().responder.isAwaited()) {
            waiting.remove();
            size--;
        }
        if (!waiting.isEmpty() && isDone(waiting.peek())) {
            waiting.remove();
            size--;
        }
        if (!waiting.isEmpty()) {
            byAsker.put(asker, waiting);
        }
        schedule();
    }

    private static boolean isDone(Pending pending) {
        byte[] result;
        try {
            result = pending.read.next();
        } catch (RuntimeException e) {
            // It reads a snapshot, so nothing else is the worse for it; who asked is told what it was.
            pending.responder.respond(ResponseStatus.FAILED, Results.ofMessage("the node failed to read: " + e));
            return true;
        }
        if (result != null) {
            pending.responder.respond(ResponseStatus.OK, result);
        }
        return result != null;
    }
}
