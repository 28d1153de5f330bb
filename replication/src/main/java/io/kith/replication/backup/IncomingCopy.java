package io.kith.replication.backup;

import io.kith.replication.host.Bounds;
import io.kith.replication.log.Replica;
import io.kith.replication.message.ReplicationMessage.CopyAbandoned;
import io.kith.replication.message.ReplicationMessage.CopyBegin;
import io.kith.replication.message.ReplicationMessage.CopyPiece;
import io.kith.replication.message.ReplicationMessage.CopyProgress;
import io.kith.replication.safety.InvariantViolation;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.CopyPace;
import io.kith.replication.shared.Fence;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionConfig;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.CorruptFrameException;
import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/** How a joiner takes a copy of the partition, piece by piece, each as of a place in the log. */
public final class IncomingCopy {
    private final PartitionConfig here;
    private final Holding holding;
    private final Fence fence;
    private final Following following;
    private final PartitionTurn turn;
    private final CopyPace pace;
    private final Bounds bounds;
    private final SafetyRules rules;
    private final Runnable wake = this::wake;

    /** Who is to be answered as soon as the pace of copies lets it; null for nobody. */
    private @Nullable NodeId unanswered;

    private boolean awaitsPace;
    private long unansweredTerm;
    private long unansweredCopy;

    /** Who is to be told of progress once that is persisted. */
    private @Nullable NodeId untold;

    /** None has begun. */
    public IncomingCopy(
            PartitionConfig here,
            Holding holding,
            Fence fence,
            Following following,
            PartitionTurn turn,
            CopyPace pace,
            Bounds bounds,
            SafetyRules rules) {
        this.here = here;
        this.holding = holding;
        this.fence = fence;
        this.following = following;
        this.turn = turn;
        this.pace = pace;
        this.bounds = bounds;
        this.rules = rules;
    }

    /** The primary begins a copy: what is held so far is thrown away. */
    public boolean begin(NodeId from, CopyBegin message) {
        turn.begins();
        if (!fence.admits(from, message.term()) || fence.isLeading()) {
            return false;
        }
        Replica earlier = holding.replica();
        long heldNumber = earlier.copyNumberIn(message.term());
        boolean listed = earlier.holdsData() && here.listsSelf();
        if (!rules.beginsCopy(message.copyNumber(), heldNumber, listed)) {
            if (message.copyNumber() == heldNumber) {
                answerSoon(from);
            }
            return false;
        }
        if (message.copyNumber() <= heldNumber) {
            rules.broken(new InvariantViolation(
                    "copy numbers rise within a term, but copy " + message.copyNumber() + " would follow " + heldNumber,
                    here.partition(),
                    message.term(),
                    message.baseSequence()));
        }
        if (!holding.hasRoomForCopy(message.bytes(), bounds.limits().memoryBytes(), turn.now())) {
            refuse(from, message.term(), message.copyNumber());
            return false;
        }
        holding.keepCopy(
                message.term(), message.copyNumber(), message.configId(), message.baseSequence(), message.bytes());
        following.committed();
        answerSoon(from);
        return true;
    }

    /** Tells the primary to keep the partition where it is, and to try again later. */
    private void refuse(NodeId primary, long term, long copyNumber) {
        turn.send(primary, CopyProgress.refusal(here.partition(), term, copyNumber));
    }

    /** A piece of the copy has come. */
    public boolean piece(NodeId from, CopyPiece message) {
        Replica replica = holding.replica();
        if (!following.follows(from, message.term(), message.copyNumber()) || replica.copyTerm() != message.term()) {
            return false;
        }
        long asOf = message.asOfSequence();
        boolean next = !replica.complete()
                && message.piece() == replica.pieces() + 1
                && asOf >= replica.committed() + (replica.isUnfinished() ? 1 : 0)
                && asOf <= replica.log().last();
        if (next) {
            long beganNanos = turn.now();
            following.commitThrough(asOf);
            install(message.chunk());
            following.committed();
            pace.took(turn.now() - beganNanos);
            if (holding.isGivenUpForRoom(bounds.limits().memoryBytes(), turn.now())) {
                refuse(from, message.term(), message.copyNumber());
                return true;
            }
        }
        answerSoon(from);
        return next;
    }

    /** Says how far the copy is, which brings its next piece: now, or as soon as the pace of copies lets it. */
    private void answerSoon(NodeId primary) {
        unanswered = primary;
        unansweredTerm = holding.replica().copyTerm();
        unansweredCopy = holding.replica().copyNumberIn(unansweredTerm);
        if (awaitsPace) {
            return;
        }
        awaitsPace = !pace.mayStep(wake);
        if (!awaitsPace) {
            answer();
        }
    }

    /** Its turn has come: the answer goes out with what else this turn of the loop has brought. */
    private void wake() {
        awaitsPace = false;
        turn.set(UnderWay.COPY_ANSWER, true);
        turn.flushLater();
    }

    /** Answers who waits for it, if it is still that copy which is held. */
    public void answer() {
        if (holding.isUnfinished()) {
            // The next piece would come before what was kept for this one is done.
            turn.set(UnderWay.COPY_ANSWER, true);
            return;
        }
        NodeId primary = unanswered;
        unanswered = null;
        Replica replica = holding.replica();
        if (primary != null
                && replica.copyTerm() == unansweredTerm
                && replica.copyNumberIn(unansweredTerm) == unansweredCopy) {
            sendProgress(primary);
        }
    }

    private void install(byte[] chunk) {
        try {
            holding.install(chunk);
        } catch (CorruptFrameException e) {
            // The copy is worthless now; the primary gives it up and begins another.
            holding.giveUp();
        }
        if (holding.replica().state().isOverrun()) {
            // More was written to one object than could be kept while it was copied: it is as worthless.
            holding.giveUp();
        }
    }

    /** The primary has given the copy up, and counts nothing of it any more. */
    public boolean abandoned(CopyAbandoned message) {
        Replica replica = holding.replica();
        boolean held = replica.holdsData()
                && replica.copyTerm() == message.term()
                && replica.copyNumberIn(message.term()) == message.copyNumber()
                && !fence.isLeading()
                && !here.listsSelf();
        if (held) {
            holding.giveUp();
        }
        return held;
    }

    /** Tells {@code primary} how far the copy is that this node holds, once that much is persisted. */
    void sendProgress(NodeId primary) {
        Replica replica = holding.replica();
        if (!rules.mayTellProgress(replica.isPersisted())) {
            untold = primary;
            turn.set(UnderWay.PERSISTING, true);
            replica.log().awaitPersisted();
            return;
        }
        turn.send(
                primary,
                new CopyProgress(
                        here.partition(),
                        replica.copyTerm(),
                        replica.copyNumberIn(replica.copyTerm()),
                        replica.pieces(),
                        replica.state().copyCursor(),
                        replica.log().last()));
    }

    /** Tells whom it has to tell, now that more is persisted. */
    public void flush() {
        NodeId primary = untold;
        if (primary != null) {
            untold = null;
            sendProgress(primary);
        }
    }
}
