package io.kith.node.wiring;

import io.kith.transport.TransportSettings;

/**
 * What a node is asked to take in; 0 leaves it to {@link ProcessMeans}.
 *
 * @param valueLimitBytes the largest key or value taken
 * @param receiveLimitBytes what large requests may take at a time
 * @param maxConnections how many connections clients may have
 * @param maxConnectionsPerAddress how many of those may come from one address
 */
public record IntakeWishes(
        int valueLimitBytes, long receiveLimitBytes, int maxConnections, int maxConnectionsPerAddress) {

    public IntakeWishes {
        if (receiveLimitBytes > 0 && receiveLimitBytes < frameBytes(valueLimitBytes)) {
            throw new IllegalArgumentException("a receive limit of " + receiveLimitBytes
                    + " bytes has no room for a value of " + valueLimitBytes + " bytes: it takes "
                    + frameBytes(valueLimitBytes) + "; raise it, or lower the value limit");
        }
    }

    /** The largest frame, in all. */
    long frameBytes() {
        return frameBytes(valueLimitBytes);
    }

    private static long frameBytes(int valueLimitBytes) {
        return (long) valueLimitBytes + TransportSettings.FRAME_SLACK_BYTES + TransportSettings.FRAME_HEADER_BYTES;
    }
}
