package io.kith.collections.partition;

/**
 * The rules that let a request take effect once and a collection be destroyed for good, each stated once. The rest of the
 * room asks here instead of deciding by itself. There is one set of rules and no switch: tests make others, in which a rule
 * is missing, by overriding a method, to see whether that is noticed. All replicas of a partition must have the same.
 */
public class PartitionRules {
    private static final PartitionRules PRODUCTION = new PartitionRules();

    /** For those that lack a rule. */
    protected PartitionRules() {}

    /** All rules. */
    public static PartitionRules production() {
        return PRODUCTION;
    }

    /** A request that has an outcome is answered from it and not applied again. */
    public boolean isAnsweredAlready(boolean hasOutcome) {
        return hasOutcome;
    }

    /** What is kept of a request that was done, before anybody is told: its outcome. */
    public Object kept(Object outcome) {
        return outcome;
    }

    /** A request below the floor of its session is refused. */
    public boolean isRefusedBelow(long floor, long number) {
        return number < floor;
    }

    /** A request of a session that the partition does not know is refused. */
    public boolean isRefusedOfSession(boolean known) {
        return !known;
    }

    /** A copy of a partition has the results that are kept. */
    public boolean resultsMove() {
        return true;
    }

    /** A write to a collection that is not open is refused. */
    public boolean isRefusedUnopened(boolean open) {
        return !open;
    }

    /** A collection that was destroyed is not opened again under its incarnation. */
    public boolean staysDestroyed(boolean destroyed) {
        return destroyed;
    }

    /** A copy of a partition knows what was destroyed. */
    public boolean destroyedMoves() {
        return true;
    }
}
