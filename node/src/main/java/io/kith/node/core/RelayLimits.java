package io.kith.node.core;

/**
 * How much a node's loop may send or pass on over relays: a detour is for what keeps a cluster going, and must not cost
 * the nodes on it what they need themselves. What is over the limit is sent over the direct link, or not passed on, and
 * so is most likely lost; whoever waits for it asks again.
 *
 * @param burstBytes how much at once, and so how much can be under way; 0 switches relaying off
 * @param bytesPerSecond how much in the long run
 * @param messageBytes the largest message that takes a detour
 */
public record RelayLimits(long burstBytes, long bytesPerSecond, int messageBytes) {

    public RelayLimits {
        if (burstBytes < 0 || bytesPerSecond < 0 || messageBytes < 0) {
            throw new IllegalArgumentException("limits of relaying are not negative");
        }
    }

    /** 4 MiB at once, 16 MiB a second, messages up to 1 MiB. */
    public static RelayLimits defaults() {
        return new RelayLimits(4 << 20, 16 << 20, 1 << 20);
    }

    /** Nothing takes a detour. */
    public static RelayLimits off() {
        return new RelayLimits(0, 0, 0);
    }

    boolean isOff() {
        return burstBytes == 0;
    }
}
