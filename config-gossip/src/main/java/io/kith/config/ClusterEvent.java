package io.kith.config;

import io.kith.transport.NodeId;

/** What users may want to know of a cluster. Each names the version of the config with which it came to be known. */
public sealed interface ClusterEvent {

    /** What it tells: each kind is a record of its own. */
    enum Kind {
        MEMBER_CHANGED,
        SETTING_CHANGED,
        PARTITIONS_LOST,
        PARTITIONS_REGAINED,
        UNDER_REPLICATED,
        FULLY_REPLICATED,
        MISSED,
        SUSPICION
    }

    /** Which of them this is. */
    Kind kind();

    /** The version of the config with which it came. */
    long configId();

    /** A member joined, is leaving, left, was removed, is full, or has room again. */
    record MemberChanged(MemberEvent event) implements ClusterEvent {
        @Override
        public Kind kind() {
            return Kind.MEMBER_CHANGED;
        }

        @Override
        public long configId() {
            return event.configId();
        }
    }

    /** A setting was changed. */
    record SettingChanged(SettingRevision revision) implements ClusterEvent {
        @Override
        public Kind kind() {
            return Kind.SETTING_CHANGED;
        }

        @Override
        public long configId() {
            return revision.configId();
        }
    }

    /**
     * More partitions than before lost their last replica: they answer nothing until one comes back or an operator
     * accepts the loss.
     *
     * @param partitions how many there are without a replica now
     */
    record PartitionsLost(long configId, int partitions) implements ClusterEvent {
        @Override
        public Kind kind() {
            return Kind.PARTITIONS_LOST;
        }
    }

    /** No partition is without a replica any more. */
    record PartitionsRegained(long configId) implements ClusterEvent {
        @Override
        public Kind kind() {
            return Kind.PARTITIONS_REGAINED;
        }
    }

    /**
     * More partitions than before have fewer replicas than they should.
     *
     * @param partitions how many there are now
     */
    record UnderReplicated(long configId, int partitions) implements ClusterEvent {
        @Override
        public Kind kind() {
            return Kind.UNDER_REPLICATED;
        }
    }

    /** All partitions have as many replicas as they should again. */
    record FullyReplicated(long configId) implements ClusterEvent {
        @Override
        public Kind kind() {
            return Kind.FULLY_REPLICATED;
        }
    }

    /**
     * Events between two versions are no longer known: one was away for too long.
     *
     * @param since the last version whose events were told
     * @param configId the version from which on they are known again
     */
    record Missed(long since, long configId) implements ClusterEvent {
        @Override
        public Kind kind() {
            return Kind.MISSED;
        }
    }

    /**
     * A node is suspected of being dead, or no longer. Not part of the config: told by the node one is connected to as
     * it sees it, and not told again after a reconnect.
     */
    record Suspicion(long configId, NodeId node, boolean suspected) implements ClusterEvent {
        @Override
        public Kind kind() {
            return Kind.SUSPICION;
        }
    }
}
