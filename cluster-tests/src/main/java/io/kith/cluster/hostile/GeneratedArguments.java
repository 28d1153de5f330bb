package io.kith.cluster.hostile;

import io.kith.collections.kind.ArgumentForm;
import io.kith.collections.wire.CollectionOptions;
import io.kith.collections.wire.PayloadWriter;
import java.util.SplittableRandom;

/** Arguments of any {@link ArgumentForm}, small and sensible ones and such as are at the edges of what can be said. */
final class GeneratedArguments {
    private static final long[] EDGES = {
        0,
        1,
        127,
        128,
        65_536,
        Integer.MAX_VALUE - 1,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 32,
        1L << 62,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
    };
    private static final int KEYS = 24;

    private final SplittableRandom random;

    GeneratedArguments(SplittableRandom random) {
        this.random = random;
    }

    /** Writes an argument for each letter. */
    PayloadWriter write(String letters, PayloadWriter out) {
        letters.chars().forEach(letter -> write((char) letter, out));
        return out;
    }

    private void write(char letter, PayloadWriter out) {
        switch (letter) {
            case 'b' -> out.writeBoolean(random.nextBoolean());
            case 'n' -> out.writeVarLong(number());
            case 'f' -> out.writeFixedLong(random.nextInt(4) == 0 ? signed() : random.nextInt(20));
            case 'k' -> out.writeBytes(key());
            case 'v' -> out.writeBytes(value());
            case 'r' -> out.writeRaw(value());
            case 'i' -> item(out);
            case 'K' -> many(out, () -> out.writeBytes(key()));
            case 'E' -> many(out, () -> out.writeBytes(key()).writeBytes(value()));
            case 'N' -> many(out, () -> out.writeVarLong(number()));
            case 'I' -> many(out, () -> item(out));
            case 'c' -> expectation(out);
            case 'a' -> optional(out, () -> out.writeRaw(key()));
            case 'j' -> optional(out, () -> item(out));
            case 'o' -> new CollectionOptions(number(), random.nextInt(4)).write(out);
            default -> throw new IllegalStateException("nobody knows arguments of the form " + letter);
        }
    }

    private void many(PayloadWriter out, Runnable each) {
        int count = random.nextInt(8) == 0 ? random.nextInt(200) : random.nextInt(4);
        out.writeVarLong(count);
        for (int i = 0; i < count; i++) {
            each.run();
        }
    }

    private void optional(PayloadWriter out, Runnable what) {
        boolean present = random.nextBoolean();
        out.writeBoolean(present);
        if (present) {
            what.run();
        }
    }

    private void item(PayloadWriter out) {
        out.writeVarLong(number()).writeSignedVarLong(random.nextBoolean() ? random.nextInt(100) : signed());
    }

    private void expectation(PayloadWriter out) {
        int flags = random.nextInt(4);
        out.writeVarLong(flags);
        if ((flags & ArgumentForm.EXPECTED_PRESENT) != 0) {
            out.writeBytes(value());
        }
        if ((flags & ArgumentForm.REPLACEMENT_PRESENT) != 0) {
            out.writeRaw(value());
        }
    }

    private long number() {
        return random.nextInt(3) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextInt(30);
    }

    private long signed() {
        long edge = EDGES[random.nextInt(EDGES.length)];
        return random.nextBoolean() ? edge : -edge;
    }

    private byte[] key() {
        return random.nextInt(100) == 0 ? value() : new byte[] {10, 1, (byte) ('a' + random.nextInt(KEYS))};
    }

    /** Bytes, as nodes do not look into values. */
    private byte[] value() {
        int length = switch (random.nextInt(100)) {
            case 0 -> random.nextInt(20_000);
            case 1, 2 -> 0;
            default -> 1 + random.nextInt(12);
        };
        byte[] bytes = new byte[length];
        if (length > 0) {
            bytes[0] = (byte) random.nextInt(8);
        }
        return bytes;
    }
}
