package io.kith.replication.shared;

import io.kith.replication.log.ReplicaLog;
import io.kith.replication.message.ReplicationMessage;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.transport.Clock;
import io.kith.transport.NodeId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The turns of the loop as one partition sees them: what it sends, what is under way in it, and whether ticks have to look
 * after it.
 */
public final class PartitionTurn implements Runnable {
    private final Turn turn;
    private final boolean[] restless;
    private final int place;
    private @Nullable Subject subject;
    private final Runnable later = this::later;
    private boolean flushDue;
    private boolean laterDue;
    private int underWay;

    /** What is asked of the partition whose turns these are. */
    public interface Subject {
        /** Sends what gathered during a turn of the loop. */
        void flush();

        /** Whether something is under way that the next tick should look after. Requests are held only where that is so. */
        boolean isRestless();
    }

    /**
     * Of the partition at {@code place} of its shard.
     *
     * @param restless by the partitions' places in the shard, whether something is under way: apart from them, so that
     *     passing by the quiet ones touches little memory
     */
    public PartitionTurn(Turn turn, boolean[] restless, int place) {
        this.turn = turn;
        this.restless = restless;
        this.place = place;
    }

    /** Says whose turns these are. */
    public void begin(Subject whose) {
        subject = whose;
    }

    // ---- what is under way

    /** Something begins that may become overdue: the next ticks are to look after it. */
    public void begins() {
        restless[place] = true;
    }

    /** That is under way, and the next ticks are to look after it. */
    public void begins(UnderWay what) {
        set(what, true);
        begins();
    }

    /** That is under way no more; says whether it was. */
    public boolean ends(UnderWay what) {
        boolean was = is(what);
        set(what, false);
        return was;
    }

    /** That is under way, or is not. */
    public void set(UnderWay what, boolean is) {
        if (is) {
            underWay |= what.bit();
        } else {
            underWay &= ~what.bit();
        }
    }

    /** Whether that is under way. */
    public boolean is(UnderWay what) {
        return (underWay & what.bit()) != 0;
    }

    /** Nothing is under way any more. */
    public void endsAll() {
        underWay = 0;
    }

    /** Whether none of these things is under way. */
    public boolean isOrdinary() {
        return underWay == 0;
    }

    /** Something is done: unless more is under way, ticks need not look after it. Asked while it is in the caches. */
    public void settle() {
        if (restless[place] && !isRestless()) {
            restless[place] = false;
        }
    }

    /** A tick has looked after it. */
    public void looked() {
        restless[place] = isRestless();
    }

    private boolean isRestless() {
        return Objects.requireNonNull(subject).isRestless();
    }

    /** Has the partition flushed in a turn of the loop that is still to come. */
    public void flushInLaterTurn() {
        if (!laterDue) {
            begins();
            laterDue = true;
            turn.laterTurn(later);
        }
    }

    /** The last entry that may be applied in this turn of the loop of those of a log up to {@code through}; the next one always. */
    public long portion(ReplicaLog log, long through) {
        return turn.portion(log, through);
    }

    /** Has the partition flushed once this turn of the loop is over. */
    public void flushLater() {
        if (!flushDue) {
            begins();
            flushDue = true;
            turn.flushLater(this);
        }
    }

    /** The turn of the loop is over. */
    @Override
    public void run() {
        flushDue = false;
        Objects.requireNonNull(subject).flush();
    }

    private void later() {
        laterDue = false;
        flushLater();
    }

    // ---- the shard's turn

    /** The clocks. */
    public Clock clock() {
        return turn.clock();
    }

    /** The monotonic clock, read now. */
    public long now() {
        return turn.now();
    }

    /** The clock as of the last tick. */
    public long cachedNow() {
        return turn.cachedNow();
    }

    /** Sends {@code message} now. */
    public void send(NodeId to, ReplicationMessage message) {
        turn.send(to, message);
    }

    /** Sends {@code append} at the end of this turn of the loop. */
    public void sendLater(NodeId to, Append append) {
        turn.sendLater(to, append);
    }

    /** Sends {@code acknowledgement} at the end of this turn of the loop. */
    public void sendLater(NodeId to, Acknowledge acknowledgement) {
        turn.sendLater(to, acknowledgement);
    }

    /** Sends what was gathered for {@code to} now, before something that must not overtake it. */
    public void sendGathered(NodeId to) {
        turn.sendGathered(to);
    }

    /** Tells {@code to} of {@code point} soon. */
    public void announceLater(NodeId to, CommitPoint point) {
        turn.announceLater(to, point);
    }
}
