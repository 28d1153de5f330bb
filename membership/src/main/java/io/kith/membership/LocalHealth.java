package io.kith.membership;

/**
 * How well this process itself runs, as in Lifeguard (DSN-W 2018): a process that is slow or deaf takes longer to
 * accuse others. Also counts the time during which it was attentive, which is how long it could have heard somebody:
 * a process that was suspended for a minute has not waited a minute.
 */
final class LocalHealth {
    private static final int MAX_SCORE = 3;

    private long tickNanos;
    private long lastTickNanos;
    private long attentiveNanos;
    private int score;
    private int goodTicks;
    private boolean deaf;

    LocalHealth(long tickNanos, long nowNanos) {
        this.tickNanos = tickNanos;
        this.lastTickNanos = nowNanos;
    }

    /** From now on ticks come that often. */
    void tickEvery(long nanos) {
        tickNanos = nanos;
    }

    /** To be called every tick; says how late it is. */
    void tick(long nowNanos) {
        long passed = nowNanos - lastTickNanos;
        lastTickNanos = nowNanos;
        attentiveNanos += Math.min(Math.max(0, passed), 2 * tickNanos);
        if (passed > 3 * tickNanos) {
            worse();
        } else if (++goodTicks >= 8) {
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

    /** The time during which it could have heard somebody. */
    long attentiveNanos() {
        return attentiveNanos;
    }

    /** By how much to stretch the time after which others are accused. */
    int multiplier() {
        return Math.max(1 + score, deaf ? 2 : 1);
    }

    /** 0 if it is well, more if not. */
    int score() {
        return multiplier() - 1;
    }
}
