package io.kith.replication;

import io.kith.replication.ReplicationMessage.AdoptTerm;
import io.kith.replication.ReplicationMessage.ReleaseRequest;
import io.kith.replication.ReplicationMessage.TermAdopted;
import io.kith.transport.NodeId;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a new primary becomes active. It waits for the grants it gave to earlier primaries (or for their release of the
 * partition), and for what it delegated itself to nodes now unlisted; has every other replica of its list adopt the
 * term, which voids every read lease delegated in a lower one; takes over the longest log; brings all to its end.
 */
final class Activation {
    private final PartitionServer server;
    private final ShardContext shard;
    private final long term;
    private final TreeSet<NodeId> adopted = new TreeSet<>();
    private final TreeMap<NodeId, Long> releasedUnder = new TreeMap<>();
    private final TreeMap<NodeId, Long> adoptAskedNanos = new TreeMap<>();
    private final TreeMap<NodeId, Long> releaseAskedNanos = new TreeMap<>();

    Activation(PartitionServer server, long term) {
        this.server = server;
        this.shard = server.shard();
        this.term = term;
    }

    /** An earlier primary has released the partition. */
    void released(NodeId from, long configId) {
        releasedUnder.merge(from, configId, Math::max);
    }

    /** A replica has adopted the term; takes over what it holds and this node lacks. */
    void termAdopted(NodeId from, TermAdopted report, Follower follower) {
        ReplicaLog log = server.replica().log();
        for (LogEntry entry : report.suffix()) {
            if (entry.sequence() == log.last() + 1) {
                log.append(entry);
            } else if (entry.sequence() > log.last() + 1) {
                break;
            }
        }
        if (report.lastSequence() > log.last()) {
            // It holds more than fitted into its report: ask on from here.
            adoptAskedNanos.remove(from);
            return;
        }
        adopted.add(from);
        if (shard.rules.on(Rule.ACTIVATION_SYNCHRONISES)) {
            follower.acknowledge(report.lastSequence(), shard.now());
        }
    }

    /** Asks for what is missing; says whether nothing is. */
    boolean advance(Map<NodeId, Follower> followers) {
        boolean free = waitsAreOver();
        if (shard.rules.on(Rule.ACTIVATION_WAITS_FOR_OWN_DELEGATIONS)
                && shard.rules.on(Rule.REMOVAL_WAITS_FOR_DELEGATION)
                && server.delegations().runOutside(server.replicas(), shard.self, shard.now())) {
            free = false;
        }
        boolean allAdopted = true;
        boolean allEqual = true;
        long last = server.replica().log().last();
        for (NodeId replica : server.replicas()) {
            if (replica.equals(shard.self)) {
                continue;
            }
            if (!adopted.contains(replica)) {
                allAdopted = false;
                if (due(adoptAskedNanos, replica)) {
                    shard.port.send(replica, new AdoptTerm(server.partition(), term, last));
                }
            } else {
                Follower follower = followers.get(replica);
                allEqual &= follower != null && follower.acknowledged >= last;
            }
        }
        boolean synchronised = allEqual || !shard.rules.on(Rule.ACTIVATION_SYNCHRONISES);
        return free && (allAdopted || !shard.rules.on(Rule.ADOPTION_ROUND)) && synchronised;
    }

    /** A newer config makes earlier releases void, so they are asked for at once. */
    void configAdopted() {
        releaseAskedNanos.clear();
    }

    boolean hasAdopted(NodeId replica) {
        return adopted.contains(replica);
    }

    private boolean waitsAreOver() {
        if (!shard.rules.on(Rule.WAIT_BEFORE_ACTIVATION)) {
            return true;
        }
        long nowNanos = shard.now();
        long configId = shard.config().configId();
        boolean over = true;
        for (Map.Entry<NodeId, Long> each : server.waits().entrySet()) {
            NodeId earlier = each.getKey();
            long needed = shard.rules.on(Rule.RELEASE_NAMES_CONFIG) ? configId : 1;
            boolean released = releasedUnder.getOrDefault(earlier, 0L) >= needed;
            if (each.getValue() > nowNanos && !released && !earlier.equals(shard.self)) {
                over = false;
                if (due(releaseAskedNanos, earlier)) {
                    shard.port.send(earlier, new ReleaseRequest(server.partition(), configId));
                }
            }
        }
        return over;
    }

    private boolean due(Map<NodeId, Long> askedNanos, NodeId node) {
        long nowNanos = shard.now();
        Long asked = askedNanos.get(node);
        if (asked != null && nowNanos - asked < shard.times.resendNanos()) {
            return false;
        }
        askedNanos.put(node, nowNanos);
        return true;
    }
}
