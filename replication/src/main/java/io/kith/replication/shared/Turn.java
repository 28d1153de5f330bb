package io.kith.replication.shared;

import io.kith.replication.host.Bounds;
import io.kith.replication.log.ReplicaLog;
import io.kith.replication.message.ReplicationMessage;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.transport.Clock;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.Set;

/**
 * The turns of a shard's loop: what leaves at once, what is gathered and leaves at the end of a turn, and commit points,
 * which wait a little for traffic to ride on.
 */
public final class Turn {
    /** To apply an entry of one element takes as long as to look through so many elements of a sequence, about. */
    private static final int ELEMENTS_AN_ENTRY = 128;

    /** As long as that, for so many bytes of an entry of many elements. */
    private static final int BYTES_AN_ELEMENT = 8;

    /** Not 0, as tasks for the end of a turn are done until there are no more. */
    static final long NEXT_TURN_NANOS = 1;

    private final ProtocolPort port;
    private final Bounds bounds;
    private final Outbox outbox;
    private final GatheredTasks unflushed = new GatheredTasks();
    private final CommitNotices notices = new CommitNotices();
    private final Runnable flush;
    private final Runnable announce;
    private boolean flushScheduled;
    private boolean flushing;
    private long cachedNowNanos;

    /** Sends by {@code port}. */
    public Turn(ProtocolPort port, Bounds bounds) {
        this.port = port;
        this.bounds = bounds;
        this.outbox = new Outbox(port);
        this.flush = this::flush;
        this.announce = this::announce;
    }

    /** The clocks. */
    public Clock clock() {
        return port.clock();
    }

    /** The monotonic clock, read now. */
    public long now() {
        return port.clock().nowNanos();
    }

    /** The clock as it was when the shard last looked after what is overdue: good enough for time-outs, not leases. */
    public long cachedNow() {
        return cachedNowNanos;
    }

    /** Reads the clock for {@link #cachedNow}. */
    public long readClock() {
        cachedNowNanos = now();
        return cachedNowNanos;
    }

    /** Sends {@code message} now. */
    public void send(NodeId to, ReplicationMessage message) {
        port.send(to, message);
    }

    /** Does {@code task} once this turn of the loop is over; what it sends later goes out together. */
    public void flushLater(Runnable task) {
        unflushed.add(task);
        scheduleFlush();
    }

    /** Does {@code task} in a turn of the loop that is still to come, behind what else is to be done in this one. */
    void laterTurn(Runnable task) {
        port.schedule(NEXT_TURN_NANOS, task);
    }

    /** The last entry that may be applied in this turn of the loop of those of a log up to {@code through}; the next one always. */
    long portion(ReplicaLog log, long through) {
        int slice = bounds.limits().sliceElements();
        long last = log.committed() + 1;
        long most = Math.min(through, log.committed() + Math.max(1, slice / ELEMENTS_AN_ENTRY));
        long bytes = 0;
        while (last < most) {
            bytes += log.get(last).command().operation().length;
            if (bytes >= (long) slice * BYTES_AN_ELEMENT) {
                return last;
            }
            last++;
        }
        return last;
    }

    /** Sends {@code append} at the end of this turn of the loop, with what else is for {@code to}. */
    public void sendLater(NodeId to, Append append) {
        outbox.add(to, append);
        sendAtEndOfTurn();
    }

    /** Sends {@code acknowledgement} at the end of this turn of the loop, with what else is for {@code to}. */
    public void sendLater(NodeId to, Acknowledge acknowledgement) {
        outbox.add(to, acknowledgement);
        sendAtEndOfTurn();
    }

    private void sendAtEndOfTurn() {
        // A flush that is under way ends with sending what it gathered.
        if (!flushing) {
            scheduleFlush();
        }
    }

    /** Sends what was gathered for {@code to} now, before something that must not overtake it. */
    public void sendGathered(NodeId to) {
        outbox.send(to);
    }

    private void scheduleFlush() {
        if (!flushScheduled) {
            flushScheduled = true;
            port.schedule(0, flush);
        }
    }

    private void flush() {
        flushScheduled = false;
        flushing = true;
        for (Runnable task : unflushed.take()) {
            task.run();
        }
        flushing = false;
        outbox.send();
    }

    /** Tells {@code to} of {@code point} soon, together with other partitions' ones. */
    public void announceLater(NodeId to, CommitPoint point) {
        if (notices.isEmpty()) {
            port.schedule(bounds.times().commitNoticeNanos(), announce);
        }
        notices.add(to, point);
    }

    private void announce() {
        // No commit point overtakes the entries that it is about.
        outbox.send();
        notices.send(port);
    }

    /** Forgets nodes that are none of {@code members} and that are to be told nothing. */
    public void forgetIdleBut(Set<NodeId> members) {
        outbox.forgetIdleBut(members);
        notices.forgetIdleBut(members);
    }
}
