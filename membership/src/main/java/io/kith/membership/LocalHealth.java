package io.kith.membership;

import io.kith.transport.Clock;
import io.kith.transport.SuspensionWatch;

/**
 * How well this process itself runs, as in Lifeguard (DSN-W 2018): a process that is slow, deaf or often wrong takes
 * longer to accuse others. Also counts the time during which it was attentive, which is how long it could have heard
 * somebody: a process that was suspended for a minute has not waited a minute.
 */
final class LocalHealth {
    /** The most that all this stretches the time after which others are accused, and by how much a point does. */
    static final int MAX_MULTIPLIER = 8;

    private static final int MAX_SCORE = MAX_MULTIPLIER - 1;
    private static final int GOOD_TICKS_A_POINT = 8;

    /** So many ticks between two are one that came late; so many, one that a busy machine does not explain. */
    private static final int LATE_TICKS = 2;

    private static final int ASLEEP_TICKS = 8;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final Clock clock;
    private final SuspensionWatch suspension;
    private long tickNanos;
    private long lastTickNanos;
    private long attentiveNanos;
    private long wokeAttentive;
    private boolean slept;
    private int score;
    private int goodTicks;
    private boolean deaf;

    LocalHealth(long tickNanos, Clock clock) {
        this.clock = clock;
        this.tickNanos = tickNanos;
        this.lastTickNanos = clock.nowNanos();
        this.suspension = new SuspensionWatch(clock, Math.max(1, ASLEEP_TICKS * tickNanos / NANOS_PER_MILLI));
    }

    /** From now on ticks come that often. */
    void tickEvery(long nanos) {
        tickNanos = nanos;
    }

    /** Ticks come from now on: that there were none before says nothing. */
    void begin() {
        lastTickNanos = clock.nowNanos();
        suspension.settle();
    }

    /** To be called every tick; says how late it is. */
    void tick() {
        long nowNanos = clock.nowNanos();
        long passed = nowNanos - lastTickNanos;
        boolean suspended = suspension.hasJumped();
        suspension.settle();
        lastTickNanos = nowNanos;
        attentiveNanos += Math.min(Math.max(0, passed), 2 * tickNanos);
        if (suspended || passed > ASLEEP_TICKS * tickNanos) {
            slept = true;
            wokeAttentive = attentiveNanos;
            worse();
            worse();
        } else if (passed > LATE_TICKS * tickNanos) {
            worse();
        } else if (++goodTicks >= GOOD_TICKS_A_POINT) {
            goodTicks = 0;
            score = Math.max(0, score - 1);
        }
    }

    /** Something went wrong that is more likely this process's fault than that of others. */
    void worse() {
        goodTicks = 0;
        score = Math.min(MAX_SCORE, score + 1);
    }

    /** Whether it hears so few that it may be itself that is cut off. */
    void deaf(boolean value) {
        deaf = value;
    }

    /**
     * Whether it runs, and has done so for long enough to have heard from others. Who has just woken up finds in its
     * sockets what was said while it slept, and no more.
     */
    boolean isAwake() {
        boolean overslept = suspension.hasJumped() || clock.nowNanos() - lastTickNanos > ASLEEP_TICKS * tickNanos;
        return !overslept && !(slept && attentiveNanos - wokeAttentive < ASLEEP_TICKS * tickNanos);
    }

    /** The time during which it could have heard somebody. */
    long attentiveNanos() {
        return attentiveNanos;
    }

    /** By how much to stretch the time after which others are accused: 1 to {@value #MAX_MULTIPLIER}. */
    int multiplier() {
        return Math.max(1 + score, deaf ? 2 : 1);
    }

    /** 0 if it is well, more if not. */
    int score() {
        return multiplier() - 1;
    }
}
