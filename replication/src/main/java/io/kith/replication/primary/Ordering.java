package io.kith.replication.primary;

import io.kith.collections.kind.LogCommand;
import io.kith.collections.partition.Completion;
import io.kith.collections.partition.PartitionOperations;
import io.kith.collections.wire.ClientMessage;
import io.kith.collections.wire.ResponseStatus;
import io.kith.collections.wire.Results;
import io.kith.replication.host.Bounds;
import io.kith.replication.host.Responder;
import io.kith.replication.host.ShardLimits;
import io.kith.replication.log.LogEntry;
import io.kith.replication.log.ReplicaLog;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.KnownCluster;
import io.kith.replication.shared.OpenRequests;
import io.kith.replication.shared.PartitionRequests;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives writes their places in the log, as long as there is room. Whether writes are taken at all is decided before. */
final class Ordering {
    private static final byte[] NOTHING = new byte[0];

    private final PrimaryTerm term;
    private final int partition;
    private final long termNumber;
    private final Holding holding;
    private final OpenRequests open;
    private final PartitionTurn turn;
    private final Bounds bounds;
    private final SafetyRules rules;
    private final KnownCluster cluster;
    private final OptionsInForce options;
    private final Searches searches;

    /** The settings as of the last write: as long as the config shares them, options need not be looked at. */
    private @Nullable Map<String, String> settings;

    private long lastTimestampMillis;

    Ordering(
            PrimaryTerm term,
            Holding holding,
            PartitionRequests requests,
            PartitionTurn turn,
            Bounds bounds,
            SafetyRules rules) {
        this.term = term;
        this.partition = term.partition();
        this.termNumber = term.number();
        this.holding = holding;
        this.open = requests.open();
        this.turn = turn;
        this.bounds = bounds;
        this.rules = rules;
        this.cluster = term.here().cluster();
        this.options = new OptionsInForce(holding, term.here());
        this.searches = new Searches(partition, holding, open, turn);
    }

    /** Whether writes are ordered now; else they have to wait. */
    boolean takesWrites() {
        return rules.takesWrites(!turn.is(UnderWay.ACTIVATION), turn.is(UnderWay.HAND_OVER))
                && !turn.is(UnderWay.LONG_CHANGE);
    }

    /** Orders a client's write, unless its result is known already. */
    void write(ClientMessage.Write request, Responder responder) {
        @Nullable
        Completion kept =
                rules.keptResult(holding.state().kept(request.session(), request.opening(), request.number()));
        if (kept != null) {
            responder.respond(kept.status(), kept.payload());
            return;
        }
        if (open.awaitInstead(partition, request.session(), request.opening(), request.number(), responder)) {
            // It has its place in the log of this term; another would add nothing.
            return;
        }
        if (!hasRoom()) {
            open.forget(partition, request.session(), request.opening(), request.number());
            responder.respond(ResponseStatus.RETRY, NOTHING);
            return;
        }
        if (holding.isOneTooMany(request, bounds.limits().heapBytes())) {
            open.forget(partition, request.session(), request.opening(), request.number());
            responder.respond(ResponseStatus.TOO_MANY_OPEN, NOTHING);
            return;
        }
        if (!searches.begin(request)) {
            order(request);
        }
    }

    /** Orders the writes that were looked for before, and that can be logged now. */
    void orderFound() {
        if (turn.is(UnderWay.LONG_CHANGE)) {
            return;
        }
        for (ClientMessage.Write next = searches.next(); next != null; next = searches.next()) {
            if (takesWrites() && hasRoom()) {
                order(next);
            } else {
                searches.refuse(next, ResponseStatus.RETRY);
            }
        }
    }

    /** The term is over. */
    void end() {
        searches.end();
    }

    @SuppressWarnings("ReferenceEquality") // Configs share the table until a setting changes.
    private void order(ClientMessage.Write request) {
        if (settings != cluster.config().settings()) {
            orderNewerOptions();
        }
        byte[] operation = unlessFull(request);
        order(request.session(), request.opening(), request.number(), request.floor(), operation);
        byte[] behind = options.behind(operation);
        if (behind != null) {
            // Before whatever else is asked of the collection.
            order(LogCommand.NO_SESSION, 0, 0, 0, behind);
        }
    }

    /**
     * A client's write, or in its place its refusal if there is no memory for what it adds. The refusal is logged like any
     * result: so no copy of the request that is still on its way can be applied later, and if one is in the log already,
     * the result of that counts.
     */
    private byte[] unlessFull(ClientMessage.Write request) {
        String refusal = holding.refusal(request, bounds.limits().memoryBytes(), term.here());
        return refusal == null ? request.operation() : PartitionOperations.refuse(refusal);
    }

    private boolean hasRoom() {
        ReplicaLog log = holding.log();
        ShardLimits limits = bounds.limits();
        // Joiners may need more of the log than the primary's own open writes.
        long toleratedLagBytes = turn.is(UnderWay.COPIES) ? limits.lagBytes() : 0;
        return log.last() - holding.committed() < limits.openWrites()
                && log.bytes() < limits.openBytes() + toleratedLagBytes
                && !holding.isLogTooLong(limits.heapBytes());
    }

    /** Orders the opening of a session. */
    void openSession(ClientMessage.OpenSession request, Responder responder) {
        if (open.awaitInstead(partition, request.session(), 0, 0, responder)) {
            return;
        }
        if (!hasRoom()) {
            open.forget(partition, request.session(), 0, 0);
            responder.respond(ResponseStatus.RETRY, NOTHING);
            return;
        }
        String refusal =
                holding.refusalOfSession(request.session(), bounds.limits().heapBytes());
        if (refusal != null) {
            open.forget(partition, request.session(), 0, 0);
            responder.respond(ResponseStatus.FULL, Results.ofMessage(refusal));
            return;
        }
        order(request.session(), 0, 0, 0, PartitionOperations.openSession());
    }

    private void orderNewerOptions() {
        if (options.areNewer()) {
            options.changes().forEach(this::orderOwn);
        }
        settings = cluster.config().settings();
    }

    /** Orders what brings collections' options into force, where something may be missing, if writes are taken. */
    void orderOptions() {
        if (takesWrites() && options.mayDiffer()) {
            options.changes().forEach(this::orderOwn);
        }
    }

    /** Orders a command of the primary's own, such as an expiry, if writes are taken. */
    void orderOwn(byte[] operation) {
        if (takesWrites() && hasRoom()) {
            order(LogCommand.NO_SESSION, 0, 0, 0, operation);
        }
    }

    private void order(NodeId session, long opening, long number, long floor, byte[] operation) {
        ReplicaLog log = holding.log();
        lastTimestampMillis = Math.max(lastTimestampMillis, turn.clock().wallMillis());
        log.append(new LogEntry(
                termNumber,
                new LogCommand(log.last() + 1, session, opening, number, floor, lastTimestampMillis, operation)));
        holding.logChanged();
        turn.flushLater();
    }
}
