package io.kith.cli.demo;

/** What is being done to the cluster. */
enum DemoPhase {
    STEADY("nobody comes or goes"),
    JOIN("a node joins"),
    KILL("a node was killed"),
    LEAVE("a node leaves");

    private final String doing;

    DemoPhase(String doing) {
        this.doing = doing;
    }

    /** The phase in words. */
    String doing() {
        return doing;
    }
}
