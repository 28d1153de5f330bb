package io.kith.client.routing;

import io.kith.membership.HeartbeatAnswer;
import io.kith.membership.LinkReport;
import io.kith.membership.LinkStatistics;
import io.kith.membership.RelayChoice;
import io.kith.transport.NodeId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a client knows of its link to one node. */
final class MonitoredLink {
    /** Heartbeats that are looked at again when an answer comes; older ones are lost. */
    private static final int REMEMBERED = 8;

    /** However much is on its way, a node that says nothing at all for longer is not there. */
    private static final long MOST_BULK_NANOS = 10_000_000_000L;

    final NodeId node;
    final RelayChoice relay = new RelayChoice();
    private final LinkStatistics statistics = new LinkStatistics();
    private final long[] sentNanos = new long[REMEMBERED];
    private final boolean[] awaited = new boolean[REMEMBERED];
    private long sequence;
    private int queueHint;
    private boolean everAnswered;
    private boolean waits;
    private long waitsSinceNanos;
    private boolean heard;
    private long bulkUntilNanos;

    /** How long all takes that was sent so far, and what had been when each heartbeat went out. */
    private long bulkSentNanos;

    private final long[] bulkBeforeNanos = new long[REMEMBERED];
    private boolean wanted;
    private long wantedSinceNanos;
    private long wantedLastNanos;

    MonitoredLink(NodeId node) {
        this.node = node;
    }

    /** Notes that a heartbeat goes out, and returns its number. */
    long send(boolean directly, long nowNanos) {
        sequence++;
        int slot = (int) (sequence % REMEMBERED);
        if (awaited[slot]) {
            statistics.lost();
        }
        sentNanos[slot] = nowNanos;
        bulkBeforeNanos[slot] = bulkSentNanos;
        awaited[slot] = directly;
        if (directly && !waits) {
            waits = true;
            heard = false;
            waitsSinceNanos = nowNanos;
        }
        return sequence;
    }

    /** Something else came directly: the link works, however long heartbeats have to queue behind requests. */
    void heard() {
        heard = true;
    }

    /** Something large goes out, which takes about so long: what follows has to wait behind it. */
    void bulk(long nanos, long nowNanos) {
        long behindNanos = bulkUntilNanos - nowNanos > 0 ? bulkUntilNanos : nowNanos;
        bulkUntilNanos = Math.min(behindNanos + nanos, nowNanos + MOST_BULK_NANOS);
        bulkSentNanos += nanos;
    }

    /** Takes an answer that came directly. */
    void answered(HeartbeatAnswer answer, long nowNanos) {
        int slot = (int) Math.floorMod(answer.sequence(), (long) REMEMBERED);
        if (sentNanos[slot] != answer.echoSentNanos() || !awaited[slot]) {
            return;
        }
        awaited[slot] = false;
        waits = false;
        everAnswered = true;
        // What went out before it has been taken by now.
        bulkUntilNanos = nowNanos + Math.min(bulkSentNanos - bulkBeforeNanos[slot], MOST_BULK_NANOS);
        queueHint = answer.queueHint();
        statistics.answered(nowNanos - answer.echoSentNanos());
        relay.answeredDirectly();
    }

    /** The connection is a new one: what the old one lost says nothing of it. */
    void connected() {
        waits = false;
        wanted = false;
        bulkUntilNanos = waitsSinceNanos;
        Arrays.fill(awaited, false);
    }

    /** Something is to be sent there that the direct link does not take. */
    void want(long nowNanos) {
        if (!wanted) {
            wanted = true;
            wantedSinceNanos = nowNanos;
        }
        wantedLastNanos = nowNanos;
    }

    /** Whether something has waited for longer than {@code atLeastNanos}, and still did {@code lastNanos} ago. */
    boolean isWanted(long atLeastNanos, long lastNanos, long nowNanos) {
        wanted &= nowNanos - wantedLastNanos <= lastNanos;
        return wanted && nowNanos - wantedSinceNanos >= atLeastNanos;
    }

    /** Whether the node, which used to answer, has not for {@code nanos}. */
    boolean isSilent(long nanos, long nowNanos) {
        if (!everAnswered || !waits) {
            return false;
        }
        if (heard) {
            heard = false;
            waitsSinceNanos = nowNanos;
        }
        return nowNanos - waitsSinceNanos >= nanos && nowNanos - bulkUntilNanos >= nanos;
    }

    /** Whether a heartbeat that went out directly is not answered yet. */
    boolean awaits() {
        return waits;
    }

    /** What was measured; null if nothing was. */
    LinkReport.@Nullable Link measured(boolean down) {
        if (!statistics.isMeasured() && !down) {
            return null;
        }
        return new LinkReport.Link(
                node,
                down,
                statistics.roundTripMicros(),
                statistics.tailMicros(),
                down ? LinkReport.MAX_LOSS_PER_MILLE : statistics.lossPerMille(),
                queueHint);
    }
}
