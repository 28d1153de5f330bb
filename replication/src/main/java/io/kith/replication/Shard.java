package io.kith.replication;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.Operations;
import io.kith.collections.wire.ResponseStatus;
import io.kith.config.ClusterConfig;
import io.kith.replication.ReplicationMessage.Acknowledge;
import io.kith.replication.ReplicationMessage.AdoptTerm;
import io.kith.replication.ReplicationMessage.Append;
import io.kith.replication.ReplicationMessage.BarrierAnswer;
import io.kith.replication.ReplicationMessage.BarrierQuery;
import io.kith.replication.ReplicationMessage.Batch;
import io.kith.replication.ReplicationMessage.CommitNotice;
import io.kith.replication.ReplicationMessage.CommitPoint;
import io.kith.replication.ReplicationMessage.CopyAbandoned;
import io.kith.replication.ReplicationMessage.CopyBegin;
import io.kith.replication.ReplicationMessage.CopyPiece;
import io.kith.replication.ReplicationMessage.CopyProgress;
import io.kith.replication.ReplicationMessage.Delegate;
import io.kith.replication.ReplicationMessage.Delegation;
import io.kith.replication.ReplicationMessage.ReleaseRequest;
import io.kith.replication.ReplicationMessage.Released;
import io.kith.replication.ReplicationMessage.StaleTerm;
import io.kith.replication.ReplicationMessage.TermAdopted;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import io.kith.transport.ProtocolPort;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of one event loop of a node: partition <i>p</i> belongs to shard <i>p</i> modulo the number of shards.
 * Only that loop calls it. It routes requests and messages to the partitions, and keeps what they share.
 *
 * <p>The node's control loop tells it, in this order of events, of every grant given and received and every config
 * adopted: {@link #gaveGrant} before the answer that gives it is sent, {@link #adopt} after the control loop adopted the
 * config and before it answers any heartbeat under it.
 */
public final class Shard {
    private static final byte[] NOTHING = new byte[0];

    /** Every so many ticks a partition is looked after in which nothing is under way. */
    private static final int QUIET_ROUNDS = 5;

    private final ShardContext context;
    private final int index;
    private final int shardCount;
    private final HeldRequests awaitingConfig;
    private PartitionServer[] servers = new PartitionServer[0];
    private boolean stopped;
    private long heartbeatDueNanos;
    private int round;

    /**
     * Makes a shard that serves nothing until it is given a config.
     *
     * @param index 0 to {@code shardCount} - 1
     */
    public Shard(
            NodeId self,
            int index,
            int shardCount,
            ProtocolPort port,
            ShardHost host,
            ReplicationTimes times,
            ShardLimits limits,
            ProtocolRules rules) {
        this.index = index;
        this.shardCount = shardCount;
        this.context = new ShardContext(self, port, host, rules, times, limits);
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
        context.times = times;
        context.limits = limits;
    }

    // ---- from the control loop

    /**
     * Nodes that live and that no direct link from here reaches; copies go over direct links only.
     *
     * @param reachedBy for each of them those who reach it directly, best first; an unmodifiable map
     */
    public void deadLinks(SortedMap<NodeId, List<NodeId>> reachedBy) {
        context.deadLinks = reachedBy;
    }

    /** The node's other shards hold data of so many bytes together. */
    public void storedElsewhere(long bytes) {
        context.budget.storedElsewhere(bytes);
    }

    /** Holds {@code next} from now on; does nothing if it holds a config as new. */
    public void adopt(ClusterConfig next) {
        ClusterConfig previous = context.hasConfig() ? context.config() : null;
        if (previous != null && previous.configId() >= next.configId()) {
            return;
        }
        if (previous == null) {
            servers = new PartitionServer[(next.partitionCount() - index + shardCount - 1) / shardCount];
            for (int i = 0; i < servers.length; i++) {
                servers[i] = new PartitionServer(context, index + i * shardCount, i);
            }
            context.sizeFor(servers.length);
        }
        context.hold(next);
        boolean sameMembers = previous != null && previous.members().equals(next.members());
        for (PartitionServer server : servers) {
            if (previous == null || !sameMembers || !server.isUnconcernedBy(previous, next)) {
                server.adopt(previous, next);
            }
        }
        awaitingConfig.retry();
    }

    /**
     * This node is about to answer a heartbeat of {@code to}, and so promises: for L from now, I activate as primary of
     * nothing whose primary you are.
     *
     * @param configId the config the control loop holds
     * @param answeredNanos a clock read before the answer is sent
     */
    public void gaveGrant(NodeId to, long configId, long answeredNanos) {
        if (context.hasConfig()) {
            long durationNanos = context.stretchNanos(context.leaseNanos());
            context.given.gave(to, configId, answeredNanos + durationNanos);
        }
    }

    /** {@code from} answered the heartbeat that this node sent at {@code sentNanos}, holding config {@code configId}. */
    public void receivedGrant(NodeId from, long configId, long sentNanos) {
        if (context.hasConfig() && isAfterSuspension(sentNanos)) {
            long countedFromNanos = context.rules.on(Rule.GRANT_FROM_SENDING) ? sentNanos : context.now();
            context.received.received(from, configId, sentNanos, countedFromNanos + context.leaseNanos());
        }
    }

    /** Delegates read leases to {@code replica}, whose heartbeat, sent at {@code sentNanos} by its clock, is answered. */
    public void delegate(NodeId replica, long sentNanos) {
        if (!context.hasConfig()) {
            return;
        }
        noticeSuspension();
        long nowNanos = context.now();
        List<Delegation> delegations = new ArrayList<>();
        for (PartitionServer server : servers) {
            Delegation delegation = server.delegateTo(replica, nowNanos);
            if (delegation != null) {
                delegations.add(delegation);
            }
        }
        if (!delegations.isEmpty()) {
            context.port.send(replica, new Delegate(sentNanos, delegations));
        }
    }

    // ---- from clients

    /** Serves a read; {@code responder} is called once, now or later. */
    public void read(ClientMessage.Read request, Responder responder) {
        if (isWellFormed(request.operation(), true, responder)
                && admits(request.partition(), request.configId(), responder, () -> read(request, responder))) {
            noticeSuspension();
            server(request.partition()).read(request, responder);
        }
    }

    /** Serves a write; {@code responder} is called once, when it is committed or refused. */
    public void write(ClientMessage.Write request, Responder responder) {
        if (isWellFormed(request.operation(), false, responder)
                && isSession(request.session(), responder)
                && admits(request.partition(), request.configId(), responder, () -> write(request, responder))) {
            server(request.partition()).write(request, responder);
        }
    }

    /** Opens a session on a partition; {@code responder} is called once, with the opening. */
    public void openSession(ClientMessage.OpenSession request, Responder responder) {
        if (isSession(request.session(), responder)
                && admits(request.partition(), request.configId(), responder, () -> openSession(request, responder))) {
            server(request.partition()).openSession(request, responder);
        }
    }

    /** Whether a client may send {@code operation} so; answers it if not. */
    private static boolean isWellFormed(byte[] operation, boolean read, Responder responder) {
        String complaint = null;
        try {
            if (Operations.isRead(operation) != read) {
                complaint = read ? "a write was sent as a read" : "a read was sent as a write";
            } else if (!read && PartitionOperations.opensSession(operation)) {
                complaint = "a session is opened by a request of its own";
            }
        } catch (CorruptFrameException e) {
            complaint = String.valueOf(e.getMessage());
        }
        return complaint == null || refuse(responder, complaint);
    }

    private static boolean isSession(NodeId session, Responder responder) {
        return !session.equals(LogCommand.NO_SESSION) || refuse(responder, "a session's id is not zero");
    }

    private static boolean refuse(Responder responder, String complaint) {
        responder.respond(ResponseStatus.BAD_REQUEST, complaint.getBytes(StandardCharsets.UTF_8));
        return false;
    }

    private boolean admits(int partition, long configId, Responder responder, Runnable again) {
        if (stopped || !context.hasConfig()) {
            responder.respond(ResponseStatus.NOT_HERE, NOTHING);
            return false;
        }
        if (!isMine(partition) || partition >= context.config().partitionCount()) {
            responder.respond(ResponseStatus.BAD_REQUEST, NOTHING);
            return false;
        }
        if (configId > context.config().configId()) {
            awaitingConfig.hold(responder, again, context.now());
            return false;
        }
        return true;
    }

    private PartitionServer server(int partition) {
        return servers[partition / shardCount];
    }

    // ---- from other nodes

    /** Handles a message about one partition of this shard, or the part about this shard of one about many. */
    public void handle(NodeId from, ReplicationMessage message) {
        if (stopped || !context.hasConfig()) {
            return;
        }
        if (message instanceof Batch batch) {
            handleBatch(from, batch);
        } else if (message instanceof CommitNotice notice) {
            for (CommitPoint point : notice.points()) {
                PartitionServer server = serverOrNull(point.partition());
                if (server != null) {
                    server.commitPoint(from, point);
                }
            }
        } else if (message instanceof Delegate delegate) {
            delegated(from, delegate);
        } else {
            handleOfPartition(from, message);
        }
    }

    private void handleBatch(NodeId from, Batch batch) {
        for (Append append : batch.appends()) {
            PartitionServer server = serverOrNull(append.partition());
            if (server != null) {
                server.append(from, append);
            }
        }
        for (Acknowledge acknowledgement : batch.acknowledgements()) {
            PartitionServer server = serverOrNull(acknowledgement.partition());
            PrimaryRole role = server == null ? null : server.role();
            if (role != null) {
                role.acknowledged(from, acknowledgement);
            }
        }
    }

    private void delegated(NodeId from, Delegate message) {
        if (!isAfterSuspension(message.heartbeatSentNanos())) {
            return;
        }
        for (Delegation delegation : message.delegations()) {
            PartitionServer server = serverOrNull(delegation.point().partition());
            if (server != null) {
                server.delegated(from, delegation, message.heartbeatSentNanos());
            }
        }
    }

    private void handleOfPartition(NodeId from, ReplicationMessage message) {
        PartitionServer server = serverOrNull(partitionOf(message));
        if (server == null) {
            return;
        }
        PrimaryRole role = server.role();
        if (message instanceof Append m) {
            server.append(from, m);
        } else if (message instanceof AdoptTerm m) {
            server.adoptTerm(from, m);
        } else if (message instanceof CopyBegin m) {
            server.copyBegin(from, m);
        } else if (message instanceof CopyPiece m) {
            server.copyPiece(from, m);
        } else if (message instanceof CopyAbandoned m) {
            server.copyAbandoned(m);
        } else if (message instanceof StaleTerm m) {
            server.staleTerm(from, m);
        } else if (message instanceof ReleaseRequest m) {
            server.releaseRequested(from, m);
        } else if (message instanceof BarrierQuery m) {
            server.barrierQuery(from, m);
        } else if (role != null) {
            handleAsPrimary(role, from, message);
        }
    }

    private static void handleAsPrimary(PrimaryRole role, NodeId from, ReplicationMessage message) {
        if (message instanceof Acknowledge m) {
            role.acknowledged(from, m);
        } else if (message instanceof TermAdopted m) {
            role.termAdopted(from, m);
        } else if (message instanceof Released m) {
            role.released(from, m.configId());
        } else if (message instanceof BarrierAnswer m) {
            role.barrierAnswered(from, m);
        } else if (message instanceof CopyProgress m) {
            role.joiners().progressed(from, m);
        }
    }

    /**
     * The partition that {@code message} is about, or -1 if it is about many: those go to every shard that they
     * {@linkplain #isConcernedBy concern}.
     */
    public static int partitionOf(ReplicationMessage message) {
        if (message instanceof Append m) {
            return m.partition();
        } else if (message instanceof Acknowledge m) {
            return m.partition();
        } else if (message instanceof AdoptTerm m) {
            return m.partition();
        } else if (message instanceof TermAdopted m) {
            return m.partition();
        } else if (message instanceof CopyBegin m) {
            return m.partition();
        } else if (message instanceof CopyPiece m) {
            return m.partition();
        } else if (message instanceof CopyProgress m) {
            return m.partition();
        } else if (message instanceof CopyAbandoned m) {
            return m.partition();
        } else if (message instanceof StaleTerm m) {
            return m.partition();
        } else if (message instanceof ReleaseRequest m) {
            return m.partition();
        } else if (message instanceof Released m) {
            return m.partition();
        } else if (message instanceof BarrierQuery m) {
            return m.partition();
        } else if (message instanceof BarrierAnswer m) {
            return m.partition();
        }
        return -1;
    }

    /** Whether a message about many partitions says something about one of this shard's. Any thread may ask. */
    public boolean isConcernedBy(ReplicationMessage message) {
        if (shardCount == 1) {
            return true;
        } else if (message instanceof Batch batch) {
            return batch.appends().stream().anyMatch(append -> isMine(append.partition()))
                    || batch.acknowledgements().stream().anyMatch(each -> isMine(each.partition()));
        } else if (message instanceof CommitNotice notice) {
            return notice.points().stream().anyMatch(point -> isMine(point.partition()));
        } else if (message instanceof Delegate delegate) {
            return delegate.delegations().stream()
                    .anyMatch(each -> isMine(each.point().partition()));
        }
        return isMine(partitionOf(message));
    }

    private boolean isMine(int partition) {
        return partition >= 0 && partition % shardCount == index;
    }

    private @Nullable PartitionServer serverOrNull(int partition) {
        boolean mine = isMine(partition) && partition < context.config().partitionCount();
        return mine ? server(partition) : null;
    }

    // ---- the turn's end, and what is overdue

    private void tick() {
        if (stopped) {
            return;
        }
        context.cacheNow();
        if (context.hasConfig()) {
            noticeSuspension();
            long nowNanos = context.cachedNow();
            if (nowNanos >= heartbeatDueNanos) {
                heartbeatDueNanos = nowNanos + context.times.heartbeatNanos();
                context.suspension.settle();
                context.given.forgetExpired(nowNanos);
                context.received.forgetExpired(nowNanos, 10 * context.leaseNanos());
            }
            awaitingConfig.expire(nowNanos, context.leaseNanos());
            context.budget.report(context.host, context.limits.memoryBytes());
            round = (round + 1) % QUIET_ROUNDS;
            for (int i = 0; i < servers.length; i++) {
                if (context.isRestless(i) || i % QUIET_ROUNDS == round) {
                    servers[i].tick(nowNanos);
                }
            }
        }
        context.port.schedule(context.times.tickNanos(), this::tick);
    }

    /** Whether a right that was asked for then, by this node's clock, may count. */
    private boolean isAfterSuspension(long sentNanos) {
        return sentNanos > context.suspension.voidBeforeNanos() || !context.rules.on(Rule.SUSPENSION_ENDS_LEASES);
    }

    /** A lease is over if wall clock and monotonic clock disagree about how much time has passed. */
    private void noticeSuspension() {
        if (context.suspension.jumped() && context.rules.on(Rule.SUSPENSION_ENDS_LEASES)) {
            context.received.voidAll();
            for (PartitionServer server : servers) {
                server.voidLease();
            }
        }
    }

    // ---- for inspection

    /** What this shard knows and does about {@code partition} right now, which must be one of its own. */
    public PartitionView view(int partition) {
        return context.hasConfig() ? PartitionView.of(server(partition), context) : PartitionView.NOTHING;
    }

    /** The entry at {@code sequence} of the log of {@code partition}, or null if it is not kept here any more. */
    public @Nullable LogEntry entry(int partition, long sequence) {
        if (!context.hasConfig()) {
            return null;
        }
        ReplicaLog log = server(partition).replica().log();
        return sequence > log.base() && sequence <= log.last() ? log.get(sequence) : null;
    }

    /** A hash of the committed state of {@code partition}; equal states have equal hashes. Walks through the state. */
    public long digest(int partition) {
        return context.hasConfig() ? server(partition).replica().state().digest() : 0;
    }

    /** What the elements of all partitions here take of memory, about, in bytes. */
    public long storedBytes() {
        return context.budget.storedBytes();
    }

    /** How many requests, writes, copies and handovers are under way here; 0 when all is quiet. */
    public int openWork() {
        int open = awaitingConfig.size() + context.copies + context.handovers + context.open.size();
        for (PartitionServer server : servers) {
            open += server.openWork();
        }
        return open;
    }

    /** How many requests wait in the partitions' collections or have their results kept for retries. */
    public int openResults() {
        int open = 0;
        for (PartitionServer server : servers) {
            open += server.replica().state().openResults();
        }
        return open;
    }

    /**
     * Begins to hand {@code partition} over to another of its replicas; does nothing unless this node is its active
     * primary and {@code successor} one of its replicas.
     */
    public void handOver(int partition, NodeId successor) {
        PrimaryRole role = context.hasConfig() ? server(partition).role() : null;
        if (role != null && !successor.equals(context.self)) {
            role.handOverTo(successor);
        }
    }

    /** The config it holds, or null before the first. */
    public @Nullable ClusterConfig config() {
        return context.hasConfig() ? context.config() : null;
    }
}
