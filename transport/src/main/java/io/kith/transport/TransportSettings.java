package io.kith.transport;

/**
 * The bounds and times of a process's connections.
 *
 * @param maxFrameBytes the largest payload of a frame, sent or received
 * @param connectTimeoutMillis how long dialling may take before it fails
 * @param handshakeTimeoutMillis how long a new connection may take to say who it is
 * @param maxHalfOpen how many accepted connections may be in the handshake at once
 * @param pauseBytes unsent bytes from which on a connection is not writable, and an accepted client is not read from
 * @param resumeBytes unsent bytes from which on it is again
 * @param maxOutboundBytes unsent bytes above which node traffic is dropped and a client that does not read is cut off
 * @param deadPeerMillis how long sent bytes, or probes on an idle connection, may stay unanswered by the peer's TCP
 */
public record TransportSettings(
        int maxFrameBytes,
        int connectTimeoutMillis,
        int handshakeTimeoutMillis,
        int maxHalfOpen,
        int pauseBytes,
        int resumeBytes,
        int maxOutboundBytes,
        int deadPeerMillis) {

    /** The largest value that a collection takes by default. */
    public static final int DEFAULT_MAX_VALUE_BYTES = 16 << 20;

    /** What a frame may hold besides one value: keys, names, numbers. */
    public static final int FRAME_SLACK_BYTES = 64 << 10;

    /** What a frame has before its payload. */
    public static final int FRAME_HEADER_BYTES = Frames.HEADER_BYTES;

    /** What a connection may hold of frames that have not arrived as a whole, without asking anybody for room. */
    public static final int CONNECTION_ALLOWANCE_BYTES = FrameDecoder.SMALL_FRAME_BYTES;

    /** The smallest allowed limit for frames: handshakes must fit. */
    public static final int MIN_FRAME_BYTES = 1 << 10;

    /** The largest allowed limit for frames. */
    public static final int MAX_FRAME_BYTES = 256 << 20;

    private static final int DEFAULT_PAUSE_BYTES = 4 << 20;
    private static final int MIN_PAUSE_BYTES = 128 << 10;

    public TransportSettings {
        if (maxFrameBytes < MIN_FRAME_BYTES || maxFrameBytes > MAX_FRAME_BYTES) {
            throw new IllegalArgumentException("the frame limit is " + MIN_FRAME_BYTES + " to " + MAX_FRAME_BYTES
                    + " bytes, not " + maxFrameBytes);
        }
        if (connectTimeoutMillis < 1 || handshakeTimeoutMillis < 1 || deadPeerMillis < 1 || maxHalfOpen < 1) {
            throw new IllegalArgumentException("time-outs and the limit on half-open connections must be at least 1");
        }
        if (resumeBytes < 1 || pauseBytes <= resumeBytes || maxOutboundBytes < pauseBytes) {
            throw new IllegalArgumentException("unsent bytes must be bounded as in resume < pause <= max, not "
                    + resumeBytes + ", " + pauseBytes + ", " + maxOutboundBytes);
        }
    }

    /** Settings for a process for which nothing else was asked. */
    public static TransportSettings defaults() {
        return new TransportSettings(
                DEFAULT_MAX_VALUE_BYTES + FRAME_SLACK_BYTES,
                2_000,
                5_000,
                256,
                DEFAULT_PAUSE_BYTES,
                DEFAULT_PAUSE_BYTES / 4,
                64 << 20,
                10_000);
    }

    /** The same, with another limit for frames. */
    public TransportSettings withMaxFrameBytes(int bytes) {
        return new TransportSettings(
                bytes,
                connectTimeoutMillis,
                handshakeTimeoutMillis,
                maxHalfOpen,
                pauseBytes,
                resumeBytes,
                maxOutboundBytes,
                deadPeerMillis);
    }

    /** The same, with other times for connecting and for the handshake. */
    public TransportSettings withTimeouts(int connectMillis, int handshakeMillis) {
        return new TransportSettings(
                maxFrameBytes,
                connectMillis,
                handshakeMillis,
                maxHalfOpen,
                pauseBytes,
                resumeBytes,
                maxOutboundBytes,
                deadPeerMillis);
    }

    /** The same, with another bound for connections in the handshake. */
    public TransportSettings withMaxHalfOpen(int connections) {
        return new TransportSettings(
                maxFrameBytes,
                connectTimeoutMillis,
                handshakeTimeoutMillis,
                connections,
                pauseBytes,
                resumeBytes,
                maxOutboundBytes,
                deadPeerMillis);
    }

    /** The same, with another bound for unsent bytes, and a connection writable as long as they are a sixteenth of it. */
    public TransportSettings withMaxOutboundBytes(int max) {
        int pause = Math.max(MIN_PAUSE_BYTES, Math.min(DEFAULT_PAUSE_BYTES, max / 16));
        return withOutboundBytes(pause / 4, pause, Math.max(max, pause));
    }

    /** The same, with other bounds for unsent bytes. */
    public TransportSettings withOutboundBytes(int resume, int pause, int max) {
        return new TransportSettings(
                maxFrameBytes,
                connectTimeoutMillis,
                handshakeTimeoutMillis,
                maxHalfOpen,
                pause,
                resume,
                max,
                deadPeerMillis);
    }
}
