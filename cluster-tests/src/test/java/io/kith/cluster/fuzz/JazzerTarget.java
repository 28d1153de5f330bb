package io.kith.cluster.fuzz;

import java.util.Locale;

/**
 * Where Jazzer gives a decoder what it made up, guided by what the decoder's code did with what came before; see
 * {@code CONTRIBUTING.md}. The property {@code fuzz.decoder} says which.
 */
public final class JazzerTarget {
    private static final FuzzedDecoder DECODER =
            FuzzedDecoder.valueOf(System.getProperty("fuzz.decoder", "value").toUpperCase(Locale.ROOT));

    private JazzerTarget() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        DECODER.read(bytes);
    }
}
