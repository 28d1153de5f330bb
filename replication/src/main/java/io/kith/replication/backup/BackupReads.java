package io.kith.replication.backup;

import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.host.Bounds;
import io.kith.replication.host.Responder;
import io.kith.replication.log.Replica;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.Fence;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionConfig;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import java.util.ArrayDeque;

/**
 * Reads at a replica that is not primary. One that meets a write which is held but not known to be committed waits
 * until what was held when it came is known to be; so a key that is written all the time starves no reader.
 */
public final class BackupReads {
    private final PartitionConfig here;
    private final Holding holding;
    private final Fence fence;
    private final PartitionTurn turn;
    private final Bounds bounds;
    private final SafetyRules rules;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(
            ClientMessage.Read read, Responder responder, Replica replica, long afterSequence, long sinceNanos) {}

    /** Nobody reads yet. */
    public BackupReads(
            PartitionConfig here, Holding holding, Fence fence, PartitionTurn turn, Bounds bounds, SafetyRules rules) {
        this.here = here;
        this.holding = holding;
        this.fence = fence;
        this.turn = turn;
        this.bounds = bounds;
        this.rules = rules;
    }

    /** How many reads wait. */
    public int size() {
        return waiting.size();
    }

    /** Whether this node, not being primary, may answer reads. */
    public boolean mayRead(long nowNanos) {
        Replica replica = holding.replica();
        return replica.holdsData()
                && !fence.isLeading()
                && rules.mayRead(replica.complete(), here.listsSelf())
                && replica.leased(nowNanos, rules);
    }

    /** Answers a read, or lets it wait. */
    public void read(ClientMessage.Read request, Responder responder) {
        Replica replica = holding.replica();
        if (rules.mayReadPast(replica.hasOpenWriteFor(request.operation()))) {
            holding.answer(request, responder);
        } else if (waiting.size() >= bounds.limits().heldRequests()) {
            responder.respond(ResponseStatus.RETRY, new byte[0]);
        } else {
            turn.begins(UnderWay.BACKUP_READS);
            waiting.add(new Waiting(request, responder, replica, replica.log().last(), turn.now()));
        }
    }

    /** Answers what can be answered after a commit, a new config or a new copy. */
    public void recheck() {
        while (!waiting.isEmpty()) {
            Waiting first = waiting.peek();
            if (first.replica != holding.replica() || fence.isLeading()) {
                first.responder.respond(ResponseStatus.NOT_HERE, new byte[0]);
            } else if (first.replica.committed() >= first.afterSequence) {
                holding.answer(first.read, first.responder);
            } else {
                return;
            }
            waiting.remove();
        }
        turn.ends(UnderWay.BACKUP_READS);
    }

    /** Sends away who waited too long. */
    public void expire(long nowNanos) {
        long patienceNanos = here.leaseNanos();
        while (!waiting.isEmpty() && nowNanos - waiting.peek().sinceNanos > patienceNanos) {
            waiting.remove().responder.respond(ResponseStatus.RETRY, new byte[0]);
        }
        turn.set(UnderWay.BACKUP_READS, !waiting.isEmpty());
    }
}
