package io.kith.transport;

/**
 * What a process takes in from those who dialled it: room for their large frames, for what they do not take of answers, and
 * their connections. All connections of a process share it; any thread may use it.
 */
public final class Intake {
    private final MemoryAccount clientFrames;
    private final MemoryAccount nodeFrames;
    private final UnreadAnswers answers;
    private final ConnectionCount connections;

    /** Takes in no more than {@code limits}. */
    public Intake(IntakeLimits limits) {
        this.clientFrames = new MemoryAccount(limits.clientFrameBytes());
        this.nodeFrames = new MemoryAccount(limits.nodeFrameBytes());
        this.answers = new UnreadAnswers(limits.clientAnswerBytes());
        this.connections = new ConnectionCount(limits);
    }

    /** The account of large frames on connections of {@code kind}. */
    public MemoryAccount frames(ConnectionKind kind) {
        return switch (kind) {
            case CLIENT -> clientFrames;
            case NODE_CONTROL, NODE_DATA -> nodeFrames;
        };
    }

    /** What clients were sent and have not taken. */
    public UnreadAnswers answers() {
        return answers;
    }

    /** How many connections there are. */
    public ConnectionCount connections() {
        return connections;
    }
}
