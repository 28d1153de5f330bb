package io.kith.replication.safety;

import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionRules;
import io.kith.config.ClusterParameters;
import io.kith.transport.Clock;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of production but for some: each method says what is done without the rule that it states. */
public final class RulesWithout extends SafetyRules {
    private final EnumSet<Rule> off;
    private final @Nullable PartitionRules partitions;

    private RulesWithout(EnumSet<Rule> off, @Nullable PartitionRules partitions) {
        this.off = off;
        this.partitions = partitions;
    }

    /** The same rules as {@code rules}, but those of partitions' states are {@code partitions}: code that fails, perhaps. */
    public static SafetyRules with(SafetyRules rules, PartitionRules partitions) {
        return new RulesWithout(rules instanceof RulesWithout some ? some.off : EnumSet.noneOf(Rule.class), partitions);
    }

    /** All rules but {@code off}. */
    public static SafetyRules rules(Rule... off) {
        return rules(Set.of(off));
    }

    /** All rules but {@code off}. */
    public static SafetyRules rules(Set<Rule> off) {
        EnumSet<Rule> copy = EnumSet.noneOf(Rule.class);
        copy.addAll(off);
        return off.isEmpty() ? SafetyRules.production() : new RulesWithout(copy, null);
    }

    private boolean lacks(Rule rule) {
        return off.contains(rule);
    }

    @Override
    public PartitionRules partitions() {
        PartitionRules others = partitions;
        if (others != null) {
            return others;
        }
        return off.stream().anyMatch(PartitionRulesWithout::concern)
                ? new PartitionRulesWithout(off)
                : super.partitions();
    }

    /** What a missing rule leads to is for the simulator to notice, at the place where it does harm. */
    @Override
    public void broken(InvariantViolation violation) {
        if (off.isEmpty()) {
            super.broken(violation);
        }
    }

    // ---- the sets of a primary

    @Override
    public List<NodeId> stillNeeded(List<NodeId> listed, Collection<NodeId> askedToDrop) {
        if (!lacks(Rule.SHRINK_ONLY_WHEN_DECIDED)) {
            return super.stillNeeded(listed, askedToDrop);
        }
        List<NodeId> rest = new ArrayList<>(listed);
        rest.removeAll(askedToDrop);
        return rest;
    }

    @Override
    public List<NodeId> acknowledgeSet(List<NodeId> needed, List<NodeId> joiners) {
        return super.acknowledgeSet(needed, lacks(Rule.ACKNOWLEDGE_SET_HAS_JOINER) ? List.of() : joiners);
    }

    @Override
    public List<NodeId> leaseSet(List<NodeId> needed, List<NodeId> joiners) {
        return super.leaseSet(needed, lacks(Rule.LEASE_SET_HAS_JOINER) ? List.of() : joiners);
    }

    @Override
    public List<NodeId> barrierSet(List<NodeId> needed, List<NodeId> joiners) {
        boolean none = lacks(Rule.BARRIER_ASKS_JOINERS) || lacks(Rule.ACKNOWLEDGE_SET_HAS_JOINER);
        return super.barrierSet(needed, none ? List.of() : joiners);
    }

    // ---- committing

    @Override
    public long committable(long own, AcknowledgeSet others) {
        if (!lacks(Rule.ALL_ACKNOWLEDGE)) {
            return super.committable(own, others);
        }
        long[] acknowledged = others.held();
        long[] held = Arrays.copyOf(acknowledged, acknowledged.length + 1);
        held[acknowledged.length] = own;
        Arrays.sort(held);
        // What most of them hold.
        return held[acknowledged.length - held.length / 2];
    }

    @Override
    public boolean mayCommitWithout(boolean delegationRuns) {
        return lacks(Rule.REMOVAL_WAITS_FOR_DELEGATION) || super.mayCommitWithout(delegationRuns);
    }

    // ---- on disk before it is said

    @Override
    public long acknowledgeable(long last, long persisted) {
        return lacks(Rule.ACKNOWLEDGED_WHEN_PERSISTED) ? last : super.acknowledgeable(last, persisted);
    }

    @Override
    public long ownShare(long last, long persisted) {
        return lacks(Rule.OWN_SHARE_WHEN_PERSISTED) ? last : super.ownShare(last, persisted);
    }

    @Override
    public boolean mayReport(boolean persisted) {
        return lacks(Rule.REPORTED_WHEN_PERSISTED) || super.mayReport(persisted);
    }

    @Override
    public boolean mayTellProgress(boolean persisted) {
        return lacks(Rule.COPIED_WHEN_PERSISTED) || super.mayTellProgress(persisted);
    }

    // ---- terms

    @Override
    public long fence(long adoptedTerm, long knownTerm) {
        return lacks(Rule.TERM_OUTLIVES_DATA) ? adoptedTerm : super.fence(adoptedTerm, knownTerm);
    }

    @Override
    public long termWithoutData(long adoptedTerm) {
        return lacks(Rule.TERM_OUTLIVES_DATA) ? 0 : super.termWithoutData(adoptedTerm);
    }

    @Override
    public boolean isFencedOff(long term, long fence) {
        return !lacks(Rule.TERM_FENCE) && super.isFencedOff(term, fence);
    }

    @Override
    public boolean mayAcknowledge(long term, long adoptedTerm) {
        return lacks(Rule.TERM_FENCE) || super.mayAcknowledge(term, adoptedTerm);
    }

    @Override
    public boolean mayTakePart(long term, long knownTerm) {
        return lacks(Rule.TERM_NEEDS_CONFIG) || super.mayTakePart(term, knownTerm);
    }

    // ---- becoming primary

    @Override
    public boolean isSkipped(long termBefore, long termAfter) {
        return !lacks(Rule.SKIPPED_TERM_WAITS_FOR_ALL) && super.isSkipped(termBefore, termAfter);
    }

    @Override
    public boolean isFreeOf(boolean grantRuns, boolean released) {
        return lacks(Rule.WAIT_BEFORE_ACTIVATION) || super.isFreeOf(grantRuns, released);
    }

    @Override
    public boolean releaseCounts(long releasedUnder, long configId) {
        return super.releaseCounts(releasedUnder, lacks(Rule.RELEASE_NAMES_CONFIG) ? 1 : configId);
    }

    @Override
    public boolean mayActivate(boolean freeOfEarlier, boolean delegationsRun, boolean allAdopted, boolean allEqual) {
        boolean waitsForOwn =
                !lacks(Rule.ACTIVATION_WAITS_FOR_OWN_DELEGATIONS) && !lacks(Rule.REMOVAL_WAITS_FOR_DELEGATION);
        return super.mayActivate(
                freeOfEarlier,
                delegationsRun && waitsForOwn,
                allAdopted || lacks(Rule.ADOPTION_ROUND),
                allEqual || lacks(Rule.ACTIVATION_SYNCHRONISES));
    }

    @Override
    public boolean isBroughtUp(boolean adopted) {
        return !lacks(Rule.ACTIVATION_SYNCHRONISES) && super.isBroughtUp(adopted);
    }

    @Override
    public long acknowledgedByReport(long lastSequence) {
        return lacks(Rule.ACTIVATION_SYNCHRONISES) ? 0 : super.acknowledgedByReport(lastSequence);
    }

    @Override
    public long committedByActivation(long last, long committed) {
        return lacks(Rule.ACTIVATION_SYNCHRONISES) ? committed : super.committedByActivation(last, committed);
    }

    // ---- handing over

    @Override
    public boolean takesWrites(boolean active, boolean handingOver) {
        return super.takesWrites(active, handingOver && !lacks(Rule.HANDOVER_STOPS_WRITES));
    }

    @Override
    public boolean hasGivenUp(boolean handOverProposed) {
        return !lacks(Rule.GIVER_KEEPS_TO_IT) && super.hasGivenUp(handOverProposed);
    }

    @Override
    public boolean mayRelease(boolean delegationsRun) {
        return lacks(Rule.RELEASE_COVERS_DELEGATIONS) || super.mayRelease(delegationsRun);
    }

    // ---- copies and joiners

    @Override
    public boolean isOfCopy(long named, long held) {
        return lacks(Rule.COPY_IS_NUMBERED) || super.isOfCopy(named, held);
    }

    @Override
    public boolean beginsCopy(long named, long held, boolean listed) {
        return lacks(Rule.COPY_IS_NUMBERED) ? !listed : super.beginsCopy(named, held, listed);
    }

    @Override
    public boolean mayPromote(boolean grantRuns, boolean grantCoversDelegations, boolean holdsAllCommitted) {
        return super.mayPromote(
                grantRuns,
                grantCoversDelegations || lacks(Rule.GRANT_COVERS_DELEGATIONS),
                holdsAllCommitted || lacks(Rule.JOINER_HOLDS_ALL_COMMITTED));
    }

    @Override
    public boolean mayGiveUp(boolean proposed) {
        return lacks(Rule.PROMOTER_KEEPS_TO_IT) || super.mayGiveUp(proposed);
    }

    @Override
    public boolean mayHaveBeenPromoted(long proposedIn, long configId) {
        return !lacks(Rule.SKIPPED_PROMOTION_COPIES_ANEW) && super.mayHaveBeenPromoted(proposedIn, configId);
    }

    @Override
    public boolean removalDiscards(long copyConfigId, long lastListedIn) {
        return !lacks(Rule.REMOVAL_DISCARDS)
                && (lacks(Rule.REMOVAL_KEEPS_NEWER_COPY) || super.removalDiscards(copyConfigId, lastListedIn));
    }

    @Override
    public boolean copyEnds(long copyTerm, long term) {
        return !lacks(Rule.NEW_TERM_ENDS_COPIES) && super.copyEnds(copyTerm, term);
    }

    // ---- leases

    @Override
    public long rememberedNanos(ClusterParameters parameters, long nanos) {
        return lacks(Rule.CLOCKS_MAY_DRIFT) ? nanos : super.rememberedNanos(parameters, nanos);
    }

    @Override
    public long grantFromNanos(long sentNanos, long nowNanos) {
        return lacks(Rule.GRANT_FROM_SENDING) ? nowNanos : super.grantFromNanos(sentNanos, nowNanos);
    }

    @Override
    public boolean grantCounts(long grantorConfigId, long configId) {
        return lacks(Rule.GRANT_NAMES_CONFIG) || super.grantCounts(grantorConfigId, configId);
    }

    @Override
    public boolean mayReadAlone(long nowNanos, long leaseUntilNanos) {
        return lacks(Rule.PRIMARY_LEASE) || super.mayReadAlone(nowNanos, leaseUntilNanos);
    }

    @Override
    public long delegationNanos(long leaseNanos, long ownLeftNanos) {
        boolean within = !lacks(Rule.DELEGATION_WITHIN_LEASE) && !lacks(Rule.PRIMARY_LEASE);
        return within ? super.delegationNanos(leaseNanos, ownLeftNanos) : leaseNanos;
    }

    @Override
    public long delegationFromNanos(long sentNanos, long nowNanos) {
        return lacks(Rule.DELEGATION_FROM_SENDING) ? nowNanos : super.delegationFromNanos(sentNanos, nowNanos);
    }

    @Override
    public long delegatedUntilInNextTerm(long untilNanos) {
        return lacks(Rule.DELEGATION_OUTLIVES_TERM) ? NEVER : super.delegatedUntilInNextTerm(untilNanos);
    }

    @Override
    public boolean takesLease(long term, long adoptedTerm) {
        return lacks(Rule.ADOPTION_VOIDS_DELEGATIONS) || super.takesLease(term, adoptedTerm);
    }

    @Override
    public boolean leaseCounts(long leaseTerm, long adoptedTerm) {
        return lacks(Rule.ADOPTION_VOIDS_DELEGATIONS) || super.leaseCounts(leaseTerm, adoptedTerm);
    }

    @Override
    public long untilOfEarlierLease(long untilNanos) {
        return lacks(Rule.ADOPTION_VOIDS_DELEGATIONS) ? untilNanos : super.untilOfEarlierLease(untilNanos);
    }

    @Override
    public boolean isAfterSuspension(long sentNanos, long suspendedNanos) {
        return lacks(Rule.SUSPENSION_ENDS_LEASES) || super.isAfterSuspension(sentNanos, suspendedNanos);
    }

    @Override
    public boolean endsLeases(boolean suspended) {
        return !lacks(Rule.SUSPENSION_ENDS_LEASES) && super.endsLeases(suspended);
    }

    // ---- reads

    @Override
    public long leaseClockNanos(Clock clock, long cachedNanos) {
        return lacks(Rule.LEASE_READS_CLOCK) ? cachedNanos : super.leaseClockNanos(clock, cachedNanos);
    }

    @Override
    public boolean mayRead(boolean complete, boolean listed) {
        return lacks(Rule.JOINER_READS_NOT) || super.mayRead(complete, listed);
    }

    @Override
    public boolean mayReadPast(boolean openWrite) {
        return lacks(Rule.PENDING_WRITE_BLOCKS_READ) || super.mayReadPast(openWrite);
    }

    @Override
    public boolean asksAnew(boolean questionUnderWay) {
        return lacks(Rule.BARRIER_AFTER_ARRIVAL) ? !questionUnderWay : super.asksAnew(questionUnderWay);
    }

    @Override
    public boolean isAnswered(boolean answersMissing) {
        return lacks(Rule.BARRIER_ASKS_ALL) || super.isAnswered(answersMissing);
    }

    // ---- what failed

    @Override
    public boolean stopsWhereItFailed() {
        return !lacks(Rule.FAILED_ANSWERS_NO_MORE) && super.stopsWhereItFailed();
    }

    @Override
    public boolean isOfTermBefore(long failedTerm, long term) {
        return lacks(Rule.STRIKES_OUT_RIGHT_BEHIND) ? failedTerm < term : super.isOfTermBefore(failedTerm, term);
    }

    // ---- exactly once

    @Override
    public @Nullable Completion keptResult(@Nullable Completion kept) {
        return lacks(Rule.EXACTLY_ONCE) ? null : super.keptResult(kept);
    }
}
