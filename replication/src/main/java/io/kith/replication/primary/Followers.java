package io.kith.replication.primary;

import io.kith.replication.host.Bounds;
import io.kith.replication.log.LogEntry;
import io.kith.replication.log.ReplicaLog;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.replication.safety.AcknowledgeSet;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionTurn;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The nodes that a primary sends its log to, what each of them has of it, and what it was told. */
final class Followers implements AcknowledgeSet {
    private final PrimaryTerm term;
    private final Holding holding;
    private final PartitionTurn turn;
    private final Bounds bounds;

    private static final Follower[] NONE = {};

    /** By rising node; few, so that going through them all is the quickest way to one. An array, as each write does it. */
    private Follower[] followers = NONE;

    Followers(PrimaryTerm term, Holding holding, PartitionTurn turn, Bounds bounds) {
        this.term = term;
        this.holding = holding;
        this.turn = turn;
        this.bounds = bounds;
    }

    List<Follower> all() {
        return List.of(followers);
    }

    int count() {
        return followers.length;
    }

    @Nullable
    Follower get(NodeId node) {
        for (Follower follower : followers) {
            if (follower.node.equals(node)) {
                return follower;
            }
        }
        return null;
    }

    /** A replica of the list; the log goes to it from the commit point on, unless more is known of it. */
    void addReplica(NodeId replica) {
        if (get(replica) == null) {
            put(new Follower(replica, 0, holding.committed(), turn.now()));
        }
    }

    /** Takes the place of whatever was known of its node. */
    void put(Follower follower) {
        remove(follower.node);
        List<Follower> more = new ArrayList<>(all());
        more.add(follower);
        more.sort(Comparator.comparing(each -> each.node));
        followers = more.toArray(NONE);
    }

    void remove(NodeId node) {
        removeIf(follower -> follower.node.equals(node));
    }

    void removeIf(Predicate<Follower> unwanted) {
        List<Follower> left = new ArrayList<>(all());
        if (left.removeIf(unwanted)) {
            followers = left.toArray(NONE);
        }
    }

    /** Whether all replicas of the list hold the log up to {@code last}. */
    boolean allHold(long last) {
        for (Follower follower : followers) {
            if (follower.listed && follower.acknowledged < last) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long leastHeld() {
        long least = Long.MAX_VALUE;
        for (Follower follower : followers) {
            if (follower.inSet) {
                least = Math.min(least, follower.acknowledged);
            }
        }
        return least;
    }

    @Override
    public long[] held() {
        return all().stream()
                .filter(follower -> follower.inSet)
                .mapToLong(follower -> follower.acknowledged)
                .toArray();
    }

    /** Whether more than is committed is held by somebody a commit needs, or it needs nobody, or waits for the journal. */
    boolean mayHoldMoreThanCommitted() {
        ReplicaLog log = holding.log();
        if (log.persisted() < log.last()) {
            return true;
        }
        boolean needed = false;
        for (Follower follower : followers) {
            if (follower.inSet) {
                if (follower.acknowledged > log.committed()) {
                    return true;
                }
                needed = true;
            }
        }
        return !needed;
    }

    /** Whether commits wait for {@code node}. */
    boolean hasInSet(NodeId node) {
        Follower follower = get(node);
        return follower != null && follower.inSet;
    }

    /** Up to where {@code node} has the log. */
    long acknowledgedBy(NodeId node) {
        Follower follower = get(node);
        return follower == null ? 0 : follower.acknowledged;
    }

    /** The entry behind which the log is still needed, for what is not committed yet or for a joiner. */
    long neededAfter() {
        long needed = holding.committed();
        for (Follower follower : followers) {
            if (follower.joining) {
                needed = Math.min(needed, follower.acknowledged);
            }
        }
        return needed;
    }

    // ---- sending

    /** Sends to all what they were not sent. */
    void sendNew() {
        for (Follower follower : followers) {
            sendNew(follower);
        }
    }

    /** Sends what {@code follower} was not sent, as far as it may be under way. */
    void sendNew(Follower follower) {
        if (!follower.takesEntries()) {
            return;
        }
        ReplicaLog log = holding.log();
        while (follower.sent < log.last() && follower.sent >= log.base() && !follower.isProbed()) {
            List<LogEntry> entries = log.from(follower.sent, bounds.limits().appendBytes());
            append(follower, entries);
            long underWayBytes = log.bytesBetween(Math.max(follower.acknowledged, log.base()), follower.sent);
            if (underWayBytes > bounds.limits().windowBytes()) {
                return;
            }
        }
    }

    private void append(Follower follower, List<LogEntry> entries) {
        long previous = follower.sent;
        long committed = holding.committed();
        follower.sending(previous + entries.size(), turn.now());
        follower.commitTold = committed;
        turn.sendLater(
                follower.node,
                new Append(term.partition(), term.number(), follower.copyNumber, previous, committed, entries));
    }

    // ---- commit points

    /** How far this partition is committed, for {@code replica}. */
    CommitPoint commitPoint(NodeId replica) {
        Follower follower = get(replica);
        return commitPoint(follower == null ? 0 : follower.copyNumber);
    }

    private CommitPoint commitPoint(long copyNumber) {
        return new CommitPoint(term.partition(), term.number(), copyNumber, holding.committed());
    }

    /** Lets all know of the commit point, soon, who hold what it covers and were not told of it with that. */
    void announce() {
        long committed = holding.committed();
        for (Follower follower : followers) {
            if (follower.takesEntries() && follower.commitTold < committed && follower.sent >= committed) {
                follower.commitTold = committed;
                turn.announceLater(follower.node, commitPoint(follower.copyNumber));
            }
        }
    }
}
