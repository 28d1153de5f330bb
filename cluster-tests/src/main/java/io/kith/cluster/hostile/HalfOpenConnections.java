package io.kith.cluster.hostile;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Connects and says nothing, or only the beginning of what is to be said first. */
final class HalfOpenConnections implements Attack {
    private static final int MOST = 1_000;

    private final Victim victim;
    private final SplittableRandom random;
    private final Tally tally;
    private final Herd herd = new Herd(MOST);

    HalfOpenConnections(Victim victim, SplittableRandom random, Tally tally) {
        this.victim = victim;
        this.random = random;
        this.tally = tally;
    }

    @Override
    public void step() throws IOException {
        HostileSocket socket = herd.add(HostileSocket.open(victim.anyNode(random), tally));
        byte[] preamble = Wire.preamble();
        socket.put(Arrays.copyOf(preamble, random.nextInt(preamble.length + 1)));
        socket.flush();
        if (herd.size() % 16 == 0) {
            herd.drainAll();
        }
    }

    @Override
    public void close() {
        herd.close();
    }
}
