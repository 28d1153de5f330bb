package io.kith.cluster.hostile;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Frames, most of them with the right length and checksum, some not. */
final class Framing {
    private static final int WRONG_OF_A_THOUSAND = 300;
    private static final int[] LENGTHS = {
        0, -1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, 16 << 20, (16 << 20) + (64 << 10)
    };

    private final SplittableRandom random;

    Framing(SplittableRandom random) {
        this.random = random;
    }

    byte[] frame(byte[] payload) {
        byte[] frame = Wire.frame(payload);
        if (random.nextInt(1_000) >= WRONG_OF_A_THOUSAND) {
            return frame;
        }
        ByteBuffer header = ByteBuffer.wrap(frame);
        switch (random.nextInt(5)) {
            case 0 -> header.putInt(4, random.nextInt());
            case 1 -> header.putInt(0, LENGTHS[random.nextInt(LENGTHS.length)]);
            case 2 -> header.putInt(0, payload.length + random.nextInt(-4, 70_000));
            case 3 -> {
                return Arrays.copyOf(frame, random.nextInt(frame.length));
            }
            default -> {
                byte[] twice = Arrays.copyOf(frame, 2 * frame.length);
                System.arraycopy(frame, 0, twice, frame.length, frame.length);
                return twice;
            }
        }
        return frame;
    }
}
