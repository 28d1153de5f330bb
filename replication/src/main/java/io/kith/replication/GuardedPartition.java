package io.kith.replication;

import io.kith.collections.wire.ClientMessage;
import io.kith.config.ClusterConfig;
import io.kith.replication.host.Bounds;
import io.kith.replication.host.Responder;
import io.kith.replication.lease.PartitionLeases;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.replication.message.ReplicationMessage.CopyBegin;
import io.kith.replication.message.ReplicationMessage.Delegation;
import io.kith.replication.message.ReplicationMessage.FailedAt;
import io.kith.replication.message.ReplicationMessage.OfPartition;
import io.kith.replication.safety.SafetyRules;
import io.kith.replication.shared.CopySlots;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.PartitionConfig;
import io.kith.replication.shared.PartitionRequests;
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
 *
 * <p>It is the partition itself, and not an object around it, as every message would have to pass that too.
 */
final class GuardedPartition extends Partition implements PartitionTurn.Subject {
    private final Stoppage stoppage;
    private final PartitionTurn turn;
    private final SafetyRules rules;

    GuardedPartition(
            PartitionConfig here,
            Holding holding,
            PartitionLeases leases,
            PartitionRequests requests,
            PartitionTurn turn,
            CopySlots slots,
            Bounds bounds,
            SafetyRules rules) {
        super(here, holding, leases, requests, turn, slots, bounds, rules);
        this.stoppage = new Stoppage(here, holding, turn, bounds);
        this.turn = turn;
        this.rules = rules;
        turn.begin(this);
    }

    private void failed(RuntimeException failure) {
        if (failure instanceof SharedFailure shared) {
            throw shared.failure();
        }
        FailedAt failedAt = super.failedAt();
        if (rules.stopsWhereItFailed()) {
            super.stop();
        }
        stoppage.begin(failure, failedAt, turn.now());
    }

    // ---- requests

    void write(ClientMessage.Write request, Responder responder) {
        try {
            order(request, responder);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    void openSession(ClientMessage.OpenSession request, Responder responder) {
        try {
            open(request, responder);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    void read(ClientMessage.Read request, Responder responder) {
        try {
            answer(request, responder);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    void handOverTo(NodeId successor) {
        try {
            super.handOverTo(successor);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    // ---- leases

    @Override
    @Nullable
    Delegation delegateTo(NodeId node, long nowNanos) {
        try {
            return super.delegateTo(node, nowNanos);
        } catch (RuntimeException e) {
            failed(e);
            return null;
        }
    }

    @Override
    void delegated(NodeId from, Delegation delegation, long sentNanos) {
        try {
            super.delegated(from, delegation, sentNanos);
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    // ---- messages

    @Override
    boolean handle(NodeId from, OfPartition message) {
        if (message instanceof CopyBegin && !stoppage.takesCopy(turn.now())) {
            return false;
        }
        try {
            return super.handle(from, message);
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
    }

    boolean append(NodeId from, Append message) {
        try {
            return super.handle(from, message);
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
    }

    boolean acknowledged(NodeId from, Acknowledge message) {
        try {
            return super.handle(from, message);
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
    }

    @Override
    boolean commitPoint(NodeId from, CommitPoint point) {
        try {
            return super.commitPoint(from, point);
        } catch (RuntimeException e) {
            failed(e);
            return false;
        }
    }

    // ---- config

    @Override
    boolean isUnconcernedBy(ClusterConfig previous, ClusterConfig next) {
        return !stoppage.isOn() && super.isUnconcernedBy(previous, next);
    }

    @Override
    void adopt(@Nullable ClusterConfig previous, ClusterConfig next) {
        try {
            super.adopt(previous, next);
        } catch (RuntimeException e) {
            failed(e);
        }
        stoppage.look(turn.now());
    }

    // ---- the turn's end, and what is overdue

    @Override
    public void flush() {
        try {
            super.flush();
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public boolean isRestless() {
        return stoppage.isOn() || super.isRestless();
    }

    @Override
    void tick(long nowNanos) {
        try {
            super.tick(nowNanos);
        } catch (RuntimeException e) {
            failed(e);
        }
        stoppage.look(nowNanos);
    }

    // ---- for inspection

    @Override
    int openWork() {
        return super.openWork() + (stoppage.isOn() ? 1 : 0);
    }
}
