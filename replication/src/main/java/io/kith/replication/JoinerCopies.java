package io.kith.replication;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.replication.ReplicationMessage.CopyAbandoned;
import io.kith.replication.ReplicationMessage.CopyBegin;
import io.kith.replication.ReplicationMessage.CopyPiece;
import io.kith.replication.ReplicationMessage.CopyProgress;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The nodes to which a primary copies its partition. A joiner is copied to while writes go on, then taken into the
 * acknowledge and lease sets, then proposed for promotion; the primary keeps to that until it knows what the instance
 * decided.
 */
final class JoinerCopies {
    /** How far behind a joiner may be to be waited for. */
    private static final int NEAR_ENTRIES = 1_024;

    private final PartitionServer server;
    private final PrimaryRole role;
    private final ShardContext shard;
    private final TreeMap<NodeId, Joiner> joiners = new TreeMap<>();
    private final TreeSet<NodeId> shrunk = new TreeSet<>();
    private long copies;

    JoinerCopies(PartitionServer server, PrimaryRole role) {
        this.server = server;
        this.role = role;
        this.shard = server.shard();
    }

    boolean has(NodeId node) {
        return joiners.containsKey(node);
    }

    boolean isEmpty() {
        return joiners.isEmpty();
    }

    boolean anyProposed() {
        return joiners.values().stream().anyMatch(Joiner::isProposed);
    }

    /** Whether entries go to {@code node} as they come. */
    boolean streamsTo(NodeId node) {
        Joiner joiner = joiners.get(node);
        return joiner != null && joiner.begun;
    }

    void addInSets(List<NodeId> set) {
        for (Map.Entry<NodeId, Joiner> each : joiners.entrySet()) {
            if (each.getValue().inSets && !set.contains(each.getKey())) {
                set.add(each.getKey());
            }
        }
    }

    /** Only with the rule off that nobody shrinks a set on his own. */
    boolean isShrunk(NodeId replica) {
        return shrunk.contains(replica);
    }

    void shrinkUnasked(NodeId replica) {
        if (!shard.rules.on(Rule.SHRINK_ONLY_WHEN_DECIDED) && server.replicas().size() > 1) {
            shrunk.add(replica);
            role.recomputeSets();
        }
    }

    /** The entry behind which the log is still needed for a joiner. */
    long neededAfter(long committed) {
        long needed = committed;
        for (Joiner joiner : joiners.values()) {
            needed = Math.min(needed, joiner.follower.acknowledged);
        }
        return needed;
    }

    /** How much more log than its own open writes a primary keeps because of joiners. */
    long toleratedLagBytes() {
        return joiners.isEmpty() ? 0 : shard.limits.lagBytes();
    }

    // ---- copying

    /** Begins a copy to {@code node}. */
    void begin(NodeId node) {
        long base = server.replica().committed();
        Follower follower = new Follower(++copies, base, shard.now());
        Joiner joiner = new Joiner(follower, base, shard.now());
        joiners.put(node, joiner);
        role.followers().put(node, follower);
        shard.joiners++;
        shard.copies++;
        sendPiece(node, joiner);
    }

    /** Sends the piece that is under way, as of the commit point: the beginning, or a part of the state. */
    private void sendPiece(NodeId node, Joiner joiner) {
        joiner.asked(shard.now());
        long copyNumber = joiner.follower.copyNumber;
        if (joiner.piece == 0) {
            long configId = shard.config().configId();
            shard.port.send(
                    node, new CopyBegin(server.partition(), role.term(), copyNumber, joiner.baseSequence, configId));
            return;
        }
        // The joiner must hold the entries that the piece is as of.
        role.sendNew(node, joiner.follower);
        shard.sendGathered(node);
        Replica replica = server.replica();
        byte[] chunk = replica.state()
                .nextChunk(joiner.cursor, shard.limits.chunkBytes())
                .bytes();
        shard.port.send(
                node,
                new CopyPiece(server.partition(), role.term(), copyNumber, replica.committed(), joiner.piece, chunk));
    }

    void progressed(NodeId from, CopyProgress progress) {
        Joiner joiner = joiners.get(from);
        if (isForgotten(from, joiner, progress)) {
            shard.port.send(from, new CopyAbandoned(server.partition(), progress.term(), progress.copyNumber()));
            return;
        }
        if (joiner == null
                || progress.term() != role.term()
                || !role.isActive()
                || progress.copyNumber() != joiner.follower.copyNumber
                || progress.heldSequence() > server.replica().log().last()) {
            return;
        }
        joiner.begun = true;
        joiner.follower.acknowledge(progress.heldSequence(), shard.now());
        if (joiner.complete || progress.pieces() != joiner.piece) {
            return;
        }
        joiner.arrived(shard.now());
        joiner.cursor = progress.cursor();
        if (progress.cursor().isDone()) {
            joiner.complete = true;
            shard.copies--;
            role.sendNew(from, joiner.follower);
            advance(from, joiner, shard.now());
        } else {
            sendPiece(from, joiner);
        }
    }

    /**
     * Whether a copy will never count: this active primary, or one before it, gave it up, and who holds it is no replica. A
     * joiner that may have been promoted is still among the joiners.
     */
    private boolean isForgotten(NodeId from, @Nullable Joiner joiner, CopyProgress progress) {
        if (!role.isActive()
                || progress.term() > role.term()
                || server.replicas().contains(from)) {
            return false;
        }
        return progress.term() < role.term()
                ? joiner == null
                : joiner == null || progress.copyNumber() < joiner.follower.copyNumber;
    }

    // ---- promotion

    void tick(long nowNanos) {
        Iterator<Map.Entry<NodeId, Joiner>> each = joiners.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<NodeId, Joiner> entry = each.next();
            Joiner joiner = entry.getValue();
            boolean bound = joiner.isProposed() && shard.rules.on(Rule.PROMOTER_KEEPS_TO_IT);
            if (!bound && isHopeless(entry.getKey(), joiner, nowNanos)) {
                each.remove();
                forgotten(entry.getKey(), joiner);
            } else {
                advance(entry.getKey(), joiner, nowNanos);
            }
        }
    }

    private boolean isWanted(NodeId node) {
        return shard.config().isMember(node)
                && shard.config().target(server.partition()).contains(node);
    }

    private boolean isHopeless(NodeId node, Joiner joiner, long nowNanos) {
        long silentNanos = nowNanos - joiner.follower.progressNanos;
        long patienceNanos = joiner.inSets ? 5 * shard.times.resendNanos() : shard.times.joinerPatienceNanos();
        boolean copyStuck = !joiner.complete && nowNanos - joiner.answeredNanos > shard.times.joinerPatienceNanos();
        boolean logStuck = joiner.follower.acknowledged < server.replica().log().last() && silentNanos > patienceNanos;
        boolean lagging = server.replica().log().bytes() > shard.limits.lagBytes();
        return !isWanted(node) || copyStuck || logStuck || lagging;
    }

    private void advance(NodeId node, Joiner joiner, long nowNanos) {
        if (!joiner.complete) {
            if (joiner.shouldRepeat(nowNanos, shard.times.resendNanos())) {
                sendPiece(node, joiner);
            }
            return;
        }
        Replica replica = server.replica();
        // From here on commits wait for it, so it catches up with what is under way however busy the partition is.
        boolean near = replica.log().last() - joiner.follower.acknowledged <= NEAR_ENTRIES;
        if (!joiner.inSets && near) {
            joiner.inSets = true;
            role.recomputeSets();
        }
        if (!joiner.inSets || role.isHandingOver()) {
            return;
        }
        long configId = shard.config().configId();
        if (!joiner.isProposed()) {
            long grantUntilNanos = shard.received.untilNanos(node);
            boolean covered = !shard.rules.on(Rule.GRANT_COVERS_DELEGATIONS)
                    || !server.delegations().outlast(grantUntilNanos, node, nowNanos);
            boolean caughtUp = !shard.rules.on(Rule.JOINER_HOLDS_ALL_COMMITTED)
                    || joiner.follower.acknowledged >= replica.committed();
            if (isWanted(node) && caughtUp && grantUntilNanos > nowNanos && covered) {
                joiner.proposed(configId, nowNanos);
                promote(node);
            }
        } else if (joiner.proposedIn() == configId && joiner.shouldRepeat(nowNanos, shard.times.resendNanos())) {
            joiner.asked(nowNanos);
            promote(node);
        }
    }

    private void promote(NodeId node) {
        role.propose(new Change.Promote(shard.self, server.partition(), role.term(), node));
    }

    // ---- config

    void configAdopted(long configId) {
        shrunk.clear();
        ClusterConfig config = shard.config();
        List<NodeId> listed = config.partition(server.partition()).replicas();
        Iterator<Map.Entry<NodeId, Joiner>> each = joiners.entrySet().iterator();
        List<NodeId> askAgain = new ArrayList<>();
        while (each.hasNext()) {
            Map.Entry<NodeId, Joiner> entry = each.next();
            NodeId node = entry.getKey();
            Joiner joiner = entry.getValue();
            if (listed.contains(node)) {
                each.remove();
                released(joiner);
                joiner.follower.progressNanos = shard.now();
                role.followers().put(node, joiner.follower);
            } else if (joiner.isProposed() && joiner.proposedIn() < configId) {
                boolean skipped = configId > joiner.proposedIn() + 1;
                if (skipped && shard.rules.on(Rule.SKIPPED_PROMOTION_COPIES_ANEW)) {
                    each.remove();
                    forgotten(node, joiner);
                } else {
                    joiner.notDecided();
                    askAgain.add(node);
                }
            }
        }
        for (NodeId node : askAgain) {
            Joiner joiner = joiners.get(node);
            if (joiner != null) {
                advance(node, joiner, shard.now());
            }
        }
    }

    private void forgotten(NodeId node, Joiner joiner) {
        released(joiner);
        shard.port.send(node, new CopyAbandoned(server.partition(), role.term(), joiner.follower.copyNumber));
        if (!server.replicas().contains(node)) {
            role.followers().remove(node);
        }
        role.recomputeSets();
        role.forgetLog();
    }

    private void released(Joiner joiner) {
        shard.joiners--;
        if (!joiner.complete) {
            shard.copies--;
        }
    }

    void forgetAll() {
        joiners.values().forEach(this::released);
        joiners.clear();
    }
}
