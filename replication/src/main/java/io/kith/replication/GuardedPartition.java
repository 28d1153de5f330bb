package io.kith.replication;

import io.kith.collections.wire.ClientMessage;
import io.kith.config.ClusterConfig;
import io.kith.replication.host.Responder;
import io.kith.replication.log.Replica;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.replication.message.ReplicationMessage.CopyBegin;
import io.kith.replication.message.ReplicationMessage.Delegation;
import io.kith.replication.message.ReplicationMessage.FailedAt;
import io.kith.replication.message.ReplicationMessage.OfPartition;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.PartitionTurn;
import io.kith.replication.shared.SharedFailure;
import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A partition as its shard sees it: an exception in its code stops it on this node, and nothing else. The partition gives up
 * its role and its lease, lets go of what it holds, and sees to it that another replica goes on ({@link Stoppage}).
 *
 * <p>An {@link Error} goes on to the loop and ends the node: memory or the stack ran out, or the code itself is broken, and
 * that may have struck what partitions share. So does an exception in what shards do for all partitions together, or in
 * stopping one. ADR 11 argues the line.
 */
final class GuardedPartition implements PartitionTurn.Subject {
    private final Partition partition;
    private final Stoppage stoppage;
    private final PartitionTurn turn;
    private final SafetyRules rules;

    GuardedPartition(Partition partition, Stoppage stoppage, PartitionTurn turn, SafetyRules rules) {
        this.partition = partition;
        this.stoppage = stoppage;
        this.turn = turn;
        this.rules = rules;
        turn.begin(this);
    }

    private void failed(RuntimeException failure) {
        if (failure instanceof SharedFailure shared) {
            throw shared.failure();
        }
        FailedAt failedAt = partition.failedAt();
        if (rules.stopsWhereItFailed()) {
            partition.stop();
        }
        stoppage.begin(failure, failedAt, turn.now());
    }

    // ---- requests

    void write(ClientMessage.Write request, Responder responder) {
        try {
            partition.write(request, responder);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    void openSession(ClientMessage.OpenSession request, Responder responder) {
        try {
            partition.openSession(request, responder);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    void read(ClientMessage.Read request, Responder responder) {
        try {
            partition.read(request, responder);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    void handOverTo(NodeId successor) {
        try {
            partition.handOverTo(successor);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    // ---- leases

    @Nullable
    Delegation delegateTo(NodeId node, long nowNanos) {
        try {
            return partition.delegateTo(node, nowNanos);
        } catch (RuntimeException e) {
            failed(e);
            return null;
        }
    }

    void delegated(NodeId from, Delegation delegation, long sentNanos) {
        try {
            partition.delegated(from, delegation, sentNanos);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    void voidLease() {
        partition.voidLease();
    }

    // ---- messages

    boolean handle(NodeId from, OfPartition message) {
        if (message instanceof CopyBegin && !stoppage.takesCopy(turn.now())) {
            return false;
        }
        try {
            return partition.handle(from, message);
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
    }

    boolean append(NodeId from, Append message) {
        try {
            return partition.append(from, message);
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
    }

    boolean acknowledged(NodeId from, Acknowledge message) {
        try {
            return partition.acknowledged(from, message);
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
    }

    boolean commitPoint(NodeId from, CommitPoint point) {
        try {
            return partition.commitPoint(from, point);
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
    }

    // ---- config

    boolean isUnconcernedBy(ClusterConfig previous, ClusterConfig next) {
        return !stoppage.isOn() && partition.isUnconcernedBy(previous, next);
    }

    void adopt(@Nullable ClusterConfig previous, ClusterConfig next) {
        try {
            partition.adopt(previous, next);
        } catch (RuntimeException e) {
            failed(e);
        }
        stoppage.look(turn.now());
    }

    // ---- the turn's end, and what is overdue

    @Override
    public void flush() {
        try {
            partition.flush();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public boolean isRestless() {
        return stoppage.isOn() || partition.isRestless();
    }

    void tick(long nowNanos) {
        try {
            partition.tick(nowNanos);
        } catch (RuntimeException e) {
            failed(e);
        }
        stoppage.look(nowNanos);
    }

    // ---- for inspection

    Replica replica() {
        return partition.replica();
    }

    int openWork() {
        return partition.openWork() + (stoppage.isOn() ? 1 : 0);
    }

    PartitionView view() {
        return partition.view();
    }
}
