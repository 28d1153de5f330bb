package io.kith.replication;

import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.config.ClusterConfig;
import io.kith.replication.host.Bounds;
import io.kith.replication.host.ReplicationTimes;
import io.kith.replication.host.Responder;
import io.kith.replication.host.ShardHost;
import io.kith.replication.host.ShardLimits;
import io.kith.replication.lease.Delegations;
import io.kith.replication.lease.Leases;
import io.kith.replication.lease.PartitionLeases;
import io.kith.replication.log.LogEntry;
import io.kith.replication.log.ReplicaLog;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.Batch;
import io.kith.replication.message.ReplicationMessage.CommitNotice;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.replication.message.ReplicationMessage.Delegate;
import io.kith.replication.message.ReplicationMessage.Delegation;
import io.kith.replication.message.ReplicationMessage.OfPartition;
import io.kith.replication.message.ReplicationMessage;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.CopySlots;
import io.kith.replication.shared.DataBudget;
import io.kith.replication.shared.HeldRequests;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.KnownCluster;
import io.kith.replication.shared.OpenRequests;
import io.kith.replication.shared.PartitionConfig;
import io.kith.replication.shared.PartitionRequests;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.Turn;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of one event loop of a node. Only that loop calls it. It routes requests and messages to the partitions,
 * and keeps what they share.
 *
 * <p>The node's control loop tells it, in this order of events, of every grant given and received and every config
 * adopted: {@link #gaveGrant} before the answer that gives it is sent, {@link #adopt} after the control loop adopted the
 * config and before it answers any heartbeat under it.
 */
public final class Shard {
    private static final byte[] NOTHING = new byte[0];

    /** Every so many ticks a partition is looked after in which nothing is under way. */
    private static final int QUIET_ROUNDS = 5;

    private final ShardSlice slice;
    private final ProtocolPort port;
    private final ShardHost host;
    private final Bounds bounds;
    private final SafetyRules rules;
    private final KnownCluster cluster;
    private final Turn turn;
    private final Leases leases;
    private final DataBudget budget;
    private final OpenRequests open = new OpenRequests();
    private final CopySlots slots = new CopySlots();
    private final HeldRequests awaitingConfig;
    private Partition[] partitions = new Partition[0];

    /** By the partitions' places, whether something is under way that may soon be overdue. */
    private boolean[] restless = new boolean[0];

    private boolean stopped;
    private long heartbeatDueNanos;
    private int round;

    /** Makes a shard that serves nothing until it is given a config. */
    public Shard(
            NodeId self,
            ShardSlice slice,
            ProtocolPort port,
            ShardHost host,
            ReplicationTimes times,
            ShardLimits limits,
            SafetyRules rules) {
        this.slice = slice;
        this.port = port;
        this.host = host;
        this.bounds = new Bounds(times, limits);
        this.rules = rules;
        this.cluster = new KnownCluster(self);
        this.turn = new Turn(port, bounds);
        this.leases = new Leases(port.clock(), limits.clockToleranceMillis(), rules);
        this.budget = new DataBudget(self);
        this.awaitingConfig = new HeldRequests(limits.heldRequests());
        port.schedule(times.tickNanos(), this::tick);
    }

    /** Serves nothing any more and forgets its timers. */
    public void stop() {
        stopped = true;
        awaitingConfig.abandon(ResponseStatus.NOT_HERE);
    }

    /** Goes on with other times and bounds. */
    public void adjust(ReplicationTimes times, ShardLimits limits) {
        bounds.adjust(times, limits);
    }

    // ---- from the control loop

    /**
     * Nodes that live and that no direct link from here reaches; copies go over direct links only.
     *
     * @param reachedBy for each of them those who reach it directly, best first; an unmodifiable map
     */
    public void deadLinks(SortedMap<NodeId, List<NodeId>> reachedBy) {
        cluster.deadLinks(reachedBy);
    }

    /** The node's other shards hold data of so many bytes together. */
    public void storedElsewhere(long bytes) {
        budget.storedElsewhere(bytes);
    }

    /** Holds {@code next} from now on; does nothing if it holds a config as new. */
    public void adopt(ClusterConfig next) {
        ClusterConfig previous = cluster.configOrNull();
        if (previous != null && previous.configId() >= next.configId()) {
            return;
        }
        if (previous == null) {
            makePartitions(next.partitionCount());
        }
        cluster.hold(next);
        leases.holdsConfig(next.configId());
        turn.forgetIdleBut(next.members().keySet());
        budget.configAdopted(next);
        boolean sameMembers = previous != null && previous.members().equals(next.members());
        for (Partition partition : partitions) {
            if (previous == null || !sameMembers || !partition.isUnconcernedBy(previous, next)) {
                partition.adopt(previous, next);
            }
        }
        awaitingConfig.retry();
    }

    private void makePartitions(int count) {
        partitions = new Partition[slice.size(count)];
        restless = new boolean[partitions.length];
        for (int place = 0; place < partitions.length; place++) {
            partitions[place] = makePartition(place);
        }
    }

    private Partition makePartition(int place) {
        int number = slice.at(place);
        PartitionRequests requests =
                new PartitionRequests(number, open, bounds.limits().heldRequests());
        return new Partition(
                new PartitionConfig(number, cluster, host),
                new Holding(number, budget, requests, host, rules),
                new PartitionLeases(leases, new Delegations(), leases.earlierPrimaries(cluster.self())),
                requests,
                new PartitionTurn(turn, restless, place),
                slots,
                bounds,
                rules);
    }

    /**
     * This node is about to answer a heartbeat of {@code to}, and so promises: for L from now, I activate as primary of
     * nothing whose primary you are.
     *
     * @param configId the config the control loop holds
     * @param answeredNanos a clock read before the answer is sent
     */
    public void gaveGrant(NodeId to, long configId, long answeredNanos) {
        if (cluster.hasConfig()) {
            leases.gave(to, configId, answeredNanos, cluster.config().parameters());
        }
    }

    /** {@code from} answered the heartbeat that this node sent at {@code sentNanos}, holding config {@code configId}. */
    public void receivedGrant(NodeId from, long configId, long sentNanos) {
        if (cluster.hasConfig()) {
            leases.got(from, configId, sentNanos, cluster.leaseNanos());
        }
    }

    /** Delegates read leases to {@code replica}, whose heartbeat, sent at {@code sentNanos} by its clock, is answered. */
    public void delegate(NodeId replica, long sentNanos) {
        if (!cluster.hasConfig()) {
            return;
        }
        noticeSuspension();
        long nowNanos = turn.now();
        List<Delegation> delegations = new ArrayList<>();
        for (Partition partition : partitions) {
            Delegation delegation = partition.delegateTo(replica, nowNanos);
            if (delegation != null) {
                delegations.add(delegation);
            }
        }
        if (!delegations.isEmpty()) {
            turn.send(replica, new Delegate(sentNanos, delegations));
        }
    }

    // ---- from clients

    /** Serves a read; {@code responder} is called once, now or later. */
    public void read(ClientMessage.Read request, Responder responder) {
        if (RequestChecks.isWellFormed(request.operation(), true, responder)
                && admits(request.partition(), request.configId(), responder, () -> read(request, responder))) {
            noticeSuspension();
            partition(request.partition()).read(request, responder);
        }
    }

    /** Serves a write; {@code responder} is called once, when it is committed or refused. */
    public void write(ClientMessage.Write request, Responder responder) {
        if (RequestChecks.isWellFormed(request.operation(), false, responder)
                && RequestChecks.isSession(request.session(), responder)
                && admits(request.partition(), request.configId(), responder, () -> write(request, responder))) {
            partition(request.partition()).write(request, responder);
        }
    }

    /** Opens a session on a partition; {@code responder} is called once, with the opening. */
    public void openSession(ClientMessage.OpenSession request, Responder responder) {
        if (RequestChecks.isSession(request.session(), responder)
                && admits(request.partition(), request.configId(), responder, () -> openSession(request, responder))) {
            partition(request.partition()).openSession(request, responder);
        }
    }

    private boolean admits(int partition, long configId, Responder responder, Runnable again) {
        if (stopped || !cluster.hasConfig()) {
            responder.respond(ResponseStatus.NOT_HERE, NOTHING);
            return false;
        }
        if (!isHere(partition)) {
            responder.respond(ResponseStatus.BAD_REQUEST, NOTHING);
            return false;
        }
        if (configId > cluster.config().configId()) {
            awaitingConfig.hold(responder, again, turn.now());
            return false;
        }
        return true;
    }

    private boolean isHere(int partition) {
        return slice.has(partition) && partition < cluster.config().partitionCount();
    }

    private Partition partition(int number) {
        return partitions[slice.placeOf(number)];
    }

    // ---- from other nodes

    /**
     * Handles a message about one partition of this shard, or the part about this shard of one about many; says whether it
     * was taken.
     */
    public boolean handle(NodeId from, ReplicationMessage message) {
        if (stopped || !cluster.hasConfig()) {
            return false;
        }
        return switch (message.kind()) {
            case BATCH -> batch(from, (Batch) message);
            case COMMIT_NOTICE -> commitNotice(from, (CommitNotice) message);
            case DELEGATE -> delegated(from, (Delegate) message);
            case APPEND,
                    ACKNOWLEDGE,
                    STALE_TERM,
                    ADOPT_TERM,
                    TERM_ADOPTED,
                    RELEASE_REQUEST,
                    RELEASED,
                    BARRIER_QUERY,
                    BARRIER_ANSWER,
                    COPY_BEGIN,
                    COPY_PIECE,
                    COPY_PROGRESS,
                    COPY_ABANDONED -> ofPartition(from, (OfPartition) message);
        };
    }

    private boolean ofPartition(NodeId from, OfPartition message) {
        return isHere(message.partition()) && partition(message.partition()).handle(from, message);
    }

    private boolean batch(NodeId from, Batch batch) {
        for (Append append : batch.appends()) {
            if (isHere(append.partition())) {
                partition(append.partition()).append(from, append);
            }
        }
        for (Acknowledge acknowledgement : batch.acknowledgements()) {
            if (isHere(acknowledgement.partition())) {
                partition(acknowledgement.partition()).acknowledged(from, acknowledgement);
            }
        }
        return true;
    }

    private boolean commitNotice(NodeId from, CommitNotice notice) {
        for (CommitPoint point : notice.points()) {
            if (isHere(point.partition())) {
                partition(point.partition()).commitPoint(from, point);
            }
        }
        return true;
    }

    private boolean delegated(NodeId from, Delegate message) {
        if (!leases.isAfterSuspension(message.heartbeatSentNanos())) {
            return false;
        }
        for (Delegation delegation : message.delegations()) {
            int number = delegation.point().partition();
            if (isHere(number)) {
                partition(number).delegated(from, delegation, message.heartbeatSentNanos());
            }
        }
        return true;
    }

    /** Whether a message says something about one of this shard's partitions. Any thread may ask. */
    public boolean isConcernedBy(ReplicationMessage message) {
        return slice.count() == 1 || message.concerns(slice::has);
    }

    // ---- what is overdue

    private void tick() {
        if (stopped) {
            return;
        }
        long nowNanos = turn.readClock();
        if (cluster.hasConfig()) {
            noticeSuspension();
            if (nowNanos >= heartbeatDueNanos) {
                heartbeatDueNanos = nowNanos + bounds.times().heartbeatNanos();
                leases.settle(nowNanos, cluster.leaseNanos());
            }
            awaitingConfig.expire(nowNanos, cluster.leaseNanos());
            budget.report(host, bounds.limits().memoryBytes());
            round = (round + 1) % QUIET_ROUNDS;
            for (int i = 0; i < partitions.length; i++) {
                if (restless[i] || i % QUIET_ROUNDS == round) {
                    partitions[i].tick(nowNanos);
                }
            }
        }
        port.schedule(bounds.times().tickNanos(), this::tick);
    }

    /** A lease is over if wall clock and monotonic clock disagree about how much time has passed. */
    private void noticeSuspension() {
        if (leases.haveEnded()) {
            for (Partition partition : partitions) {
                partition.voidLease();
            }
        }
    }

    // ---- for inspection

    /** What this shard knows and does about {@code partition} right now, which must be one of its own. */
    public PartitionView view(int partition) {
        return cluster.hasConfig() ? partition(partition).view() : PartitionView.NOTHING;
    }

    /** The entry at {@code sequence} of the log of {@code partition}, or null if it is not kept here any more. */
    public @Nullable LogEntry entry(int partition, long sequence) {
        if (!cluster.hasConfig()) {
            return null;
        }
        ReplicaLog log = partition(partition).replica().log();
        return sequence > log.base() && sequence <= log.last() ? log.get(sequence) : null;
    }

    /** A hash of the committed state of {@code partition}; equal states have equal hashes. Walks through the state. */
    public long digest(int partition) {
        return cluster.hasConfig() ? partition(partition).replica().state().digest() : 0;
    }

    /** What the elements of all partitions here take of memory, about, in bytes. */
    public long storedBytes() {
        return budget.storedBytes();
    }

    /** How many requests, writes, copies and handovers are under way here; 0 when all is quiet. */
    public int openWork() {
        int underWay = awaitingConfig.size() + slots.underWay() + open.size();
        for (Partition partition : partitions) {
            underWay += partition.openWork();
        }
        return underWay;
    }

    /** How many requests wait in the partitions' collections or have their results kept for retries. */
    public int openResults() {
        int results = 0;
        for (Partition partition : partitions) {
            results += partition.replica().state().openResults();
        }
        return results;
    }

    /**
     * Begins to hand {@code partition} over to another of its replicas; does nothing unless this node is its active
     * primary and {@code successor} one of its replicas.
     */
    public void handOver(int partition, NodeId successor) {
        if (cluster.hasConfig()) {
            partition(partition).handOverTo(successor);
        }
    }

    /** The config it holds, or null before the first. */
    public @Nullable ClusterConfig config() {
        return cluster.configOrNull();
    }
}
