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
        awaited[slot] = directly;
        if (directly && !waits) {
            waits = true;
            waitsSinceNanos = nowNanos;
        }
        return sequence;
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
        queueHint = answer.queueHint();
        statistics.answered(nowNanos - answer.echoSentNanos());
        relay.answeredDirectly();
    }

    /** The connection is a new one: what the old one lost says nothing of it. */
    void connected() {
        waits = false;
        wanted = false;
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
        return everAnswered && waits && nowNanos - waitsSinceNanos >= nanos;
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
