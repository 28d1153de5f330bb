package io.kith.cluster.hostile;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

/** Connects with a first word that is wrong somewhere, time and again. */
final class MutatedHandshakes implements Attack {
    private static final int MOST_LEFT_OPEN = 16;

    private final Victim victim;
    private final SplittableRandom random;
    private final Tally tally;
    private final Mutations mutations;
    private final Framing framing;
    private final Herd herd = new Herd(MOST_LEFT_OPEN);

    MutatedHandshakes(Victim victim, List<byte[]> hellos, SplittableRandom random, Tally tally) {
        this.victim = victim;
        this.random = random;
        this.tally = tally;
        this.mutations = new Mutations(random.nextLong(), hellos);
        this.framing = new Framing(random.split());
    }

    @Override
    public void step() throws IOException {
        HostileSocket socket = herd.add(HostileSocket.open(victim.anyNode(random), tally));
        byte[] preamble = Wire.preamble();
        if (random.nextInt(4) == 0) {
            preamble[random.nextInt(preamble.length)] ^= (byte) (1 << random.nextInt(8));
        }
        socket.put(preamble);
        for (int i = random.nextInt(3); i >= 0; i--) {
            socket.send(framing.frame(mutations.next()));
        }
        socket.flush();
        herd.drainAll();
    }

    @Override
    public void close() {
        herd.close();
    }
}
