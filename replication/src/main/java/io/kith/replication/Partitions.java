package io.kith.replication;

import io.kith.config.ClusterConfig;
import io.kith.replication.message.ReplicationMessage;
import io.kith.replication.message.ReplicationMessage.Acknowledge;
import io.kith.replication.message.ReplicationMessage.Append;
import io.kith.replication.message.ReplicationMessage.Batch;
import io.kith.replication.message.ReplicationMessage.CommitNotice;
import io.kith.replication.message.ReplicationMessage.CommitPoint;
import io.kith.replication.message.ReplicationMessage.Delegate;
import io.kith.replication.message.ReplicationMessage.Delegation;
import io.kith.replication.message.ReplicationMessage.OfPartition;
import io.kith.transport.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The partitions of one shard: finds the one that something is about, and looks after all of them. */
final class Partitions {
    /** Every so many ticks a partition is looked after in which nothing is under way. */
    private static final int QUIET_ROUNDS = 5;

    private final ShardSlice slice;
    private final GuardedPartition[] partitions;
    private final boolean[] restless;
    private final int count;
    private int round;

    /** Makes one partition of a shard. */
    interface Maker {
        /** Makes it; {@code restless} says by its place whether something is under way in it. */
        GuardedPartition make(int number, boolean[] restless, int place);
    }

    /**
     * Makes those of {@code count} that belong to the shard.
     *
     * @param count how many partitions the cluster has
     */
    Partitions(ShardSlice slice, int count, Maker maker) {
        this.slice = slice;
        this.count = count;
        this.partitions = new GuardedPartition[slice.size(count)];
        this.restless = new boolean[partitions.length];
        for (int place = 0; place < partitions.length; place++) {
            partitions[place] = maker.make(slice.at(place), restless, place);
        }
    }

    /** Whether the partition {@code number} exists and belongs to the shard. */
    boolean has(int number) {
        return slice.has(number) && number < count;
    }

    /** The partition {@code number}, which belongs to the shard. */
    GuardedPartition get(int number) {
        return partitions[slice.placeOf(number)];
    }

    void adopt(@Nullable ClusterConfig previous, ClusterConfig next) {
        boolean sameMembers = previous != null && previous.members().equals(next.members());
        for (GuardedPartition partition : partitions) {
            if (previous == null || !sameMembers || !partition.isUnconcernedBy(previous, next)) {
                partition.adopt(previous, next);
            }
        }
    }

    void tick(long nowNanos) {
        round = (round + 1) % QUIET_ROUNDS;
        for (int i = 0; i < partitions.length; i++) {
            if (restless[i] || i % QUIET_ROUNDS == round) {
                partitions[i].tick(nowNanos);
            }
        }
    }

    // ---- leases

    List<Delegation> delegateTo(NodeId replica, long nowNanos) {
        List<Delegation> delegations = new ArrayList<>();
        for (GuardedPartition partition : partitions) {
            Delegation delegation = partition.delegateTo(replica, nowNanos);
            if (delegation != null) {
                delegations.add(delegation);
            }
        }
        return delegations;
    }

    void voidLeases() {
        for (GuardedPartition partition : partitions) {
            partition.voidLease();
        }
    }

    // ---- messages

    /** Handles a message about one partition, or the part about this shard of one about many; says whether it was taken. */
    boolean handle(NodeId from, ReplicationMessage message) {
        return switch (message.kind()) {
            case BATCH -> batch(from, (Batch) message);
            case COMMIT_NOTICE -> commitNotice(from, (CommitNotice) message);
            case DELEGATE -> delegated(from, (Delegate) message);
            case APPEND,
                    ACKNOWLEDGE,
                    STALE_TERM,
                    ADOPT_TERM,
                    TERM_ADOPTED,
                    RELEASE_REQUEST,
                    RELEASED,
                    BARRIER_QUERY,
                    BARRIER_ANSWER,
                    COPY_BEGIN,
                    COPY_PIECE,
                    COPY_PROGRESS,
                    COPY_ABANDONED,
                    FAILED_AT -> ofPartition(from, (OfPartition) message);
        };
    }

    private boolean ofPartition(NodeId from, OfPartition message) {
        return has(message.partition()) && get(message.partition()).handle(from, message);
    }

    private boolean batch(NodeId from, Batch batch) {
        for (Append append : batch.appends()) {
            if (has(append.partition())) {
                get(append.partition()).append(from, append);
            }
        }
        for (Acknowledge acknowledgement : batch.acknowledgements()) {
            if (has(acknowledgement.partition())) {
                get(acknowledgement.partition()).acknowledged(from, acknowledgement);
            }
        }
        return true;
    }

    private boolean commitNotice(NodeId from, CommitNotice notice) {
        for (CommitPoint point : notice.points()) {
            if (has(point.partition())) {
                get(point.partition()).commitPoint(from, point);
            }
        }
        return true;
    }

    private boolean delegated(NodeId from, Delegate message) {
        for (Delegation delegation : message.delegations()) {
            int number = delegation.point().partition();
            if (has(number)) {
                get(number).delegated(from, delegation, message.heartbeatSentNanos());
            }
        }
        return true;
    }

    // ---- for inspection

    int openWork() {
        int open = 0;
        for (GuardedPartition partition : partitions) {
            open += partition.openWork();
        }
        return open;
    }

    int openResults() {
        int open = 0;
        for (GuardedPartition partition : partitions) {
            open += partition.replica().state().openResults();
        }
        return open;
    }
}
