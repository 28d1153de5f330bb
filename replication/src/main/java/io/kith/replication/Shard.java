package io.kith.replication;

import io.kith.collections.Kinds;
import io.kith.collections.partition.CollectionView;
import io.kith.collections.partition.PartitionStates;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.config.ClusterConfig;
import io.kith.replication.host.Bounds;
import io.kith.replication.host.LoopGuard;
import io.kith.replication.host.ReplicationTimes;
import io.kith.replication.host.Responder;
import io.kith.replication.host.ShardHost;
import io.kith.replication.host.ShardLimits;
import io.kith.replication.lease.Delegations;
import io.kith.replication.lease.Leases;
import io.kith.replication.lease.PartitionLeases;
import io.kith.replication.log.Commits;
import io.kith.replication.log.Journal;
import io.kith.replication.log.LogEntry;
import io.kith.replication.log.ReplicaLog;
import io.kith.replication.log.Replicas;
import io.kith.replication.message.ReplicationMessage;
import io.kith.replication.message.ReplicationMessage.Delegate;
import io.kith.replication.message.ReplicationMessage.Delegation;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.CommitStream;
import io.kith.replication.shared.CopyPace;
import io.kith.replication.shared.CopySlots;
import io.kith.replication.shared.DataBudget;
import io.kith.replication.shared.HeldRequests;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.KnownCluster;
import io.kith.replication.shared.LongReads;
import io.kith.replication.shared.OpenRequests;
import io.kith.replication.shared.PartitionConfig;
import io.kith.replication.shared.PartitionRequests;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.Turn;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
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

    private final ShardSlice slice;
    private final ProtocolPort port;
    private final ShardHost host;
    private final Bounds bounds;
    private final SafetyRules rules;
    private final LoopGuard guard;
    private final KnownCluster cluster;
    private final Turn turn;
    private final Leases leases;
    private final DataBudget budget;
    private final OpenRequests open = new OpenRequests();
    private final Commits commits;
    private final Journal journal;
    private final PartitionStates states;
    private final LongReads longReads;
    private final CopyPace pace;
    private final CopySlots slots;
    private final HeldRequests awaitingConfig;
    private Partitions partitions;
    private boolean stopped;
    private long heartbeatDueNanos;

    /** Makes a shard that serves nothing until it is given a config. */
    public Shard(
            NodeId self,
            ShardSlice slice,
            ProtocolPort port,
            ShardHost host,
            ReplicationTimes times,
            ShardLimits limits,
            SafetyRules rules,
            LoopGuard guard) {
        this.slice = slice;
        this.port = port;
        this.host = host;
        this.bounds = new Bounds(times, limits);
        this.rules = rules;
        this.guard = guard;
        this.cluster = new KnownCluster(self);
        this.turn = new Turn(port, bounds);
        this.leases = new Leases(port.clock(), limits.clockToleranceMillis(), rules);
        this.budget = new DataBudget(self, slice.count());
        this.commits = new CommitStream(open, host.commits(), port);
        this.journal = host.journal();
        this.longReads = new LongReads(port);
        this.pace = new CopyPace(port);
        this.slots = new CopySlots(pace);
        this.states = new PartitionStates(Kinds.all(), rules.partitions(), limits.sliceElements());
        this.awaitingConfig = new HeldRequests(limits.heldRequests());
        this.partitions = new Partitions(slice, 0, this::makePartition);
        port.schedule(times.tickNanos(), this::tick);
    }

    /** One thread at a time runs protocol code: this one, or else nothing may be touched. */
    private void requireLoop() {
        if (!guard.isOnLoop()) {
            throw new IllegalStateException("shard " + slice.index() + " was called from outside its loop");
        }
    }

    /** Serves nothing any more and forgets its timers. */
    public void stop() {
        stopped = true;
        longReads.abandon();
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
        requireLoop();
        ClusterConfig previous = cluster.configOrNull();
        if (previous != null && previous.configId() >= next.configId()) {
            return;
        }
        if (previous == null) {
            partitions = new Partitions(slice, next.partitionCount(), this::makePartition);
        }
        cluster.hold(next);
        leases.holdsConfig(next.configId());
        turn.forgetIdleBut(next.members().keySet());
        budget.configAdopted(next);
        partitions.adopt(previous, next);
        awaitingConfig.retry();
    }

    private GuardedPartition makePartition(int number, boolean[] restless, int place) {
        PartitionTurn ownTurn = new PartitionTurn(turn, restless, place);
        Replicas replicas = new Replicas(number, states, journal, ownTurn::flushLater, rules);
        return new GuardedPartition(
                new PartitionConfig(number, cluster, host),
                new Holding(number, budget, replicas, commits, longReads, rules),
                new PartitionLeases(leases, new Delegations(), leases.earlierPrimaries(cluster.self())),
                new PartitionRequests(number, open, bounds.limits().heldRequests()),
                ownTurn,
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
        requireLoop();
        if (cluster.hasConfig()) {
            leases.gave(to, configId, answeredNanos, cluster.config().parameters());
        }
    }

    /** {@code from} answered the heartbeat that this node sent at {@code sentNanos}, holding config {@code configId}. */
    public void receivedGrant(NodeId from, long configId, long sentNanos) {
        requireLoop();
        if (cluster.hasConfig()) {
            leases.got(from, configId, sentNanos, cluster.leaseNanos());
        }
    }

    /** Delegates read leases to {@code replica}, whose heartbeat, sent at {@code sentNanos} by its clock, is answered. */
    public void delegate(NodeId replica, long sentNanos) {
        requireLoop();
        if (!cluster.hasConfig()) {
            return;
        }
        noticeSuspension();
        List<Delegation> delegations = partitions.delegateTo(replica, turn.now());
        if (!delegations.isEmpty()) {
            turn.send(replica, new Delegate(sentNanos, delegations));
        }
    }

    // ---- from clients, as the node's door has let them in: whole operations that a client may ask for

    /** Serves a read; {@code responder} is called once, now or later. */
    public void read(ClientMessage.Read request, Responder responder) {
        if (refuses(request.partition(), responder)) {
            return;
        }
        if (isEarly(request.configId())) {
            awaitingConfig.hold(responder, () -> read(request, responder), turn.now());
            return;
        }
        noticeSuspension();
        pace.requested();
        partitions.get(request.partition()).read(request, responder);
    }

    /** Serves a write; {@code responder} is called once, when it is committed or refused. */
    public void write(ClientMessage.Write request, Responder responder) {
        if (refuses(request.partition(), responder)) {
            return;
        }
        if (isEarly(request.configId())) {
            awaitingConfig.hold(responder, () -> write(request, responder), turn.now());
            return;
        }
        pace.requested();
        partitions.get(request.partition()).write(request, responder);
    }

    /** Opens a session on a partition; {@code responder} is called once, with the opening. */
    public void openSession(ClientMessage.OpenSession request, Responder responder) {
        if (refuses(request.partition(), responder)) {
            return;
        }
        if (isEarly(request.configId())) {
            awaitingConfig.hold(responder, () -> openSession(request, responder), turn.now());
            return;
        }
        partitions.get(request.partition()).openSession(request, responder);
    }

    /** Whether this shard serves nothing of {@code partition}; answers if so. */
    private boolean refuses(int partition, Responder responder) {
        requireLoop();
        if (stopped || !cluster.hasConfig()) {
            responder.respond(ResponseStatus.NOT_HERE, NOTHING);
            return true;
        }
        if (!partitions.has(partition)) {
            responder.respond(ResponseStatus.BAD_REQUEST, NOTHING);
            return true;
        }
        return false;
    }

    /** Whether who asks knows a newer config than this shard holds, and so has to wait until that is here. */
    private boolean isEarly(long configId) {
        return configId > cluster.config().configId();
    }

    // ---- from other nodes

    /**
     * Handles a message about one partition of this shard, or the part about this shard of one about many; says whether it
     * was taken.
     */
    public boolean handle(NodeId from, ReplicationMessage message) {
        requireLoop();
        if (stopped || !cluster.hasConfig()) {
            return false;
        }
        if (message.kind() == ReplicationMessage.Kind.BATCH || message.kind() == ReplicationMessage.Kind.APPEND) {
            pace.requested();
        }
        boolean outdated =
                message instanceof Delegate delegate && !leases.isAfterSuspension(delegate.heartbeatSentNanos());
        return !outdated && partitions.handle(from, message);
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
            budget.refusedCopies().report(host, nowNanos);
            partitions.tick(nowNanos);
        }
        port.schedule(bounds.times().tickNanos(), this::tick);
    }

    /** A lease is over if wall clock and monotonic clock disagree about how much time has passed. */
    private void noticeSuspension() {
        if (leases.haveEnded()) {
            partitions.voidLeases();
        }
    }

    // ---- for inspection

    /** What this shard knows and does about {@code partition} right now, which must be one of its own. */
    public PartitionView view(int partition) {
        return cluster.hasConfig() ? partitions.get(partition).view() : PartitionView.NOTHING;
    }

    /** The entry at {@code sequence} of the log of {@code partition}, or null if it is not kept here any more. */
    public @Nullable LogEntry entry(int partition, long sequence) {
        if (!cluster.hasConfig()) {
            return null;
        }
        ReplicaLog log = partitions.get(partition).replica().log();
        return sequence > log.base() && sequence <= log.last() ? log.get(sequence) : null;
    }

    /** A hash of the committed state of {@code partition}; equal states have equal hashes. Walks through the state. */
    public long digest(int partition) {
        return cluster.hasConfig() ? partitions.get(partition).replica().state().digest() : 0;
    }

    /** The collections that are open in {@code partition} as far as is committed here, by their openings. */
    public List<CollectionView> collections(int partition) {
        return cluster.hasConfig() ? partitions.get(partition).replica().state().collections() : List.of();
    }

    /** What the elements of all partitions here take of memory, about, in bytes. */
    public long storedBytes() {
        return budget.storedBytes();
    }

    /** How many requests, writes, copies and handovers are under way here; 0 when all is quiet. */
    public int openWork() {
        return awaitingConfig.size() + slots.underWay() + open.size() + longReads.size() + partitions.openWork();
    }

    /** How many requests wait in the partitions' collections or have their results kept for retries. */
    public int openResults() {
        return partitions.openResults();
    }

    /**
     * Begins to hand {@code partition} over to another of its replicas; does nothing unless this node is its active
     * primary and {@code successor} one of its replicas.
     */
    public void handOver(int partition, NodeId successor) {
        requireLoop();
        if (cluster.hasConfig()) {
            partitions.get(partition).handOverTo(successor);
        }
    }

    /** The config it holds, or null before the first. */
    public @Nullable ClusterConfig config() {
        return cluster.configOrNull();
    }
}
