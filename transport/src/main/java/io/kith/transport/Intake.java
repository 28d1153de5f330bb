package io.kith.transport;

/**
 * What a process takes in from those who dialled it: room for their large frames, and their connections. All connections
 * of a process share it; any thread may use it.
 */
public final class Intake {
    private final MemoryAccount clientFrames;
    private final MemoryAccount nodeFrames;
    private final ConnectionCount connections;

    /** Takes in no more than {@code limits}. */
    public Intake(IntakeLimits limits) {
        this.clientFrames = new MemoryAccount(limits.clientFrameBytes());
        this.nodeFrames = new MemoryAccount(limits.nodeFrameBytes());
        this.connections = new ConnectionCount(limits);
    }

    /** The account of large frames on connections of {@code kind}. */
    public MemoryAccount frames(ConnectionKind kind) {
        return switch (kind) {
            case CLIENT -> clientFrames;
            case NODE_CONTROL, NODE_DATA -> nodeFrames;
        };
    }

    /** How many connections there are. */
    public ConnectionCount connections() {
        return connections;
    }
}
