package io.kith.collections.partition;

/**
 * The rules that let a request take effect once, so that the simulator can switch one off and see whether its oracle
 * notices. Production runs with {@link SessionRules#all()}; no option that a user can reach changes that.
 */
public enum SessionRule {
    /** A request that was applied is not applied again. */
    RESULTS_ARE_KEPT,
    /** A request below the floor of its session is refused. */
    FLOOR_REFUSES,
    /** A request of a session that the partition does not know is refused. */
    SESSION_MUST_BE_OPEN,
    /** A copy of a partition has the results that are kept. */
    RESULTS_MOVE
}
