package io.kith.cluster.hostile;

import io.kith.transport.ConnectionKind;
import java.io.IOException;
import java.util.SplittableRandom;

/** Connects properly, as many times as it may, and stays there with nothing to say. */
final class IdleConnections implements Attack {
    private static final int MOST = 1_200;

    private final Victim victim;
    private final SplittableRandom random;
    private final Tally tally;
    private final Herd herd = new Herd(MOST);

    IdleConnections(Victim victim, SplittableRandom random, Tally tally) {
        this.victim = victim;
        this.random = random;
        this.tally = tally;
    }

    @Override
    public void step() throws IOException {
        herd.add(HostileSocket.introduced(
                victim.anyNode(random), ConnectionKind.CLIENT, victim.cluster(), Wire.anyId(random), null, tally));
        if (herd.size() % 16 == 0) {
            herd.drainAll();
        }
    }

    @Override
    public void close() {
        herd.close();
    }
}
