package io.kith.replication.backup;

import io.kith.replication.host.Bounds;
import io.kith.replication.lease.Delegations;
import io.kith.replication.log.LogEntry;
import io.kith.replication.log.Replica;
import io.kith.replication.log.ReplicaLog;
import io.kith.replication.message.ReplicationMessage.AdoptTerm;
import io.kith.replication.message.ReplicationMessage.BarrierAnswer;
import io.kith.replication.message.ReplicationMessage.BarrierQuery;
import io.kith.replication.message.ReplicationMessage.ReleaseRequest;
import io.kith.replication.message.ReplicationMessage.Released;
import io.kith.replication.message.ReplicationMessage.StaleTerm;
import io.kith.replication.message.ReplicationMessage.TermAdopted;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.Fence;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionConfig;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.UnderWay;
import io.kith.transport.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What primaries ask of other nodes about terms: to adopt one, to release the partition, whether there is a later one. */
public final class TermQuestions {
    private final PartitionConfig here;
    private final Holding holding;
    private final Fence fence;
    private final Delegations delegations;
    private final PartitionTurn turn;
    private final Bounds bounds;
    private final SafetyRules rules;

    /** A new primary's question that came before the config that made it one: at most one of these, the last. */
    private @Nullable NodeId earlyAsker;

    private @Nullable AdoptTerm earlyAdoption;
    private @Nullable ReleaseRequest earlyRelease;

    /** Who is to be told of the adoption of a term once what is held is persisted. */
    private @Nullable NodeId unreportedTo;

    private @Nullable AdoptTerm unreported;

    /** Nobody has asked yet. */
    public TermQuestions(
            PartitionConfig here,
            Holding holding,
            Fence fence,
            Delegations delegations,
            PartitionTurn turn,
            Bounds bounds,
            SafetyRules rules) {
        this.here = here;
        this.holding = holding;
        this.fence = fence;
        this.delegations = delegations;
        this.turn = turn;
        this.bounds = bounds;
        this.rules = rules;
    }

    /** Whether a question waits for the next config. */
    public boolean isAnyEarly() {
        return earlyAsker != null;
    }

    /** Answers who asked for a term or a release under a config that this node did not hold then. */
    public void configAdopted() {
        NodeId asker = earlyAsker;
        AdoptTerm adoption = earlyAdoption;
        ReleaseRequest release = earlyRelease;
        keepEarly(null, null, null);
        if (asker != null && adoption != null) {
            adoptTerm(asker, adoption);
        } else if (asker != null && release != null) {
            releaseRequested(asker, release);
        }
    }

    private void keepEarly(@Nullable NodeId asker, @Nullable AdoptTerm adoption, @Nullable ReleaseRequest release) {
        earlyAsker = asker;
        earlyAdoption = adoption;
        earlyRelease = release;
    }

    // ---- adopting a term

    /** Adopts a new primary's term, and tells it what it may lack. */
    public boolean adoptTerm(NodeId from, AdoptTerm message) {
        if (message.term() > here.term()) {
            keepEarly(from, message, null);
        }
        Replica replica = holding.replica();
        if (!fence.admits(from, message.term()) || !replica.holdsData() || fence.isLeading()) {
            return false;
        }
        replica.adopt(message.term());
        ReplicaLog log = replica.log();
        if (!rules.mayReport(log.persisted() == log.last())) {
            unreportedTo = from;
            unreported = message;
            turn.set(UnderWay.PERSISTING, true);
            log.awaitPersisted();
            return true;
        }
        List<LogEntry> suffix = message.lastSequence() >= log.last()
                ? List.of()
                : log.from(
                        Math.max(message.lastSequence(), log.base()),
                        bounds.limits().appendBytes());
        turn.send(from, new TermAdopted(here.partition(), message.term(), log.last(), suffix));
        return true;
    }

    /** Tells who asked for it, now that more is persisted. */
    public void flush() {
        NodeId to = unreportedTo;
        AdoptTerm message = unreported;
        if (to != null && message != null) {
            unreportedTo = null;
            unreported = null;
            adoptTerm(to, message);
        }
    }

    /** Somebody knows of a higher term. */
    public boolean staleTerm(NodeId from, StaleTerm message) {
        boolean later = message.term() > here.term();
        if (later) {
            here.behind(from);
        }
        return later;
    }

    /** A primary without a lease asks whether this node knows of a later term. */
    public boolean barrierQuery(NodeId from, BarrierQuery message) {
        turn.send(from, new BarrierAnswer(here.partition(), message.term(), message.barrier(), fence.term()));
        return true;
    }

    // ---- releasing the partition

    /** A new primary asks whether this node, an earlier one, has released the partition. */
    public boolean releaseRequested(NodeId from, ReleaseRequest request) {
        if (here.configId() < request.configId()) {
            keepEarly(from, null, request);
            here.behind(from);
            return false;
        }
        return release(from);
    }

    /** Tells {@code newPrimary} that this node has released the partition under the config it holds, if it has. */
    public boolean release(NodeId newPrimary) {
        if (fence.isLeading() || !rules.mayRelease(delegations.runOutside(here.replicas(), here.self(), turn.now()))) {
            return false;
        }
        turn.send(newPrimary, new Released(here.partition(), here.configId()));
        return true;
    }
}
