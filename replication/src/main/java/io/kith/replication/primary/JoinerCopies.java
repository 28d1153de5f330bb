package io.kith.replication.primary;

import io.kith.replication.host.Bounds;
import io.kith.replication.message.ReplicationMessage.CopyAbandoned;
import io.kith.replication.message.ReplicationMessage.CopyBegin;
import io.kith.replication.message.ReplicationMessage.CopyPiece;
import io.kith.replication.message.ReplicationMessage.CopyProgress;
import io.kith.replication.shared.CopySlots;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionTurn;
import io.kith.transport.NodeId;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The copies that a primary makes of its partition, piece by piece, while writes go on. */
final class JoinerCopies {
    /** How far behind a joiner may be to be waited for. */
    private static final int NEAR_ENTRIES = 1_024;

    private final PrimaryTerm term;
    private final Holding holding;
    private final Joiners joiners;
    private final Followers followers;
    private final PartitionTurn turn;
    private final CopySlots slots;
    private final Bounds bounds;
    private long copies;

    JoinerCopies(
            PrimaryTerm term,
            Holding holding,
            Joiners joiners,
            Followers followers,
            PartitionTurn turn,
            CopySlots slots,
            Bounds bounds) {
        this.term = term;
        this.holding = holding;
        this.joiners = joiners;
        this.followers = followers;
        this.turn = turn;
        this.slots = slots;
        this.bounds = bounds;
    }

    /** Begins a copy to {@code node}. */
    void begin(NodeId node) {
        long base = holding.committed();
        Follower follower = new Follower(node, ++copies, base, turn.now());
        follower.joining = true;
        Joiner joiner = new Joiner(follower, base, turn.now());
        joiners.add(node, joiner);
        followers.put(follower);
        slots.copyBegins(turn.now());
        sendPiece(node, joiner);
    }

    /** Sends the next piece now, or as soon as the pace of copies lets it. */
    private void sendSoon(NodeId node, Joiner joiner) {
        joiner.awaitsPace = !slots.pace().mayStep(() -> {
            joiner.pieceIsDue = true;
            turn.flushLater();
        });
        if (!joiner.awaitsPace) {
            sendPiece(node, joiner);
        }
    }

    /** Sends what has waited for the pace of copies. */
    void sendAwaited() {
        if (holding.isUnfinished()) {
            return;
        }
        Iterator<Map.Entry<NodeId, Joiner>> each = joiners.iterator();
        while (each.hasNext()) {
            Map.Entry<NodeId, Joiner> entry = each.next();
            Joiner joiner = entry.getValue();
            if (joiner.pieceIsDue) {
                joiner.pieceIsDue = false;
                joiner.awaitsPace = false;
                sendPiece(entry.getKey(), joiner);
            }
        }
    }

    /** Sends the piece that is under way, as of the commit point: the beginning, or a part of the state. */
    private void sendPiece(NodeId node, Joiner joiner) {
        joiner.asked(turn.now());
        int partition = term.partition();
        long copyNumber = joiner.follower.copyNumber;
        if (joiner.piece == 0) {
            long configId = term.here().configId();
            long bytes = holding.state().bytes();
            turn.send(node, new CopyBegin(partition, term.number(), copyNumber, joiner.baseSequence, configId, bytes));
            return;
        }
        if (holding.isUnfinished()) {
            // It would hold what is as of an entry that does not count as applied yet.
            joiner.awaitsPace = true;
            joiner.pieceIsDue = true;
            return;
        }
        long beganNanos = turn.now();
        // The joiner must hold the entries that the piece is as of.
        followers.sendNew(joiner.follower);
        turn.sendGathered(node);
        byte[] chunk = holding.replica()
                .state()
                .nextChunk(joiner.cursor, bounds.limits().chunkBytes())
                .bytes();
        turn.send(node, new CopyPiece(partition, term.number(), copyNumber, holding.committed(), joiner.piece, chunk));
        slots.pace().took(turn.now() - beganNanos);
    }

    /** Sends the piece again that is under way, if it is time. */
    void repeat(NodeId node, Joiner joiner, long nowNanos) {
        if (!joiner.awaitsPace && isDue(joiner, nowNanos)) {
            sendPiece(node, joiner);
        }
    }

    /** Whether what was sent or proposed for a joiner's sake is to be repeated. */
    boolean isDue(Joiner joiner, long nowNanos) {
        return joiner.shouldRepeat(nowNanos, bounds.times().resendNanos());
    }

    /** A joiner, or who was one, says what it has; returns it if its copy has become complete by that. */
    @Nullable
    Joiner progressed(NodeId from, CopyProgress progress) {
        Joiner joiner = joiners.get(from);
        if (isForgotten(from, joiner, progress)) {
            turn.send(from, new CopyAbandoned(term.partition(), progress.term(), progress.copyNumber()));
            return null;
        }
        if (joiner == null
                || progress.term() != term.number()
                || progress.copyNumber() != joiner.follower.copyNumber
                || progress.heldSequence() > holding.log().last()) {
            return null;
        }
        if (progress.refused()) {
            joiner.refused = true;
            joiners.refused(from, turn.now());
            return null;
        }
        joiner.follower.streams = true;
        joiner.follower.acknowledge(progress.heldSequence(), turn.now());
        if (joiner.complete || progress.pieces() != joiner.piece) {
            return null;
        }
        joiner.arrived(turn.now());
        joiner.cursor = progress.cursor();
        if (!progress.cursor().isDone()) {
            sendSoon(from, joiner);
            return null;
        }
        joiner.complete = true;
        joiners.complete(from);
        slots.copyComplete();
        followers.sendNew(joiner.follower);
        return joiner;
    }

    /**
     * Whether a copy will never count: this active primary, or one before it, gave it up, and who holds it is no replica. A
     * joiner that may have been promoted is still among the joiners.
     */
    private boolean isForgotten(NodeId from, @Nullable Joiner joiner, CopyProgress progress) {
        if (progress.term() > term.number() || term.here().lists(from)) {
            return false;
        }
        return joiner == null
                || (progress.term() == term.number() && progress.copyNumber() < joiner.follower.copyNumber);
    }

    // ---- how far a joiner is

    /** Whether it is so near that commits may wait for it. */
    boolean isNear(Joiner joiner) {
        return holding.log().last() - joiner.follower.acknowledged <= NEAR_ENTRIES;
    }

    /** Whether it holds all that is committed; with what is half applied, on which it had no say either. */
    boolean holdsAllCommitted(Joiner joiner) {
        return joiner.follower.acknowledged >= holding.replica().decided();
    }

    /** After how long without progress a copy is given up. */
    long patienceNanos() {
        return bounds.times().joinerPatienceNanos();
    }

    /** Whether to copy to it no longer: it has no room, is not wanted, or makes no progress, or falls too far behind. */
    boolean isHopeless(NodeId node, Joiner joiner, long nowNanos) {
        long silentNanos = nowNanos - joiner.follower.progressNanos;
        long patienceNanos = patienceNanos();
        long logPatienceNanos = joiner.inSets ? 5 * bounds.times().resendNanos() : patienceNanos;
        boolean copyStuck = !joiner.complete && nowNanos - joiner.answeredNanos > patienceNanos;
        boolean logStuck = joiner.follower.acknowledged < holding.log().last() && silentNanos > logPatienceNanos;
        boolean mute = joiner.follower.isMute(nowNanos, logPatienceNanos);
        boolean lagging = holding.log().bytes() > bounds.limits().lagBytes();
        return joiner.refused || !term.here().wants(node) || copyStuck || logStuck || mute || lagging;
    }

    // ---- ends

    /** Gives up a copy to a node that is no joiner any more. */
    void abandon(NodeId node, Joiner joiner) {
        gone(joiner);
        turn.send(node, new CopyAbandoned(term.partition(), term.number(), joiner.follower.copyNumber));
        if (!term.here().lists(node)) {
            followers.remove(node);
        }
    }

    /** A node that was a joiner is listed as a replica. */
    void promoted(NodeId node, Joiner joiner) {
        gone(joiner);
        joiner.follower.progressNanos = turn.now();
        followers.put(joiner.follower);
    }

    /** A joiner is one no more, for whatever reason. */
    void gone(Joiner joiner) {
        slots.joinerGone(joiner.complete);
        joiner.follower.joining = false;
        joiner.follower.streams = false;
    }
}
