package io.kith.cluster.processes;

/** What happens to the nodes during a soak. */
enum FaultKind {
    /** SIGKILL. */
    CRASH("crash (kill -9)", 2_000),
    /** SIGSTOP for longer than every lease, then SIGCONT. */
    FREEZE("hang (SIGSTOP, SIGCONT)", 3_000),
    /** SIGTERM: hand-overs, one after the other. */
    LEAVE("leave (planned hand-over)", 50),
    /** A new node. */
    JOIN("join", 0),
    /** Nothing, for comparison: what the machine itself costs. */
    NONE("nothing", 0);

    private final String title;
    private final int goalMillis;

    FaultKind(String title, int goalMillis) {
        this.title = title;
        this.goalMillis = goalMillis;
    }

    /** What people call it. */
    String title() {
        return title;
    }

    /** How long the longest wait of a client should be at most; 0 if there is no goal. */
    int goalMillis() {
        return goalMillis;
    }
}
