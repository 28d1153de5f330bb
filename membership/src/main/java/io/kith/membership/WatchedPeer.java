package io.kith.membership;

import io.kith.transport.Cancellable;
import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/** What an observer knows of one node it watches. Attentive times are those of {@link LocalHealth}. */
final class WatchedPeer {
    /** Answers to heartbeats older than this many are of no use to anybody. */
    private static final int REMEMBERED = 32;

    /** After so many more heartbeats one counts as lost. */
    private static final int PATIENCE = 4;

    final NodeId id;
    final LinkStatistics statistics = new LinkStatistics();
    final LinkPatience patience = new LinkPatience();
    final RelayChoice relay = new RelayChoice();

    @Nullable
    Cancellable timer;

    private boolean unanswered;
    private long unansweredSinceAttentive;
    private final long graceEndsAttentive;
    long lastReachedAttentive;
    long lastHeardNanos;
    long lastReachedNanos;
    long lastAnswerNanos;
    boolean everHeard;
    boolean everReached;
    boolean everAnswered;
    boolean linkBroken;
    boolean refused;
    long nextProbeAttentive;
    long nextAccusationNanos;
    int askedRelays;
    int answersOfRelays;

    private final long[] sentNanos = new long[REMEMBERED];
    private final boolean[] awaited = new boolean[REMEMBERED];
    private final boolean[] awaitedOverRelay = new boolean[REMEMBERED];
    private long sequence;
    private int queueHint;
    private int localHealth;

    /** A node that is watched from now on; it gets {@code graceNanos} more before its first silence is noticed. */
    WatchedPeer(NodeId id, long attentiveNanos, long graceNanos) {
        this.id = id;
        this.graceEndsAttentive = attentiveNanos + graceNanos;
        this.lastReachedAttentive = attentiveNanos + graceNanos;
    }

    /** Notes that a heartbeat goes out now and returns its number. */
    long send(long attentiveNanos, long nowNanos) {
        if (!unanswered) {
            unanswered = true;
            unansweredSinceAttentive = attentiveNanos;
        }
        sequence++;
        int slot = (int) (sequence % REMEMBERED);
        sentNanos[slot] = nowNanos;
        awaited[slot] = true;
        awaitedOverRelay[slot] = false;
        // Its answer may still come, but one that takes so long is as good as lost.
        if (sequence > PATIENCE && awaited[(int) ((sequence - PATIENCE) % REMEMBERED)]) {
            statistics.lost();
        }
        return sequence;
    }

    /** Notes that a heartbeat goes out over a relay too. */
    void sendOverRelay(long sentSequence) {
        awaitedOverRelay[(int) (sentSequence % REMEMBERED)] = true;
    }

    /**
     * Takes an answer. Returns whether it answers a heartbeat that really was sent then, this way, and was not answered
     * before: leases are counted from that time, so it must not be made up.
     */
    boolean answered(long answeredSequence, long echoSentNanos, boolean overRelay) {
        boolean[] open = overRelay ? awaitedOverRelay : awaited;
        if (answeredSequence < 1 || answeredSequence > sequence || answeredSequence <= sequence - REMEMBERED) {
            return false;
        }
        int slot = (int) (answeredSequence % REMEMBERED);
        if (!open[slot] || sentNanos[slot] != echoSentNanos) {
            return false;
        }
        open[slot] = false;
        return true;
    }

    /** It said something, which shows that it lives, but not that it hears. */
    void spoke(long nowNanos) {
        lastHeardNanos = nowNanos;
        everHeard = true;
    }

    /** It answered something, which shows that it lives and hears. */
    void answers(long nowNanos) {
        spoke(nowNanos);
        unanswered = false;
        lastAnswerNanos = nowNanos;
        everAnswered = true;
        linkBroken = false;
        refused = false;
        askedRelays = 0;
        answersOfRelays = 0;
    }

    /** For how long it has not answered although it was asked. */
    long silenceNanos(long attentiveNanos) {
        return unanswered ? attentiveNanos - Math.max(unansweredSinceAttentive, graceEndsAttentive) : 0;
    }

    /** An answer took so long. */
    void answeredAfter(long roundTripNanos) {
        statistics.answered(roundTripNanos);
        patience.answered(roundTripNanos);
    }

    /** What it says of the work that waits there, and of how well it runs. */
    void saysOfItself(int hint, int health) {
        queueHint = hint;
        localHealth = health;
    }

    /** How well it ran when it last said so: 0 if well, more if not. */
    int localHealth() {
        return localHealth;
    }

    LinkReport.Link link(boolean down) {
        return new LinkReport.Link(
                id,
                down,
                statistics.roundTripMicros(),
                statistics.tailMicros(),
                down ? LinkReport.MAX_LOSS_PER_MILLE : statistics.lossPerMille(),
                queueHint);
    }

    void reached(long attentiveNanos, long nowNanos) {
        lastReachedNanos = nowNanos;
        everReached = true;
        lastReachedAttentive = Math.max(lastReachedAttentive, attentiveNanos);
    }

    void stop() {
        Cancellable pending = timer;
        timer = null;
        if (pending != null) {
            pending.cancel();
        }
    }
}
