package io.kith.replication;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.config.Change;
import io.kith.config.PartitionReplicas;
import io.kith.replication.ReplicationMessage.Acknowledge;
import io.kith.replication.ReplicationMessage.Append;
import io.kith.replication.ReplicationMessage.BarrierAnswer;
import io.kith.replication.ReplicationMessage.CommitPoint;
import io.kith.replication.ReplicationMessage.TermAdopted;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A partition's primary during one term: orders writes, sends them to its acknowledge set, commits what all of the set
 * hold, answers. Before that it activates; at the end it may hand over.
 */
final class PrimaryRole {
    private static final byte[] NOTHING = new byte[0];

    private final PartitionServer server;
    private final ShardContext shard;
    private final int partition;
    private final long term;
    private final TreeMap<NodeId, Follower> followers = new TreeMap<>();
    private final JoinerCopies joiners;
    private final Barriers barriers;
    private final Consumer<Completion> completed;
    private @Nullable Activation activation;
    private @Nullable HandOver handOver;
    private List<NodeId> acknowledgeSet = List.of();
    private List<NodeId> undelegated = List.of();
    private long dropAskedIn;
    private long dropAskedNanos = ReceivedGrants.NEVER;
    private long lastTimestampMillis;

    PrimaryRole(PartitionServer server, long term) {
        this.server = server;
        this.shard = server.shard();
        this.partition = server.partition();
        this.term = term;
        this.barriers = new Barriers(shard, partition, term);
        this.completed = completion -> shard.open.complete(partition, completion);
        this.joiners = new JoinerCopies(server, this);
        this.activation = new Activation(server, term);
        recomputeSets();
    }

    long term() {
        return term;
    }

    boolean isActive() {
        return activation == null;
    }

    boolean isHandingOver() {
        return handOver != null;
    }

    /** Whether it has proposed to give its role away: it serves nothing until it knows the outcome. */
    boolean hasGivenUp() {
        return handOver != null && handOver.isProposed() && shard.rules.on(Rule.GIVER_KEEPS_TO_IT);
    }

    JoinerCopies joiners() {
        return joiners;
    }

    Map<NodeId, Follower> followers() {
        return followers;
    }

    /** The other nodes whose acknowledgement a commit needs. */
    List<NodeId> acknowledgeSet() {
        return acknowledgeSet;
    }

    // ---- the sets

    void recomputeSets() {
        PartitionReplicas replicas = shard.config().partition(partition);
        List<NodeId> set = new ArrayList<>();
        for (NodeId replica : replicas.replicas()) {
            if (!replica.equals(shard.self) && !joiners.isShrunk(replica)) {
                set.add(replica);
                followers.computeIfAbsent(
                        replica, unused -> new Follower(0, server.replica().committed(), shard.now()));
            }
        }
        if (shard.rules.on(Rule.ACKNOWLEDGE_SET_HAS_JOINER)) {
            joiners.addInSets(set);
        }
        acknowledgeSet = List.copyOf(set);
    }

    /** The other nodes whose grants the primary's lease needs. */
    private List<NodeId> leaseSet() {
        if (shard.rules.on(Rule.LEASE_SET_HAS_JOINER) == shard.rules.on(Rule.ACKNOWLEDGE_SET_HAS_JOINER)) {
            return acknowledgeSet;
        }
        List<NodeId> set = new ArrayList<>(shard.config().partition(partition).replicas());
        set.remove(shard.self);
        if (shard.rules.on(Rule.LEASE_SET_HAS_JOINER)) {
            joiners.addInSets(set);
        }
        return set;
    }

    /** The other nodes that a read without a lease asks. */
    private List<NodeId> barrierSet() {
        if (shard.rules.on(Rule.BARRIER_ASKS_JOINERS)) {
            return acknowledgeSet;
        }
        List<NodeId> set = new ArrayList<>(acknowledgeSet);
        set.retainAll(server.replicas());
        return set;
    }

    /** Until when the primary may read alone, by this node's clock. */
    long leaseUntilNanos() {
        long untilNanos = Long.MAX_VALUE / 4;
        for (NodeId other : leaseSet()) {
            untilNanos = Math.min(untilNanos, shard.received.untilNanos(other));
        }
        return untilNanos;
    }

    boolean leased(long nowNanos) {
        return !shard.rules.on(Rule.PRIMARY_LEASE) || nowNanos < leaseUntilNanos();
    }

    // ---- requests

    void write(ClientMessage.Write request, Responder responder) {
        if (takesNoWrites()) {
            server.hold(responder, () -> server.write(request, responder));
            return;
        }
        @Nullable
        Completion kept = server.replica().state().kept(request.session(), request.opening(), request.number());
        if (kept != null && shard.rules.on(Rule.EXACTLY_ONCE)) {
            responder.respond(kept.status(), kept.payload());
            return;
        }
        if (!hasRoom()) {
            responder.respond(ResponseStatus.RETRY, NOTHING);
            return;
        }
        shard.open.await(partition, request.session(), request.opening(), request.number(), responder);
        order(request.session(), request.opening(), request.number(), request.floor(), unlessFull(request.operation()));
    }

    /**
     * A client's write, or in its place its refusal if there is no memory for what it adds. The refusal is logged like any
     * result: so no copy of the request that is still on its way can be applied later, and if one is in the log already,
     * the result of that counts.
     */
    private byte[] unlessFull(byte[] operation) {
        Replica replica = server.replica();
        long limitBytes = shard.limits.memoryBytes();
        ReplicaLog log = replica.log();
        long openBytes = log.bytesBetween(replica.committed(), log.last()) + operation.length;
        if (!shard.budget.isTight(openBytes, limitBytes) || replica.state().growth(operation) <= 0) {
            return operation;
        }
        String refusal = shard.budget.refusal(openBytes, limitBytes, server.replicas(), shard.config());
        return refusal == null ? operation : PartitionOperations.refuse(refusal);
    }

    private boolean takesNoWrites() {
        return !isActive() || (handOver != null && shard.rules.on(Rule.HANDOVER_STOPS_WRITES));
    }

    private boolean hasRoom() {
        Replica replica = server.replica();
        return replica.log().last() - replica.committed() < shard.limits.openWrites()
                && replica.log().bytes() < shard.limits.openBytes() + joiners.toleratedLagBytes();
    }

    void openSession(ClientMessage.OpenSession request, Responder responder) {
        if (takesNoWrites()) {
            server.hold(responder, () -> server.openSession(request, responder));
            return;
        }
        if (!hasRoom()) {
            responder.respond(ResponseStatus.RETRY, NOTHING);
            return;
        }
        shard.open.await(partition, request.session(), 0, 0, responder);
        order(request.session(), 0, 0, 0, PartitionOperations.openSession());
    }

    /** Orders a command of the primary's own, such as an expiry. */
    void orderOwn(byte[] operation) {
        if (!takesNoWrites() && hasRoom()) {
            order(LogCommand.NO_SESSION, 0, 0, 0, operation);
        }
    }

    private void order(NodeId session, long opening, long number, long floor, byte[] operation) {
        ReplicaLog log = server.replica().log();
        lastTimestampMillis = Math.max(lastTimestampMillis, shard.port.clock().wallMillis());
        log.append(new LogEntry(
                term, new LogCommand(log.last() + 1, session, opening, number, floor, lastTimestampMillis, operation)));
        server.flushLater();
    }

    /** Reads by lease, or asks the acknowledge set whether this node is still the primary. */
    void read(ClientMessage.Read request, Responder responder, long nowNanos) {
        if (!isActive() || hasGivenUp()) {
            server.hold(responder, () -> server.read(request, responder));
        } else if (leased(nowNanos) || acknowledgeSet.isEmpty()) {
            server.answerRead(request, responder);
        } else if (barriers.size() >= shard.limits.heldRequests()) {
            responder.respond(ResponseStatus.RETRY, NOTHING);
        } else {
            barriers.add(request, responder);
            server.flushLater();
        }
    }

    // ---- sending and committing

    /** Sends what gathered during a turn of the loop. */
    void flush() {
        if (!isActive()) {
            return;
        }
        for (Map.Entry<NodeId, Follower> each : followers.entrySet()) {
            sendNew(each.getKey(), each.getValue());
        }
        for (Barriers.Waiting waiting : barriers.ask(barrierSet())) {
            server.answerRead(waiting.read(), waiting.responder());
        }
        tryCommit();
    }

    void sendNew(NodeId node, Follower follower) {
        Replica replica = server.replica();
        if (!sendsTo(node)) {
            return;
        }
        while (follower.sent < replica.log().last()
                && follower.sent >= replica.log().base()
                && !follower.isProbed()) {
            List<LogEntry> entries = replica.log().from(follower.sent, shard.limits.appendBytes());
            append(node, follower, entries);
            if (replica.log()
                            .bytesBetween(
                                    Math.max(
                                            follower.acknowledged, replica.log().base()),
                                    follower.sent)
                    > shard.limits.windowBytes()) {
                return;
            }
        }
    }

    private boolean sendsTo(NodeId node) {
        return acknowledgeSet.contains(node) || joiners.streamsTo(node);
    }

    private void append(NodeId node, Follower follower, List<LogEntry> entries) {
        Replica replica = server.replica();
        long previous = follower.sent;
        follower.sending(previous + entries.size(), shard.now());
        follower.commitTold = replica.committed();
        shard.sendLater(node, new Append(partition, term, follower.copyNumber, previous, replica.committed(), entries));
    }

    void acknowledged(NodeId from, Acknowledge message) {
        Follower follower = followers.get(from);
        if (message.term() != term || follower == null) {
            return;
        }
        if (message.copyNumber() != follower.copyNumber && shard.rules.on(Rule.COPY_IS_NUMBERED)) {
            return;
        }
        if (message.gap()) {
            if (follower.rewind(shard.now(), shard.times.resendNanos() / 4)) {
                sendNew(from, follower);
            }
            return;
        }
        if (message.heldSequence() > server.replica().log().last()) {
            return;
        }
        follower.acknowledge(message.heldSequence(), shard.now());
        if (isActive()) {
            tryCommit();
            sendNew(from, follower);
        } else {
            advance();
        }
    }

    private void tryCommit() {
        Replica replica = server.replica();
        long through = shard.rules.on(Rule.ALL_ACKNOWLEDGE) ? acknowledgedByAll() : acknowledgedByMost();
        if (through <= replica.committed()) {
            return;
        }
        if (shard.rules.on(Rule.REMOVAL_WAITS_FOR_DELEGATION)
                && !server.delegations().isEmpty()) {
            long nowNanos = shard.now();
            for (NodeId holder : server.delegations().holders()) {
                if (!holder.equals(shard.self)
                        && !acknowledgeSet.contains(holder)
                        && server.delegations().runsAt(holder, nowNanos)) {
                    through = Math.min(through, acknowledgedBy(holder));
                }
            }
        }
        commitThrough(through);
    }

    private long acknowledgedByAll() {
        long through = server.replica().log().last();
        for (NodeId other : acknowledgeSet) {
            through = Math.min(through, acknowledgedBy(other));
        }
        return through;
    }

    /** Only with the rule off that all must acknowledge. */
    private long acknowledgedByMost() {
        List<Long> held = new ArrayList<>();
        held.add(server.replica().log().last());
        for (NodeId other : acknowledgeSet) {
            held.add(acknowledgedBy(other));
        }
        held.sort(Comparator.reverseOrder());
        return held.get(held.size() / 2);
    }

    private long acknowledgedBy(NodeId node) {
        Follower follower = followers.get(node);
        return follower == null ? 0 : follower.acknowledged;
    }

    private void commitThrough(long through) {
        Replica replica = server.replica();
        if (through <= replica.committed()) {
            return;
        }
        for (long sequence = replica.committed() + 1; sequence <= through; sequence++) {
            shard.host.committed(partition, term, replica.log().get(sequence));
        }
        replica.commitThrough(through, completed);
        server.account();
        forgetLog();
        announce();
        server.committed();
    }

    /** Forgets the log that no joiner and no commit needs any more. */
    void forgetLog() {
        Replica replica = server.replica();
        long needless = joiners.isEmpty() ? replica.committed() : joiners.neededAfter(replica.committed());
        replica.log().forgetThrough(Math.min(replica.committed(), needless));
    }

    /** How far this partition is committed, for {@code replica}. */
    CommitPoint commitPoint(NodeId replica) {
        Follower follower = followers.get(replica);
        return commitPoint(follower == null ? 0 : follower.copyNumber);
    }

    private CommitPoint commitPoint(long copyNumber) {
        return new CommitPoint(partition, term, copyNumber, server.replica().committed());
    }

    /** Lets all know of the commit point, soon, who hold what it covers and were not told of it with that. */
    private void announce() {
        long committed = server.replica().committed();
        for (Map.Entry<NodeId, Follower> each : followers.entrySet()) {
            Follower follower = each.getValue();
            if (sendsTo(each.getKey()) && follower.commitTold < committed && follower.sent >= committed) {
                follower.commitTold = committed;
                shard.announceLater(each.getKey(), commitPoint(follower.copyNumber));
            }
        }
    }

    // ---- activation

    void termAdopted(NodeId from, TermAdopted report) {
        if (report.term() != term || activation == null) {
            return;
        }
        Follower follower = followers.get(from);
        if (follower != null) {
            activation.termAdopted(from, report, follower);
            advance();
        }
    }

    void released(NodeId from, long configId) {
        if (activation != null) {
            activation.released(from, configId);
            advance();
        }
    }

    /** Does what is due on the way to being active. */
    void advance() {
        Activation current = activation;
        if (current == null) {
            return;
        }
        if (shard.rules.on(Rule.ACTIVATION_SYNCHRONISES)) {
            for (Map.Entry<NodeId, Follower> each : followers.entrySet()) {
                if (current.hasAdopted(each.getKey())) {
                    sendNew(each.getKey(), each.getValue());
                }
            }
        }
        if (current.advance(followers)) {
            activation = null;
            long nowNanos = shard.now();
            followers.values().forEach(follower -> follower.progressNanos = nowNanos);
            if (shard.rules.on(Rule.ACTIVATION_SYNCHRONISES)) {
                commitThrough(server.replica().log().last());
            }
            // Backups may not know how far the primary before had committed.
            announce();
            server.retryHeld();
        }
    }

    /** Gives no more read leases to {@code replicas}, which are to be dropped. */
    void delegateNoMoreTo(List<NodeId> replicas) {
        undelegated = replicas;
    }

    boolean delegatesTo(NodeId replica) {
        return !undelegated.contains(replica);
    }

    // ---- reading without a lease

    void barrierAnswered(NodeId from, BarrierAnswer answer) {
        if (answer.term() != term || !isActive()) {
            return;
        }
        for (Barriers.Waiting waiting : barriers.answered(from, answer)) {
            if (hasGivenUp()) {
                waiting.responder().respond(ResponseStatus.RETRY, NOTHING);
            } else {
                server.answerRead(waiting.read(), waiting.responder());
            }
        }
    }

    // ---- what is overdue

    void tick(long nowNanos) {
        if (isQuiet()) {
            return;
        }
        resend(nowNanos);
        askToDropSilent(nowNanos);
        if (!isActive()) {
            advance();
            return;
        }
        barriers.expire(nowNanos);
        joiners.tick(nowNanos);
        tryCommit();
        forgetLog();
        advanceHandOver(nowNanos);
    }

    /** Whether there is nothing that could be overdue, as in most partitions most of the time. */
    boolean isQuiet() {
        Replica replica = server.replica();
        long last = replica.log().last();
        if (activation != null
                || handOver != null
                || !joiners.isEmpty()
                || !barriers.isEmpty()
                || replica.committed() < last
                || replica.log().base() < last) {
            return false;
        }
        List<NodeId> replicas = server.replicas();
        for (int i = 0; i < replicas.size(); i++) {
            NodeId other = replicas.get(i);
            if (!other.equals(shard.self) && acknowledgedBy(other) < last) {
                return false;
            }
        }
        return true;
    }

    private void resend(long nowNanos) {
        for (Map.Entry<NodeId, Follower> each : followers.entrySet()) {
            Follower follower = each.getValue();
            boolean overdue = follower.acknowledged < server.replica().log().last();
            boolean sendable = isActive() || (activation != null && activation.hasAdopted(each.getKey()));
            if (overdue && sendable && sendsTo(each.getKey()) && follower.rewind(nowNanos, shard.times.resendNanos())) {
                sendNew(each.getKey(), follower);
            }
        }
    }

    private void askToDropSilent(long nowNanos) {
        long configId = shard.config().configId();
        if (dropAskedIn == configId && nowNanos - dropAskedNanos < shard.times.slowReplicaNanos() / 4) {
            return;
        }
        for (NodeId replica : server.replicas()) {
            Follower follower = followers.get(replica);
            Activation current = activation;
            boolean missing = follower != null
                    && (follower.acknowledged < server.replica().log().last()
                            || (current != null && !current.hasAdopted(replica)));
            if (follower != null && missing && nowNanos - follower.progressNanos > shard.times.slowReplicaNanos()) {
                dropAskedIn = configId;
                dropAskedNanos = nowNanos;
                propose(new Change.Drop(shard.self, partition, term, replica));
                joiners.shrinkUnasked(replica);
            }
        }
    }

    void propose(Change change) {
        shard.host.propose(shard.config().configId(), change);
    }

    // ---- handing over

    /** Begins to give the role to {@code successor}, a replica. */
    void handOverTo(NodeId successor) {
        if (handOver == null && isActive() && server.replicas().contains(successor)) {
            server.begins();
            handOver = new HandOver(successor, shard.now());
            shard.handovers++;
            advanceHandOver(shard.now());
        }
    }

    void advanceHandOver(long nowNanos) {
        HandOver current = handOver;
        if (current == null) {
            return;
        }
        if (!current.isProposed()) {
            boolean drained =
                    server.replica().committed() == server.replica().log().last();
            if (drained && shard.votersAnswer() && server.replicas().contains(current.successor)) {
                current.proposedIn = shard.config().configId();
            } else if (nowNanos - current.sinceNanos > shard.times.drainNanos()) {
                endHandOver();
                return;
            } else {
                return;
            }
        }
        if (current.proposedIn == shard.config().configId()
                && nowNanos - current.askedNanos > shard.times.resendNanos() / 2) {
            current.askedNanos = nowNanos;
            propose(new Change.MovePrimary(shard.self, partition, term, current.successor));
        }
    }

    /**
     * The instances so far decided other things, as they do when configs follow each other within milliseconds. Asks
     * again in the next one, since nothing has been written meanwhile; but not for long, as writes wait.
     */
    private void notMoved(HandOver current, long configId) {
        long nowNanos = shard.now();
        boolean again = current.asks < HandOver.MAX_ASKS
                && nowNanos - current.sinceNanos <= shard.times.drainNanos()
                && server.replicas().contains(current.successor)
                && shard.config().isMember(current.successor);
        if (again) {
            current.asks++;
            current.proposedIn = configId;
            current.askedNanos = ReceivedGrants.NEVER;
            advanceHandOver(nowNanos);
        } else {
            endHandOver();
        }
    }

    private void endHandOver() {
        if (handOver != null) {
            handOver = null;
            shard.handovers--;
            server.retryHeld();
        }
    }

    /** How many writes are ordered and not committed, and how many reads wait for an answer of the others. */
    int openWork() {
        Replica replica = server.replica();
        return Math.toIntExact(replica.log().last() - replica.committed()) + barriers.size();
    }

    // ---- config

    /** Whether nothing is under way that a newer config with the same replicas would decide or end. */
    boolean isUnconcernedByConfigs() {
        return activation == null && handOver == null && joiners.isEmpty() && followers.size() <= acknowledgeSet.size();
    }

    /** A newer config was adopted, and this node is still the primary of this term. */
    void configAdopted(long configId) {
        joiners.configAdopted(configId);
        recomputeSets();
        followers
                .keySet()
                .removeIf(node -> !acknowledgeSet.contains(node)
                        && !joiners.has(node)
                        && !server.delegations().runsAt(node, shard.now()));
        forgetLog();
        if (activation != null) {
            activation.configAdopted();
        }
        HandOver current = handOver;
        if (current != null && current.isProposed() && current.proposedIn < configId) {
            notMoved(current, configId);
        }
        if (isActive()) {
            server.flushLater();
        } else {
            advance();
        }
    }

    /** The role is over: whoever waits is sent elsewhere. */
    void depose() {
        if (handOver != null) {
            handOver = null;
            shard.handovers--;
        }
        joiners.forgetAll();
        barriers.abandon();
        shard.open.abandon(partition);
    }
}
