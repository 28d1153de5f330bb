package io.kith.client.view;

/** What users may want to know of a cluster. Each names the version of the config with which it came to be known. */
public sealed interface KithEvent {

    /** The version of the config with which it came. */
    long configId();

    /** What can happen to a member. */
    enum MemberChange {
        /** It became a member. */
        JOINED,
        /** It is handing its partitions over, in order to leave. */
        LEAVING,
        /** It left, after it had handed its partitions over. */
        LEFT,
        /** It was removed, since it was not heard any more. */
        REMOVED,
        /** It has no memory left for more data: writes that add data to the partitions it holds are refused. */
        FULL,
        /** It has room for more data again. */
        FULL_NO_MORE
    }

    /**
     * A member joined, is leaving, left, was removed, is full, or has room again.
     *
     * @param kind what happened
     * @param member the id of the member that it happened to
     * @param address where that listens, or listened, as {@code HOST:PORT}
     */
    record MemberChanged(long configId, MemberChange kind, String member, String address) implements KithEvent {}

    /** A setting was changed. */
    record SettingChanged(SettingChange change) implements KithEvent {
        @Override
        public long configId() {
            return change.configId();
        }
    }

    /**
     * More partitions than before lost their last replica: they answer nothing until one comes back or an operator
     * accepts the loss.
     *
     * @param partitions how many there are without a replica now
     */
    record PartitionsLost(long configId, int partitions) implements KithEvent {}

    /** No partition is without a replica any more. */
    record PartitionsRegained(long configId) implements KithEvent {}

    /**
     * More partitions than before have fewer replicas than they should.
     *
     * @param partitions how many there are now
     */
    record UnderReplicated(long configId, int partitions) implements KithEvent {}

    /** All partitions have as many replicas as they should again. */
    record FullyReplicated(long configId) implements KithEvent {}

    /**
     * Events between two versions are no longer known: one was away for too long.
     *
     * @param since the last version whose events were told
     * @param configId the version from which on they are known again
     */
    record Missed(long since, long configId) implements KithEvent {}

    /**
     * A node is suspected of being dead, or no longer. Not part of the config: told by the node one is connected to as
     * it sees it, and not told again after a reconnect.
     *
     * @param member the id of the node
     */
    record Suspicion(long configId, String member, boolean isSuspected) implements KithEvent {}
}
