package io.kith.cluster.hostile;

import io.kith.transport.ConnectionKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Begins frames, small and large ones, and sends little more of them now and then. */
final class SlowSenders implements Attack {
    private static final int MOST = 96;
    private static final int[] PAYLOADS = {100, 5_000, 60_000, 100_000, 1 << 20};
    private static final int[] PIECES = {0, 1, 100, 4_000};

    private final Victim victim;
    private final SplittableRandom random;
    private final Tally tally;
    private final Herd herd = new Herd(MOST);
    private int turns;

    SlowSenders(Victim victim, SplittableRandom random, Tally tally) {
        this.victim = victim;
        this.random = random;
        this.tally = tally;
    }

    @Override
    public void step() throws IOException {
        if (turns++ % 8 == 0) {
            herd.forEach(socket -> {
                socket.trickle(ByteBuffer.allocate(PIECES[random.nextInt(PIECES.length)]));
                socket.drain();
            });
        }
        HostileSocket socket = herd.add(HostileSocket.introduced(
                victim.anyNode(random), ConnectionKind.CLIENT, victim.cluster(), Wire.anyId(random), null, tally));
        int bytes = PAYLOADS[random.nextInt(PAYLOADS.length)];
        socket.send(
                ByteBuffer.allocate(Wire.HEADER_BYTES).putInt(bytes).putInt(0).array());
        socket.put(new byte[random.nextInt(bytes - 50)]);
        socket.flush();
    }

    @Override
    public void close() {
        herd.close();
    }
}
