package io.kith.replication.safety;

import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionRules;
import io.kith.config.ClusterParameters;
import io.kith.transport.Clock;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that make replication safe, each stated once; docs/protocol.md has their table. The rest of the code asks here
 * instead of deciding by itself. There is one set of rules and no switch: tests make others, in which a rule is missing, by
 * overriding a method, to see whether that is noticed.
 */
public class SafetyRules {
    private static final SafetyRules PRODUCTION = new SafetyRules();

    /** A time that has passed, whatever the clock shows. */
    public static final long NEVER = Long.MIN_VALUE / 4;

    /** For those that lack a rule. */
    protected SafetyRules() {}

    /** All rules. */
    public static SafetyRules production() {
        return PRODUCTION;
    }

    /** The rules that a partition's state keeps: exactly once, and what was destroyed stays so. */
    public PartitionRules partitions() {
        return PartitionRules.production();
    }

    /** Something that must always hold does not: nothing may go on from here. */
    public void broken(InvariantViolation violation) {
        throw violation;
    }

    // ---- the sets of a primary

    /** The replicas that a primary waits for: nobody shrinks the set before a decided config did. */
    public List<NodeId> stillNeeded(List<NodeId> listed, Collection<NodeId> askedToDrop) {
        return listed;
    }

    /** Whose acknowledgement a commit needs: joiners too that are proposed, or about to be. */
    public List<NodeId> acknowledgeSet(List<NodeId> needed, List<NodeId> joiners) {
        return union(needed, joiners);
    }

    /** Whose grants the primary's lease needs: theirs too. */
    public List<NodeId> leaseSet(List<NodeId> needed, List<NodeId> joiners) {
        return union(needed, joiners);
    }

    /** Whom a read without a lease asks: them too. */
    public List<NodeId> barrierSet(List<NodeId> needed, List<NodeId> joiners) {
        return union(needed, joiners);
    }

    private static List<NodeId> union(List<NodeId> needed, List<NodeId> joiners) {
        List<NodeId> all = new ArrayList<>(needed);
        for (NodeId joiner : joiners) {
            boolean unlisted = !needed.contains(joiner);
            all.addAll(unlisted ? List.of(joiner) : List.of());
        }
        return List.copyOf(all);
    }

    // ---- committing

    /**
     * Up to where a primary may commit: what all of the acknowledge set hold; most are not enough.
     *
     * @param own up to where it holds the log itself
     * @param others up to where each of the others does
     */
    public long committable(long own, AcknowledgeSet others) {
        return Math.min(own, others.leastHeld());
    }

    /** Whether to commit what a node lacks that is not in the set: not while a read lease may run there. */
    public boolean mayCommitWithout(boolean delegationRuns) {
        return !delegationRuns;
    }

    // ---- on disk before it is said

    /** How much of what a backup holds it acknowledges: what is persisted. */
    public long acknowledgeable(long last, long persisted) {
        return persisted;
    }

    /** How much of what a primary holds counts as its own share of a commit: what is persisted. */
    public long ownShare(long last, long persisted) {
        return persisted;
    }

    /** Whether a replica reports to a new primary: when all that it reports is persisted, as that counts as acknowledged. */
    public boolean mayReport(boolean persisted) {
        return persisted;
    }

    /** Whether a joiner says what it has of a copy: when that is persisted. */
    public boolean mayTellProgress(boolean persisted) {
        return persisted;
    }

    // ---- terms

    /** The lowest term a node takes part in: what it adopted outlives its data, and what its config names counts too. */
    public long fence(long adoptedTerm, long knownTerm) {
        return Math.max(adoptedTerm, knownTerm);
    }

    /** The term that a node keeps of a replica that it gives up. */
    public long termWithoutData(long adoptedTerm) {
        return adoptedTerm;
    }

    /** Whether {@code term} is over for a node: it acknowledges none below its own. */
    public boolean isFencedOff(long term, long fence) {
        return term < fence;
    }

    /** Whether what came in {@code term} may still be acknowledged in it. */
    public boolean mayAcknowledge(long term, long adoptedTerm) {
        return term == adoptedTerm;
    }

    /** Whether a node takes part in {@code term}: only once it holds a config of that term. */
    public boolean mayTakePart(long term, long knownTerm) {
        return term <= knownTerm;
    }

    // ---- becoming primary

    /** Whether a new primary missed a term, and so has to wait for every grant it gave. */
    public boolean isSkipped(long termBefore, long termAfter) {
        return termAfter - termBefore > 1;
    }

    /** Whether a new primary need not wait for an earlier one any more. */
    public boolean isFreeOf(boolean grantRuns, boolean released) {
        return !grantRuns || released;
    }

    /** Whether an earlier primary's release counts: under the config that the new one holds, or a newer one. */
    public boolean releaseCounts(long releasedUnder, long configId) {
        return releasedUnder >= configId;
    }

    /**
     * Whether a new primary serves.
     *
     * @param freeOfEarlier whether no grant to an earlier primary runs that has not released the partition
     * @param delegationsRun whether a read lease runs that it delegated earlier to a node now unlisted
     * @param allAdopted whether every other replica of its list has adopted the term, after a handover too
     * @param allEqual whether all of those hold what it holds
     */
    public boolean mayActivate(boolean freeOfEarlier, boolean delegationsRun, boolean allAdopted, boolean allEqual) {
        return freeOfEarlier && !delegationsRun && allAdopted && allEqual;
    }

    /** Whether a primary that is not active yet brings a replica to where it is: once that has adopted the term. */
    public boolean isBroughtUp(boolean adopted) {
        return adopted;
    }

    /** How much of what a replica reports to a new primary counts as acknowledged: all that it holds. */
    public long acknowledgedByReport(long lastSequence) {
        return lastSequence;
    }

    /** Up to where a new primary commits when it begins to serve: all that it took over, which all hold. */
    public long committedByActivation(long last, long committed) {
        return Math.max(last, committed);
    }

    // ---- handing over

    /** Whether a primary orders writes: not before it is active, and not while it hands over. */
    public boolean takesWrites(boolean active, boolean handingOver) {
        return active && !handingOver;
    }

    /** Whether it uses its role: not from when it proposed to give it away until it knows what was decided. */
    public boolean hasGivenUp(boolean handOverProposed) {
        return handOverProposed;
    }

    /** Whether a node releases a partition: only when nothing runs that it delegated to nodes now unlisted. */
    public boolean mayRelease(boolean delegationsRun) {
        return !delegationsRun;
    }

    // ---- copies and joiners

    /** Whether a message about the contents of a replica is about the one that is held. */
    public boolean isOfCopy(long named, long held) {
        return named == held;
    }

    /**
     * Whether to begin a copy.
     *
     * @param named its number
     * @param held that of what is held already
     * @param listed whether what is held is a listed replica's
     */
    public boolean beginsCopy(long named, long held, boolean listed) {
        return named > held;
    }

    /** Whether a joiner is proposed. */
    public boolean mayPromote(boolean grantRuns, boolean grantCoversDelegations, boolean holdsAllCommitted) {
        return grantRuns && grantCoversDelegations && holdsAllCommitted;
    }

    /** Whether a primary may give a joiner up: not from when it proposed it until it knows what was decided. */
    public boolean mayGiveUp(boolean proposed) {
        return !proposed;
    }

    /** Whether a joiner that a config does not list may have been promoted and dropped in between. */
    public boolean mayHaveBeenPromoted(long proposedIn, long configId) {
        return configId > proposedIn + 1;
    }

    /** Whether who learns of its removal forgets its data: not a copy begun under a config newer than the last that lists it. */
    public boolean removalDiscards(long copyConfigId, long lastListedIn) {
        return copyConfigId <= lastListedIn;
    }

    /** Whether a joiner's copy is over, as the term changed. */
    public boolean copyEnds(long copyTerm, long term) {
        return copyTerm < term;
    }

    // ---- leases

    /** For how long who gave a right for {@code nanos} waits: longer, as clocks drift. */
    public long rememberedNanos(ClusterParameters parameters, long nanos) {
        return parameters.stretchNanos(nanos);
    }

    /** From when a grant counts that came with the answer to a heartbeat: from when that was sent. */
    public long grantFromNanos(long sentNanos, long nowNanos) {
        return sentNanos;
    }

    /** Whether a grant counts under the config that its holder holds: if that is as new as its giver's. */
    public boolean grantCounts(long grantorConfigId, long configId) {
        return grantorConfigId <= configId;
    }

    /** Whether a primary reads alone: while every other node of its lease set grants it that. */
    public boolean mayReadAlone(long nowNanos, long leaseUntilNanos) {
        return nowNanos < leaseUntilNanos;
    }

    /** For how long a primary delegates a read lease: never longer than its own runs. */
    public long delegationNanos(long leaseNanos, long ownLeftNanos) {
        return Math.min(leaseNanos, ownLeftNanos);
    }

    /** From when a delegated read lease counts that came with the answer to a heartbeat: from when that was sent. */
    public long delegationFromNanos(long sentNanos, long nowNanos) {
        return sentNanos;
    }

    /** Until when a delegation of an earlier term of one's own is remembered in the next one: as before. */
    public long delegatedUntilInNextTerm(long untilNanos) {
        return untilNanos;
    }

    /** Whether a read lease of {@code term} is taken. */
    public boolean takesLease(long term, long adoptedTerm) {
        return term >= adoptedTerm;
    }

    /** Whether a read lease counts: adopting a term voids those of lower ones. */
    public boolean leaseCounts(long leaseTerm, long adoptedTerm) {
        return leaseTerm == adoptedTerm;
    }

    /** Until when an earlier read lease runs once one of a higher term, or for another copy, takes its place. */
    public long untilOfEarlierLease(long untilNanos) {
        return NEVER;
    }

    /** Whether a right that was asked for at {@code sentNanos} counts after a suspension that ended then. */
    public boolean isAfterSuspension(long sentNanos, long suspendedNanos) {
        return sentNanos > suspendedNanos;
    }

    /** Whether all leases are over: if the clocks say that the machine was suspended. */
    public boolean endsLeases(boolean suspended) {
        return suspended;
    }

    // ---- reads

    /** The time by which a lease is judged: read after the request came. */
    public long leaseClockNanos(Clock clock, long cachedNanos) {
        return clock.nowNanos();
    }

    /** Whether a node that is not primary answers reads: joiners do not. */
    public boolean mayRead(boolean complete, boolean listed) {
        return complete && listed;
    }

    /** Whether a backup reads past a write that it holds but does not know to be committed. */
    public boolean mayReadPast(boolean openWrite) {
        return !openWrite;
    }

    /** Whether a read without a lease needs a question of its own: one that is asked after it arrived. */
    public boolean asksAnew(boolean questionUnderWay) {
        return true;
    }

    /** Whether that question is answered: when all whom it asks have said no. */
    public boolean isAnswered(boolean answersMissing) {
        return !answersMissing;
    }

    // ---- what failed

    /** Whether a partition in whose code something failed answers no more: what it holds may be torn. */
    public boolean stopsWhereItFailed() {
        return true;
    }

    /**
     * Whether a primary of {@code term} may strike out what that of {@code failedTerm} failed at: only right behind it, as a
     * primary between them may have applied it.
     */
    public boolean isOfTermBefore(long failedTerm, long term) {
        return failedTerm == term - 1;
    }

    // ---- exactly once

    /** The result that a primary answers a request with instead of ordering it: the one that is kept, if there is one. */
    public @Nullable Completion keptResult(@Nullable Completion kept) {
        return kept;
    }
}
