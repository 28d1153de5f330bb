package io.kith.replication;

import io.kith.collections.wire.ClientMessage;
import io.kith.config.ClusterConfig;
import io.kith.config.PartitionReplicas;
import io.kith.replication.backup.BackupReads;
import io.kith.replication.backup.Following;
import io.kith.replication.backup.IncomingCopy;
import io.kith.replication.backup.StrayCopy;
import io.kith.replication.backup.TermQuestions;
import io.kith.replication.host.Bounds;
import io.kith.replication.host.Responder;
import io.kith.replication.lease.PartitionLeases;
import io.kith.replication.log.Replica;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.AdoptTerm;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.BarrierAnswer;
import io.kith.replication.message.ReplicationMessage.BarrierQuery;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.replication.message.ReplicationMessage.CopyAbandoned;
import io.kith.replication.message.ReplicationMessage.CopyBegin;
import io.kith.replication.message.ReplicationMessage.CopyPiece;
import io.kith.replication.message.ReplicationMessage.CopyProgress;
import io.kith.replication.message.ReplicationMessage.Delegation;
import io.kith.replication.message.ReplicationMessage.FailedAt;
import io.kith.replication.message.ReplicationMessage.OfPartition;
import io.kith.replication.message.ReplicationMessage.ReleaseRequest;
import io.kith.replication.message.ReplicationMessage.Released;
import io.kith.replication.message.ReplicationMessage.StaleTerm;
import io.kith.replication.message.ReplicationMessage.TermAdopted;
import io.kith.replication.primary.EarlierFailure;
import io.kith.replication.primary.OwnCommands;
import io.kith.replication.primary.Placement;
import io.kith.replication.primary.Primary;
import io.kith.replication.primary.PrimaryTerm;
import io.kith.replication.safety.InvariantViolation;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.CopySlots;
import io.kith.replication.shared.Fence;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionConfig;
import io.kith.replication.shared.PartitionRequests;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One node's part in one partition: which role it has, primary or not, and that what comes goes there. Lives as long as
 * the node, whatever roles come and go.
 */
sealed class Partition permits GuardedPartition {
    private static final byte[] NOTHING = new byte[0];

    // What each write looks at comes first: so it shares a line of the caches.
    private @Nullable Primary primary;
    private final PartitionTurn turn;
    private final Following following;
    private final SafetyRules rules;
    private final Holding holding;

    private final PartitionConfig here;
    private final PartitionLeases leases;
    private final PartitionRequests requests;
    private final CopySlots slots;
    private final Bounds bounds;
    private final Fence fence;
    private final BackupReads backupReads;
    private final TermQuestions termQuestions;
    private final IncomingCopy incomingCopy;
    private final StrayCopy stray;
    private final Placement placement;
    private final OwnCommands ownCommands;
    private final PartitionSight sight;
    private final EarlierFailure earlierFailure = new EarlierFailure();

    /** Whether its replicas were those that the ring wants when that was last looked at. */
    private boolean placed;

    /** Holds nothing and has no role yet. */
    Partition(
            PartitionConfig here,
            Holding holding,
            PartitionLeases leases,
            PartitionRequests requests,
            PartitionTurn turn,
            CopySlots slots,
            Bounds bounds,
            SafetyRules rules) {
        this.here = here;
        this.holding = holding;
        this.leases = leases;
        this.requests = requests;
        this.turn = turn;
        this.slots = slots;
        this.bounds = bounds;
        this.rules = rules;
        this.fence = new Fence(here, holding, turn, rules);
        this.backupReads = new BackupReads(here, holding, fence, turn, bounds, rules);
        this.following = new Following(here, holding, fence, backupReads, turn, rules);
        this.termQuestions = new TermQuestions(here, holding, fence, leases.delegations(), turn, bounds, rules);
        this.incomingCopy = new IncomingCopy(here, holding, fence, following, turn, slots.pace(), bounds, rules);
        this.stray = new StrayCopy(here, holding, incomingCopy, bounds, turn.cachedNow());
        this.placement = new Placement(here, leases.delegations(), slots, bounds);
        this.ownCommands = new OwnCommands(here, holding, turn, bounds);
        this.sight = new PartitionSight(here, holding, leases, backupReads, turn, rules);
    }

    /** What is held of it. */
    Replica replica() {
        return holding.replica();
    }

    // ---- requests

    void order(ClientMessage.Write request, Responder responder) {
        Primary role = primary;
        if (role == null) {
            responder.respond(here.elsewhere(), NOTHING);
        } else if (role.takesWrites()) {
            role.write(request, responder);
        } else {
            hold(responder, () -> order(request, responder));
        }
    }

    void open(ClientMessage.OpenSession request, Responder responder) {
        Primary role = primary;
        if (role == null) {
            responder.respond(here.elsewhere(), NOTHING);
        } else if (role.takesWrites()) {
            role.openSession(request, responder);
        } else {
            hold(responder, () -> open(request, responder));
        }
    }

    void answer(ClientMessage.Read request, Responder responder) {
        long nowNanos = rules.leaseClockNanos(turn.clock(), turn.cachedNow());
        Primary role = primary;
        if (role == null && backupReads.mayRead(nowNanos)) {
            backupReads.read(request, responder);
        } else if (role == null) {
            responder.respond(here.elsewhere(), NOTHING);
        } else if (role.servesReads()) {
            role.read(request, responder, nowNanos);
        } else {
            hold(responder, () -> answer(request, responder));
        }
    }

    /** Keeps a request until the partition is active here, or known not to be. */
    private void hold(Responder responder, Runnable again) {
        turn.begins();
        requests.hold(responder, again, turn.now());
    }

    /** Begins to give the role of primary to {@code successor}, if this node has it and that is another replica. */
    void handOverTo(NodeId successor) {
        Primary role = primary;
        if (role != null && !successor.equals(here.self())) {
            role.handOverTo(successor);
        }
    }

    // ---- leases

    /** The lease to delegate to {@code node} with the answer to its heartbeat; remembered. */
    @Nullable
    Delegation delegateTo(NodeId node, long nowNanos) {
        Primary role = primary;
        return role == null ? null : role.delegateTo(node, nowNanos);
    }

    void delegated(NodeId from, Delegation delegation, long sentNanos) {
        following.delegated(from, delegation, sentNanos);
    }

    /** The machine was suspended. */
    void voidLease() {
        replica().lease().end();
    }

    // ---- when something failed

    /** What to tell the other replicas if this node was the first to apply an entry, as its primary, and failed at that. */
    @Nullable
    FailedAt failedAt() {
        return primary == null ? null : primary.failedAt();
    }

    /** Gives up its role and its lease, and holds nothing any more that anything could be answered from. */
    void stop() {
        depose();
        holding.fall();
        backupReads.recheck();
        requests.abandonHeld(here.elsewhere());
        turn.endsAll();
        turn.begins();
    }

    // ---- messages

    /** Handles a message about this partition; says whether it was of any use. */
    boolean handle(NodeId from, OfPartition message) {
        return switch (message.kind()) {
            case APPEND -> following.append(from, (Append) message);
            case ADOPT_TERM -> termQuestions.adoptTerm(from, (AdoptTerm) message);
            case RELEASE_REQUEST -> termQuestions.releaseRequested(from, (ReleaseRequest) message);
            case BARRIER_QUERY -> termQuestions.barrierQuery(from, (BarrierQuery) message);
            case STALE_TERM -> termQuestions.staleTerm(from, (StaleTerm) message);
            case COPY_BEGIN -> incomingCopy.begin(from, (CopyBegin) message);
            case COPY_PIECE -> incomingCopy.piece(from, (CopyPiece) message);
            case COPY_ABANDONED -> !here.isStranger(from) && incomingCopy.abandoned((CopyAbandoned) message);
            case ACKNOWLEDGE -> primary != null && primary.acknowledged(from, (Acknowledge) message);
            case TERM_ADOPTED -> primary != null && primary.termAdopted(from, (TermAdopted) message);
            case RELEASED -> primary != null && primary.released(from, (Released) message);
            case BARRIER_ANSWER -> primary != null && primary.barrierAnswered(from, (BarrierAnswer) message);
            case COPY_PROGRESS -> primary != null && primary.copyProgressed(from, (CopyProgress) message);
            case FAILED_AT -> !here.isStranger(from) && earlierFailure.told((FailedAt) message);
            case BATCH, COMMIT_NOTICE, DELEGATE -> throw new IllegalStateException("that is about many partitions");
        };
    }

    boolean commitPoint(NodeId from, CommitPoint point) {
        return following.commitPoint(from, point);
    }

    // ---- config

    /**
     * Whether {@code next} changes nothing for this partition, as each config does for most, provided that the members are
     * the same: neither its replicas nor its targets, and nothing is under way here that waits for another config.
     */
    boolean isUnconcernedBy(ClusterConfig previous, ClusterConfig next) {
        Primary role = primary;
        int partition = here.partition();
        // Configs that follow each other share what does not change, which is seen at once.
        return Objects.equals(next.partition(partition), previous.partition(partition))
                && Objects.equals(next.target(partition), previous.target(partition))
                && !termQuestions.isAnyEarly()
                && requests.held() == 0
                && (role == null || role.isUnconcernedByConfigs());
    }

    /** Takes over what {@code next}, which the shard now holds, says of this partition. */
    void adopt(@Nullable ClusterConfig previous, ClusterConfig next) {
        turn.begins();
        placed = false;
        PartitionReplicas after = next.partition(here.partition());
        @Nullable PartitionReplicas before = previous == null ? null : previous.partition(here.partition());
        boolean listed = after.lists(here.self());
        // First, as it must be remembered whatever else fails.
        if (before != null && before.term() != after.term()) {
            leases.earlier().termChanged(before, after, next.configId(), turn.now());
        }
        if (previous == null && next.configId() == 1 && listed) {
            holding.keepFresh(after.term());
        }
        if (!listed) {
            discardIfOver(previous, after);
        }
        changeRole(before, after, next.configId());
        if (listed && primary == null) {
            replica().adopt(after.term());
        }
        backupReads.recheck();
        if (primary == null) {
            requests.abandonHeld(here.elsewhere());
        }
        termQuestions.configAdopted();
    }

    /** This node is no replica: forgets what it holds, if it was one until now, or a joiner whose primary changed. */
    private void discardIfOver(@Nullable ClusterConfig previous, PartitionReplicas after) {
        boolean discards;
        if (previous != null && previous.partition(here.partition()).lists(here.self())) {
            discards = rules.removalDiscards(replica().copyConfigId(), previous.configId());
        } else {
            discards = replica().holdsData() && rules.copyEnds(replica().copyTerm(), after.term());
        }
        if (discards) {
            holding.discard();
        }
    }

    private void changeRole(@Nullable PartitionReplicas before, PartitionReplicas after, long configId) {
        Primary role = primary;
        if (!after.primary().equals(here.self())) {
            depose();
            if (before != null && before.primary().equals(here.self())) {
                termQuestions.release(after.primary());
            }
        } else if (role != null && role.term() == after.term()) {
            role.configAdopted(configId);
        } else {
            depose();
            becomePrimary(before, after);
        }
    }

    private void becomePrimary(@Nullable PartitionReplicas before, PartitionReplicas after) {
        boolean wasReplica = before != null && before.lists(here.self());
        if (after.startedEmpty() && !wasReplica) {
            holding.keepFresh(Math.max(replica().adoptedTerm(), after.term()));
        } else if (holding.fallen() != null) {
            return;
        } else if (!replica().holdsData()) {
            throw new InvariantViolation(
                    "the config names a primary that holds no data", here.partition(), after.term(), 0);
        }
        replica().adopt(after.term());
        leases.delegations().nextTerm(rules);
        Primary role = new Primary(
                new PrimaryTerm(here, after.term()),
                holding,
                leases,
                requests,
                turn,
                slots,
                bounds,
                rules,
                earlierFailure);
        primary = role;
        fence.leads(after.term());
        role.advance();
    }

    private void depose() {
        Primary deposed = primary;
        if (deposed != null) {
            primary = null;
            fence.leads(0);
            deposed.depose();
        }
    }

    // ---- the turn's end, and what is overdue

    /** Sends what gathered during a turn of the loop. */
    void flush() {
        Primary role = primary;
        if (turn.ends(UnderWay.ACKNOWLEDGEMENT)) {
            following.flush();
        }
        if (turn.ends(UnderWay.COMMITS)) {
            following.commitMore();
        }
        if (turn.ends(UnderWay.COPY_ANSWER)) {
            incomingCopy.answer();
        }
        if (turn.ends(UnderWay.PERSISTING)) {
            termQuestions.flush();
            incomingCopy.flush();
        }
        if (role != null) {
            role.flush();
        } else {
            turn.settle();
        }
    }

    /** Whether something is under way that the next tick should look after. */
    boolean isRestless() {
        return primary == null ? turn.is(UnderWay.BACKUP_READS) : !placed || !primary.isQuiet();
    }

    void tick(long nowNanos) {
        Primary role = primary;
        if (role != null) {
            role.tick(nowNanos);
            placement.pursue(role, nowNanos);
            placed = placement.isReached();
            ownCommands.tick(role, nowNanos);
        } else {
            backupReads.expire(nowNanos);
            stray.tick(nowNanos);
        }
        requests.expireHeld(nowNanos, here.leaseNanos());
        leases.delegations().forgetExpired(nowNanos);
        leases.earlier().forgetExpired(nowNanos);
        turn.looked();
    }

    // ---- for inspection

    /** How many requests and writes are under way. */
    int openWork() {
        Primary role = primary;
        int waiting = requests.held() + backupReads.size() + (turn.is(UnderWay.LONG_CHANGE) ? 1 : 0);
        return role == null ? waiting : waiting + role.openWork();
    }

    /** What this node knows and does about the partition right now. */
    PartitionView view() {
        return sight.of(primary);
    }
}
