package io.kith.cluster.hostile;

import java.io.IOException;
import java.util.SplittableRandom;

/** Opens sessions, ever more of them, that nobody uses. */
final class SessionFlood implements Attack {
    private static final int SESSIONS_A_STEP = 64;
    private static final int STEPS_OF_A_CONNECTION = 200;

    private final Victim victim;
    private final SplittableRandom random;
    private final Tally tally;
    private final Holder holder = new Holder(STEPS_OF_A_CONNECTION);

    SessionFlood(Victim victim, SplittableRandom random, Tally tally) {
        this.victim = victim;
        this.random = random;
        this.tally = tally;
    }

    @Override
    public void step() throws IOException {
        holder.use(() -> RawSession.open(victim, random, tally), session -> {
            for (int i = 0; i < SESSIONS_A_STEP; i++) {
                session.sendOpen(Wire.anyId(random));
            }
        });
    }

    @Override
    public void close() {
        holder.close();
    }
}
