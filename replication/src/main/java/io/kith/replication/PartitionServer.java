package io.kith.replication;

import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.ResponseValue;
import io.kith.config.ClusterConfig;
import io.kith.config.PartitionReplicas;
import io.kith.replication.ReplicationMessage.Acknowledge;
import io.kith.replication.ReplicationMessage.AdoptTerm;
import io.kith.replication.ReplicationMessage.Append;
import io.kith.replication.ReplicationMessage.BarrierAnswer;
import io.kith.replication.ReplicationMessage.BarrierQuery;
import io.kith.replication.ReplicationMessage.CommitPoint;
import io.kith.replication.ReplicationMessage.CopyAbandoned;
import io.kith.replication.ReplicationMessage.CopyBegin;
import io.kith.replication.ReplicationMessage.CopyPiece;
import io.kith.replication.ReplicationMessage.CopyProgress;
import io.kith.replication.ReplicationMessage.Delegation;
import io.kith.replication.ReplicationMessage.ReleaseRequest;
import io.kith.replication.ReplicationMessage.Released;
import io.kith.replication.ReplicationMessage.StaleTerm;
import io.kith.replication.ReplicationMessage.TermAdopted;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One node's part in one partition: its replica, if it has one, its role as primary, if it is, and what it must remember
 * of leases it gave. Lives as long as the node, whatever roles come and go.
 */
final class PartitionServer {
    private static final byte[] NOTHING = new byte[0];

    private final ShardContext shard;
    private final int partition;
    private final int place;
    private final Delegations delegations = new Delegations();
    private final TreeMap<NodeId, Long> waits = new TreeMap<>();
    private final HeldRequests held;
    private final BackupReads backupReads;
    private final StrayCopy stray;
    private final Placement placement;
    private final Expiry expiry;
    private Replica replica;
    private @Nullable PrimaryRole role;
    private long accountedBytes;
    private boolean flushDue;

    /** Whether its replicas were those that the ring wants when that was last looked at. */
    private boolean placed;

    private @Nullable NodeId acknowledgeTo;
    private long acknowledgeTerm;
    private @Nullable EarlyQuestion early;

    /** A new primary's question that came before the config that made it one. */
    private record EarlyQuestion(NodeId from, ReplicationMessage message) {}

    /**
     * Holds nothing and has no role yet.
     *
     * @param place its place among the partitions of its shard
     */
    PartitionServer(ShardContext shard, int partition, int place) {
        this.shard = shard;
        this.partition = partition;
        this.place = place;
        this.replica = Replica.none(0, shard.rules);
        this.held = new HeldRequests(shard.limits.heldRequests());
        this.backupReads = new BackupReads(this);
        this.stray = new StrayCopy(this);
        this.placement = new Placement(this);
        this.expiry = new Expiry(this);
    }

    ShardContext shard() {
        return shard;
    }

    int partition() {
        return partition;
    }

    Replica replica() {
        return replica;
    }

    @Nullable
    PrimaryRole role() {
        return role;
    }

    Delegations delegations() {
        return delegations;
    }

    /** Until when a new primary waits for each earlier one. */
    Map<NodeId, Long> waits() {
        return waits;
    }

    private void keep(Replica next) {
        replica = next;
        account();
    }

    /** Something was applied, installed or thrown away: what is held takes more memory now, or less. */
    void account() {
        long bytes = replica.state().bytes();
        if (bytes != accountedBytes) {
            shard.budget.changed(bytes - accountedBytes);
            accountedBytes = bytes;
        }
    }

    /** The replicas that the config lists, the primary first. */
    List<NodeId> replicas() {
        return shard.config().partition(partition).replicas();
    }

    /** The highest term this node has adopted or knows of: it takes part in no lower one. */
    private long fence() {
        long known = shard.config().partition(partition).term();
        return shard.rules.on(Rule.TERM_OUTLIVES_DATA) ? Math.max(replica.adoptedTerm(), known) : replica.adoptedTerm();
    }

    // ---- requests

    void write(ClientMessage.Write request, Responder responder) {
        PrimaryRole primary = role;
        if (primary != null) {
            primary.write(request, responder);
        } else {
            responder.respond(elsewhere(), NOTHING);
        }
    }

    void openSession(ClientMessage.OpenSession request, Responder responder) {
        PrimaryRole primary = role;
        if (primary != null) {
            primary.openSession(request, responder);
        } else {
            responder.respond(elsewhere(), NOTHING);
        }
    }

    void read(ClientMessage.Read request, Responder responder) {
        long nowNanos = shard.rules.on(Rule.LEASE_READS_CLOCK) ? shard.now() : shard.cachedNow();
        PrimaryRole primary = role;
        if (primary != null) {
            primary.read(request, responder, nowNanos);
        } else if (canReadByDelegation(nowNanos)) {
            backupReads.read(request, responder);
        } else {
            responder.respond(elsewhere(), NOTHING);
        }
    }

    private ResponseStatus elsewhere() {
        NodeId primary = shard.config().partition(partition).primary();
        return shard.config().isMember(primary) ? ResponseStatus.NOT_HERE : ResponseStatus.UNAVAILABLE;
    }

    void answerRead(ClientMessage.Read request, Responder responder) {
        ResponseValue result = replica.state().read(request.operation());
        responder.respond(result.status(), result.payload());
    }

    /** Keeps a request until the partition is active here, or known not to be. */
    void hold(Responder responder, Runnable again) {
        begins();
        held.hold(responder, again, shard.now());
    }

    void retryHeld() {
        held.retry();
    }

    /** Whether this node, not being primary, may answer reads. */
    boolean canReadByDelegation(long nowNanos) {
        if (role != null || !replica.holdsData()) {
            return false;
        }
        if (shard.rules.on(Rule.JOINER_READS_NOT)
                && (!replica.complete() || !replicas().contains(shard.self))) {
            return false;
        }
        return replica.leased(nowNanos, shard.rules);
    }

    // ---- leases

    /** The lease to delegate to {@code node} with the answer to its heartbeat; remembered. */
    @Nullable
    Delegation delegateTo(NodeId node, long nowNanos) {
        PrimaryRole primary = role;
        if (primary == null
                || !primary.isActive()
                || primary.hasGivenUp()
                || !primary.delegatesTo(node)
                || !replicas().contains(node)) {
            return null;
        }
        long leaseNanos = shard.leaseNanos();
        long durationNanos = shard.rules.on(Rule.DELEGATION_WITHIN_LEASE) && shard.rules.on(Rule.PRIMARY_LEASE)
                ? Math.min(leaseNanos, primary.leaseUntilNanos() - nowNanos)
                : leaseNanos;
        if (durationNanos <= 0) {
            return null;
        }
        delegations.gave(node, nowNanos + shard.stretchNanos(durationNanos));
        return new Delegation(primary.commitPoint(node), durationNanos);
    }

    void delegated(NodeId from, Delegation delegation, long sentNanos) {
        commitPoint(from, delegation.point());
        long fromNanos = shard.rules.on(Rule.DELEGATION_FROM_SENDING) ? sentNanos : shard.now();
        if (replica.holdsData()) {
            long durationNanos = Math.min(delegation.durationNanos(), shard.leaseNanos());
            replica.lease(delegation.point().term(), fromNanos + durationNanos, shard.rules);
        }
    }

    /** Whether this node has released the partition under the config it holds. */
    boolean hasReleased(long nowNanos) {
        if (role != null) {
            return false;
        }
        return !shard.rules.on(Rule.RELEASE_COVERS_DELEGATIONS)
                || !delegations.runOutside(replicas(), shard.self, nowNanos);
    }

    void releaseRequested(NodeId from, ReleaseRequest request) {
        long held = shard.config().configId();
        if (held < request.configId()) {
            early = new EarlyQuestion(from, request);
            shard.host.behind(from);
        } else if (hasReleased(shard.now())) {
            shard.port.send(from, new Released(partition, held));
        }
    }

    // ---- config

    /**
     * Whether {@code next} changes nothing for this partition, as each config does for most, provided that the members are
     * the same: neither its replicas nor its targets, and nothing is under way here that waits for another config.
     */
    boolean isUnconcernedBy(ClusterConfig previous, ClusterConfig next) {
        PrimaryRole primary = role;
        // Configs that follow each other share what does not change, which is seen at once.
        return Objects.equals(next.partition(partition), previous.partition(partition))
                && Objects.equals(next.target(partition), previous.target(partition))
                && early == null
                && held.size() == 0
                && (primary == null || primary.isUnconcernedByConfigs());
    }

    /** Takes over what {@code next}, which the shard now holds, says of this partition. */
    void adopt(@Nullable ClusterConfig previous, ClusterConfig next) {
        begins();
        placed = false;
        PartitionReplicas after = next.partition(partition);
        @Nullable PartitionReplicas before = previous == null ? null : previous.partition(partition);
        boolean listed = after.lists(shard.self);
        if (previous == null && next.configId() == 1 && listed) {
            keep(Replica.fresh(after.term(), shard.rules));
        }
        if (before != null && before.term() != after.term()) {
            waitForGrants(before, after, next.configId());
        }
        boolean termKept = shard.rules.on(Rule.TERM_OUTLIVES_DATA);
        if (previous != null && before != null && before.lists(shard.self) && !listed) {
            boolean newerCopy = replica.copyConfigId() > previous.configId();
            boolean discards = shard.rules.on(Rule.REMOVAL_DISCARDS);
            if (discards && (!newerCopy || !shard.rules.on(Rule.REMOVAL_KEEPS_NEWER_COPY))) {
                keep(Replica.none(termKept ? replica.adoptedTerm() : 0, shard.rules));
            }
        } else if (!listed
                && replica.holdsData()
                && replica.copyTerm() < after.term()
                && shard.rules.on(Rule.NEW_TERM_ENDS_COPIES)) {
            // A joiner whose primary changed: the new one copies anew.
            keep(Replica.none(termKept ? replica.adoptedTerm() : 0, shard.rules));
        }
        if (!after.primary().equals(shard.self)) {
            depose();
            if (before != null && before.primary().equals(shard.self) && hasReleased(shard.now())) {
                shard.port.send(after.primary(), new Released(partition, next.configId()));
            }
        } else if (role != null && role.term() == after.term()) {
            role.configAdopted(next.configId());
        } else {
            depose();
            becomePrimary(before, after);
        }
        if (listed && role == null) {
            replica.adopt(after.term());
        }
        backupReads.recheck();
        if (role == null) {
            held.abandon(elsewhere());
        }
        handleEarly();
    }

    /** Answers who asked for a term or a release under a config that this node did not hold then. */
    private void handleEarly() {
        EarlyQuestion question = early;
        early = null;
        if (question != null && question.message instanceof AdoptTerm adopt) {
            adoptTerm(question.from, adopt);
        } else if (question != null && question.message instanceof ReleaseRequest request) {
            releaseRequested(question.from, request);
        }
    }

    private void waitForGrants(PartitionReplicas before, PartitionReplicas after, long configId) {
        long nowNanos = shard.now();
        boolean skipped = after.term() - before.term() > 1 && shard.rules.on(Rule.SKIPPED_TERM_WAITS_FOR_ALL);
        if (skipped) {
            for (NodeId holder : shard.given.holders()) {
                waitFor(holder, configId, nowNanos);
            }
        } else {
            waitFor(before.primary(), configId, nowNanos);
        }
    }

    private void waitFor(NodeId earlier, long configId, long nowNanos) {
        long untilNanos = shard.given.untilNanosBefore(earlier, configId, nowNanos);
        if (untilNanos > nowNanos && !earlier.equals(shard.self)) {
            waits.merge(earlier, untilNanos, Math::max);
        }
    }

    private void becomePrimary(@Nullable PartitionReplicas before, PartitionReplicas after) {
        boolean wasReplica = before != null && before.lists(shard.self);
        if (after.startedEmpty() && !wasReplica) {
            keep(Replica.fresh(Math.max(replica.adoptedTerm(), after.term()), shard.rules));
        } else if (!replica.holdsData()) {
            throw new IllegalStateException("partition " + partition + " names a primary that holds no data");
        }
        replica.adopt(after.term());
        if (!shard.rules.on(Rule.DELEGATION_OUTLIVES_TERM)) {
            delegations.forgetAll();
        }
        PrimaryRole primary = new PrimaryRole(this, after.term());
        role = primary;
        primary.advance();
    }

    private void depose() {
        PrimaryRole deposed = role;
        if (deposed != null) {
            role = null;
            deposed.depose();
        }
    }

    // ---- following

    void append(NodeId from, Append message) {
        if (!follows(from, message.term(), message.copyNumber())) {
            return;
        }
        ReplicaLog log = replica.log();
        if (message.previousSequence() > log.last()) {
            shard.port.send(from, new Acknowledge(partition, message.term(), message.copyNumber(), log.last(), true));
            return;
        }
        replica.adopt(message.term());
        for (LogEntry entry : message.entries()) {
            if (entry.sequence() == log.last() + 1) {
                log.append(entry);
            } else if (entry.sequence() > replica.committed()
                    && !log.get(entry.sequence()).equals(entry)) {
                checkSame(log.get(entry.sequence()), entry);
            }
        }
        commitThrough(Math.min(message.commitSequence(), log.last()));
        if (!message.entries().isEmpty()) {
            acknowledgeTo = from;
            acknowledgeTerm = message.term();
            flushLater();
        }
    }

    private void checkSame(LogEntry mine, LogEntry theirs) {
        if (mine.term() != theirs.term()
                || !mine.command().session().equals(theirs.command().session())
                || mine.command().number() != theirs.command().number()) {
            throw new IllegalStateException("the logs of partition " + partition + " fork at entry " + mine.sequence()
                    + ": " + mine + " and " + theirs);
        }
    }

    void commitPoint(NodeId from, CommitPoint point) {
        if (follows(from, point.term(), point.copyNumber())) {
            commitThrough(Math.min(point.commitSequence(), replica.log().last()));
        }
    }

    private void commitThrough(long sequence) {
        if (sequence > replica.committed()) {
            replica.commitThrough(sequence, completion -> {});
            account();
            replica.log().forgetThrough(sequence);
            backupReads.recheck();
        }
    }

    /** Whether a message of the primary of {@code term}, about the copy numbered so, concerns what this node holds. */
    private boolean follows(NodeId from, long term, long copyNumber) {
        if (!hasTerm(from, term) || !replica.holdsData() || (role != null && role.term() == term)) {
            return false;
        }
        return replica.copyNumberIn(term) == copyNumber || !shard.rules.on(Rule.COPY_IS_NUMBERED);
    }

    /** Whether {@code term} is the one to go by; else asks or answers with what is newer. */
    private boolean hasTerm(NodeId from, long term) {
        if (term < fence() && shard.rules.on(Rule.TERM_FENCE)) {
            shard.port.send(from, new StaleTerm(partition, fence()));
            return false;
        }
        if (term > shard.config().partition(partition).term()) {
            shard.host.behind(from);
            return !shard.rules.on(Rule.TERM_NEEDS_CONFIG);
        }
        return true;
    }

    void staleTerm(NodeId from, StaleTerm message) {
        if (message.term() > shard.config().partition(partition).term()) {
            shard.host.behind(from);
        }
    }

    void adoptTerm(NodeId from, AdoptTerm message) {
        if (message.term() > shard.config().partition(partition).term()) {
            early = new EarlyQuestion(from, message);
        }
        if (!hasTerm(from, message.term()) || !replica.holdsData() || role != null) {
            return;
        }
        replica.adopt(message.term());
        ReplicaLog log = replica.log();
        List<LogEntry> suffix = message.lastSequence() >= log.last()
                ? List.of()
                : log.from(Math.max(message.lastSequence(), log.base()), shard.limits.appendBytes());
        shard.port.send(from, new TermAdopted(partition, message.term(), log.last(), suffix));
    }

    void barrierQuery(NodeId from, BarrierQuery message) {
        shard.port.send(from, new BarrierAnswer(partition, message.term(), message.barrier(), fence()));
    }

    void copyBegin(NodeId from, CopyBegin message) {
        begins();
        if (!hasTerm(from, message.term()) || role != null) {
            return;
        }
        boolean numbered = shard.rules.on(Rule.COPY_IS_NUMBERED);
        if (numbered && message.copyNumber() <= replica.copyNumberIn(message.term())) {
            if (message.copyNumber() == replica.copyNumberIn(message.term())) {
                sendProgress(from);
            }
            return;
        }
        if (!numbered && replicas().contains(shard.self) && replica.holdsData()) {
            return;
        }
        Replica earlier = replica;
        keep(Replica.joining(
                message.term(), message.copyNumber(), message.configId(), message.baseSequence(), shard.rules));
        replica.adopt(earlier.adoptedTerm());
        if (!shard.rules.on(Rule.ADOPTION_VOIDS_DELEGATIONS)) {
            replica.inheritLease(earlier);
        }
        backupReads.recheck();
        sendProgress(from);
    }

    void copyPiece(NodeId from, CopyPiece message) {
        if (!follows(from, message.term(), message.copyNumber()) || replica.copyTerm() != message.term()) {
            return;
        }
        long asOf = message.asOfSequence();
        if (!replica.complete()
                && message.piece() == replica.pieces() + 1
                && asOf >= replica.committed()
                && asOf <= replica.log().last()) {
            commitThrough(asOf);
            install(message.chunk());
            if (replica.state().isOverrun()) {
                // More was written to one object than could be kept while it was copied: it is as worthless.
                keep(Replica.none(replica.adoptedTerm(), shard.rules));
            }
        }
        sendProgress(from);
    }

    /** The primary has given the copy up, and counts nothing of it any more. */
    void copyAbandoned(CopyAbandoned message) {
        boolean mine = replica.holdsData()
                && replica.copyTerm() == message.term()
                && replica.copyNumberIn(message.term()) == message.copyNumber();
        if (mine && role == null && !replicas().contains(shard.self)) {
            keep(Replica.none(replica.adoptedTerm(), shard.rules));
        }
    }

    private void install(byte[] chunk) {
        try {
            replica.install(chunk);
            account();
        } catch (CorruptFrameException e) {
            // The copy is worthless now; the primary gives it up and begins another.
            keep(Replica.none(replica.adoptedTerm(), shard.rules));
        }
    }

    /** Tells {@code primary} how far the copy is that this node holds. */
    void sendProgress(NodeId primary) {
        shard.port.send(
                primary,
                new CopyProgress(
                        partition,
                        replica.copyTerm(),
                        replica.copyNumberIn(replica.copyTerm()),
                        replica.pieces(),
                        replica.state().copyCursor(),
                        replica.log().last()));
    }

    // ---- the turn's end, and what is overdue

    void flushLater() {
        if (!flushDue) {
            begins();
            flushDue = true;
            shard.flushLater(this);
        }
    }

    void flush() {
        flushDue = false;
        NodeId to = acknowledgeTo;
        if (to != null) {
            acknowledgeTo = null;
            long term = acknowledgeTerm;
            boolean adopted = replica.adoptedTerm() == term || !shard.rules.on(Rule.TERM_FENCE);
            if (replica.holdsData() && role == null && adopted) {
                shard.sendLater(
                        to,
                        new Acknowledge(
                                partition,
                                term,
                                replica.copyNumberIn(term),
                                replica.log().last(),
                                false));
            }
        }
        PrimaryRole primary = role;
        if (primary != null) {
            primary.flush();
        } else {
            settle();
        }
    }

    /** Something was committed here as primary. */
    void committed() {
        PrimaryRole primary = role;
        if (primary != null && primary.isHandingOver()) {
            primary.advanceHandOver(shard.now());
        }
        settle();
    }

    /** Something begins that may become overdue: the next ticks are to look after it. */
    void begins() {
        shard.setRestless(place, true);
    }

    /** Whether something is under way that the next tick should look after. */
    private boolean isRestless() {
        PrimaryRole primary = role;
        if (held.size() > 0) {
            return true;
        }
        return primary == null ? backupReads.size() > 0 : !placed || !primary.isQuiet();
    }

    /** Something is done: unless more is under way, ticks need not look after it. Asked while it is in the caches. */
    private void settle() {
        if (shard.isRestless(place) && !isRestless()) {
            shard.setRestless(place, false);
        }
    }

    void tick(long nowNanos) {
        look(nowNanos);
        shard.setRestless(place, isRestless());
    }

    private void look(long nowNanos) {
        PrimaryRole primary = role;
        if (primary != null) {
            primary.tick(nowNanos);
            placement.pursue(primary, nowNanos);
            placed = placement.isReached();
            expiry.tick(primary, nowNanos);
        } else {
            backupReads.expire(nowNanos);
            stray.tick(nowNanos);
        }
        held.expire(nowNanos, shard.leaseNanos());
        if (!delegations.isEmpty()) {
            delegations.forgetExpired(nowNanos);
        }
        if (!waits.isEmpty()) {
            waits.values().removeIf(until -> until <= nowNanos);
        }
    }

    void voidLease() {
        replica.voidLease();
    }

    /** How many requests and writes are under way. */
    int openWork() {
        PrimaryRole primary = role;
        int waiting = held.size() + backupReads.size();
        return primary == null ? waiting : waiting + primary.openWork();
    }
}
