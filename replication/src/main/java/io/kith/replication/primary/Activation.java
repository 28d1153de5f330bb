package io.kith.replication.primary;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.PartitionOperations;
import io.kith.replication.host.Bounds;
import io.kith.replication.lease.PartitionLeases;
import io.kith.replication.log.LogEntry;
import io.kith.replication.log.ReplicaLog;
import io.kith.replication.message.ReplicationMessage.AdoptTerm;
import io.kith.replication.message.ReplicationMessage.ReleaseRequest;
import io.kith.replication.message.ReplicationMessage.TermAdopted;
import io.kith.replication.safety.InvariantViolation;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a new primary becomes active. It waits for the grants it gave to earlier primaries (or for their release of the
 * partition), and for what it delegated itself to nodes now unlisted; has every other replica of its list adopt the
 * term, which voids every read lease delegated in a lower one; takes over the longest log; brings all to its end.
 */
final class Activation {
    private final PrimaryTerm term;
    private final Holding holding;
    private final Followers followers;
    private final PartitionLeases leases;
    private final PartitionTurn turn;
    private final Bounds bounds;
    private final SafetyRules rules;
    private final EarlierFailure failure;
    private final TreeSet<NodeId> adopted = new TreeSet<>();
    private final TreeMap<NodeId, Long> releasedUnder = new TreeMap<>();
    private final TreeMap<NodeId, Long> adoptAskedNanos = new TreeMap<>();
    private final TreeMap<NodeId, Long> releaseAskedNanos = new TreeMap<>();
    private boolean awaitsJournal;

    Activation(
            PrimaryTerm term,
            Holding holding,
            Followers followers,
            PartitionLeases leases,
            PartitionTurn turn,
            Bounds bounds,
            SafetyRules rules,
            EarlierFailure failure) {
        this.failure = failure;
        this.term = term;
        this.holding = holding;
        this.followers = followers;
        this.leases = leases;
        this.turn = turn;
        this.bounds = bounds;
        this.rules = rules;
    }

    /** Whether entries may go to {@code replica}: only once it has adopted the term. */
    boolean hasAdopted(NodeId replica) {
        return !turn.is(UnderWay.ACTIVATION) || adopted.contains(replica);
    }

    /** An earlier primary has released the partition. */
    void released(NodeId from, long configId) {
        releasedUnder.merge(from, configId, Math::max);
    }

    /** A replica has adopted the term; takes over what it holds and this node lacks. */
    void termAdopted(NodeId from, TermAdopted report, Follower follower) {
        ReplicaLog log = holding.log();
        for (LogEntry entry : report.suffix()) {
            if (entry.sequence() == log.last() + 1) {
                log.append(entry);
            } else if (entry.sequence() > log.last() + 1) {
                break;
            }
        }
        holding.logChanged();
        if (report.lastSequence() > log.last()) {
            // It holds more than fitted into its report: ask on from here.
            adoptAskedNanos.remove(from);
            return;
        }
        adopted.add(from);
        follower.acknowledge(rules.acknowledgedByReport(report.lastSequence()), turn.now());
    }

    /** A newer config makes earlier releases void, so they are asked for at once. */
    void configAdopted() {
        releaseAskedNanos.clear();
    }

    private List<NodeId> others() {
        return term.here().replicas().stream()
                .filter(replica -> !replica.equals(term.self()))
                .toList();
    }

    /** Refuses in the log what the primary before failed at, as soon as all that may hold some of it take part. */
    private void strikeOut() {
        ReplicaLog log = holding.log();
        long from = failure.struckOutFrom(term.number(), log, rules);
        if (from > 0) {
            long nowMillis = turn.clock().wallMillis();
            log.append(new LogEntry(
                    term.number(),
                    new LogCommand(
                            log.last() + 1,
                            LogCommand.NO_SESSION,
                            0,
                            0,
                            0,
                            nowMillis,
                            PartitionOperations.strikeOut(from))));
            holding.logChanged();
            followers.sendNew();
        }
    }

    /** Does and asks for what is missing; says whether nothing is: then the primary is active. */
    boolean advance() {
        if (adopted.containsAll(others())) {
            strikeOut();
        }
        for (Follower follower : followers.all()) {
            if (rules.isBroughtUp(adopted.contains(follower.node))) {
                followers.sendNew(follower);
            }
        }
        boolean freeOfEarlier = isFreeOfEarlier();
        boolean delegationsRun = leases.delegations().runOutside(term.here().replicas(), term.self(), turn.now());
        boolean allAdopted = true;
        boolean allEqual = isPersisted();
        long last = holding.log().last();
        for (NodeId replica : term.here().replicas()) {
            if (replica.equals(term.self())) {
                continue;
            }
            if (!adopted.contains(replica)) {
                allAdopted = false;
                if (isDue(adoptAskedNanos, replica)) {
                    turn.send(replica, new AdoptTerm(term.partition(), term.number(), last));
                }
            } else {
                allEqual &= followers.acknowledgedBy(replica) >= last;
            }
        }
        boolean done = rules.mayActivate(freeOfEarlier, delegationsRun, allAdopted, allEqual);
        if (done && !(allAdopted && allEqual)) {
            rules.broken(new InvariantViolation(
                    "a primary is active only when all replicas have adopted its term and hold its log",
                    term.partition(),
                    term.number(),
                    last));
        }
        turn.set(UnderWay.ACTIVATION, !done);
        return done;
    }

    /** Whether this node's own log counts, as all of it is to be committed; else it goes on once it does. */
    private boolean isPersisted() {
        ReplicaLog log = holding.log();
        awaitsJournal = rules.ownShare(log.last(), log.persisted()) < log.last();
        if (awaitsJournal) {
            log.awaitPersisted();
        }
        return !awaitsJournal;
    }

    /** Whether it waits for its own log to be persisted. */
    boolean awaitsJournal() {
        return awaitsJournal;
    }

    private boolean isFreeOfEarlier() {
        long nowNanos = turn.now();
        long configId = term.here().configId();
        boolean free = true;
        for (Map.Entry<NodeId, Long> each : leases.earlier().untilNanos().entrySet()) {
            NodeId earlier = each.getKey();
            boolean released = rules.releaseCounts(releasedUnder.getOrDefault(earlier, 0L), configId);
            if (!rules.isFreeOf(each.getValue() > nowNanos, released)) {
                free = false;
                if (isDue(releaseAskedNanos, earlier)) {
                    turn.send(earlier, new ReleaseRequest(term.partition(), configId));
                }
            }
        }
        return free;
    }

    private boolean isDue(Map<NodeId, Long> askedNanos, NodeId node) {
        long nowNanos = turn.now();
        Long asked = askedNanos.get(node);
        if (asked != null && nowNanos - asked < bounds.times().resendNanos()) {
            return false;
        }
        askedNanos.put(node, nowNanos);
        return true;
    }
}
