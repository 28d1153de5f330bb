package io.kith.replication.primary;

import io.kith.replication.host.Bounds;
import io.kith.replication.log.LogEntry;
import io.kith.replication.log.ReplicaLog;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionTurn;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The nodes that a primary sends its log to, what each of them has of it, and what it was told. */
final class Followers {
    private final PrimaryTerm term;
    private final Holding holding;
    private final PartitionTurn turn;
    private final Bounds bounds;
    private final TreeMap<NodeId, Follower> followers = new TreeMap<>();

    Followers(PrimaryTerm term, Holding holding, PartitionTurn turn, Bounds bounds) {
        this.term = term;
        this.holding = holding;
        this.turn = turn;
        this.bounds = bounds;
    }

    Map<NodeId, Follower> all() {
        return followers;
    }

    @Nullable
    Follower get(NodeId node) {
        return followers.get(node);
    }

    /** A replica of the list; the log goes to it from the commit point on, unless more is known of it. */
    void addReplica(NodeId replica) {
        followers.computeIfAbsent(replica, unused -> new Follower(0, holding.committed(), turn.now()));
    }

    void put(NodeId node, Follower follower) {
        followers.put(node, follower);
    }

    void remove(NodeId node) {
        followers.remove(node);
    }

    /** Up to where {@code node} has the log. */
    long acknowledgedBy(NodeId node) {
        Follower follower = followers.get(node);
        return follower == null ? 0 : follower.acknowledged;
    }

    /** The entry behind which the log is still needed, for what is not committed yet or for a joiner. */
    long neededAfter() {
        long needed = holding.committed();
        for (Follower follower : followers.values()) {
            if (follower.joining) {
                needed = Math.min(needed, follower.acknowledged);
            }
        }
        return needed;
    }

    // ---- sending

    /** Sends to all what they were not sent. */
    void sendNew() {
        for (Map.Entry<NodeId, Follower> each : followers.entrySet()) {
            sendNew(each.getKey(), each.getValue());
        }
    }

    /** Sends what {@code node} was not sent, as far as it may be under way. */
    void sendNew(NodeId node, Follower follower) {
        if (!follower.takesEntries()) {
            return;
        }
        ReplicaLog log = holding.log();
        while (follower.sent < log.last() && follower.sent >= log.base() && !follower.isProbed()) {
            List<LogEntry> entries = log.from(follower.sent, bounds.limits().appendBytes());
            append(node, follower, entries);
            long underWayBytes = log.bytesBetween(Math.max(follower.acknowledged, log.base()), follower.sent);
            if (underWayBytes > bounds.limits().windowBytes()) {
                return;
            }
        }
    }

    private void append(NodeId node, Follower follower, List<LogEntry> entries) {
        long previous = follower.sent;
        long committed = holding.committed();
        follower.sending(previous + entries.size(), turn.now());
        follower.commitTold = committed;
        turn.sendLater(
                node, new Append(term.partition(), term.number(), follower.copyNumber, previous, committed, entries));
    }

    // ---- commit points

    /** How far this partition is committed, for {@code replica}. */
    CommitPoint commitPoint(NodeId replica) {
        Follower follower = followers.get(replica);
        return commitPoint(follower == null ? 0 : follower.copyNumber);
    }

    private CommitPoint commitPoint(long copyNumber) {
        return new CommitPoint(term.partition(), term.number(), copyNumber, holding.committed());
    }

    /** Lets all know of the commit point, soon, who hold what it covers and were not told of it with that. */
    void announce() {
        long committed = holding.committed();
        for (Map.Entry<NodeId, Follower> each : followers.entrySet()) {
            Follower follower = each.getValue();
            if (follower.takesEntries() && follower.commitTold < committed && follower.sent >= committed) {
                follower.commitTold = committed;
                turn.announceLater(each.getKey(), commitPoint(follower.copyNumber));
            }
        }
    }
}
