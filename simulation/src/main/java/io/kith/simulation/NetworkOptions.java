package io.kith.simulation;

/**
 * How bad the network is, apart from cuts. Chances are per message, 0 to 1.
 *
 * @param minDelayNanos the shortest way
 * @param spreadNanos usual ways take up to so much longer
 * @param longDelay the chance of a way up to {@code longDelayNanos} longer
 * @param longDelayNanos the longest delay
 * @param drop the chance that a message is lost
 * @param duplicate the chance that it arrives a second time, some time later
 * @param corrupt the chance that bytes of it change on the way; such a frame must be noticed, so it is lost
 * @param reorder the chance that it neither waits for earlier messages of its connection nor makes later ones wait
 */
public record NetworkOptions(
        long minDelayNanos,
        long spreadNanos,
        double longDelay,
        long longDelayNanos,
        double drop,
        double duplicate,
        double corrupt,
        double reorder) {

    private static final long MICROS = 1_000L;

    public NetworkOptions {
        if (minDelayNanos < 1 || spreadNanos < 1 || longDelayNanos < 1) {
            throw new IllegalArgumentException("delays of a network are positive");
        }
    }

    /** A good local network: 100 to 500 us, nothing lost. */
    public static NetworkOptions calm() {
        return new NetworkOptions(100 * MICROS, 400 * MICROS, 0, 1, 0, 0, 0, 0);
    }
}
