package io.kith.replication.safety;

import io.kith.collections.partition.PartitionRules;
import java.util.EnumSet;
import java.util.Set;

/** The rules of a partition's state but for some. */
final class PartitionRulesWithout extends PartitionRules {
    private static final EnumSet<Rule> CONCERNED = EnumSet.of(
            Rule.EXACTLY_ONCE,
            Rule.FLOOR_REFUSES,
            Rule.SESSION_MUST_BE_OPEN,
            Rule.RESULTS_MOVE,
            Rule.COLLECTION_MUST_BE_OPEN,
            Rule.DESTROYED_STAYS,
            Rule.DESTROYED_MOVES);

    private final Set<Rule> off;

    PartitionRulesWithout(Set<Rule> off) {
        this.off = off;
    }

    /** Whether a rule is one of these. */
    static boolean concern(Rule rule) {
        return CONCERNED.contains(rule);
    }

    @Override
    public boolean isAnsweredAlready(boolean hasOutcome) {
        return !off.contains(Rule.EXACTLY_ONCE) && super.isAnsweredAlready(hasOutcome);
    }

    @Override
    public boolean isRefusedBelow(long floor, long number) {
        return !off.contains(Rule.FLOOR_REFUSES) && super.isRefusedBelow(floor, number);
    }

    @Override
    public boolean isRefusedOfSession(boolean known) {
        return !off.contains(Rule.SESSION_MUST_BE_OPEN) && super.isRefusedOfSession(known);
    }

    @Override
    public boolean resultsMove() {
        return !off.contains(Rule.RESULTS_MOVE);
    }

    @Override
    public boolean isRefusedUnopened(boolean open) {
        return !off.contains(Rule.COLLECTION_MUST_BE_OPEN) && super.isRefusedUnopened(open);
    }

    @Override
    public boolean staysDestroyed(boolean destroyed) {
        return !off.contains(Rule.DESTROYED_STAYS) && super.staysDestroyed(destroyed);
    }

    @Override
    public boolean destroyedMoves() {
        return !off.contains(Rule.DESTROYED_MOVES);
    }
}
