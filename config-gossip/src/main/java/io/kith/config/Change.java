package io.kith.config;

import io.kith.transport.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step from a config to the next. A value that an instance decides is a list of changes; each has an author, and is
 * bound to the instance it was written for. {@link ConfigTransition} says what is legal.
 */
public sealed interface Change {

    /** The node that wants the change. */
    NodeId author();

    /** Makes a node a member. */
    record Admit(NodeId author, Member member) implements Change {}

    /** Marks a member as leaving: the ring moves its partitions elsewhere. */
    record Leave(NodeId author, NodeId node) implements Change {}

    /** Says that its author has no memory left for more data, or has room again. */
    record MarkFull(NodeId author, boolean full) implements Change {}

    /** Strikes a member off, with all its roles, save where it is a partition's last replica. */
    record Remove(NodeId author, NodeId node) implements Change {}

    /** Names the voters; differs from the old ones in one voter at most. */
    record SetVoters(NodeId author, List<NodeId> voters) implements Change {
        public SetVoters {
            voters = List.copyOf(voters);
        }
    }

    /** Makes a joiner a replica; only the partition's primary of that term may. */
    record Promote(NodeId author, int partition, long term, NodeId joiner) implements Change {}

    /** Strikes a replica off a partition's list. If it was the primary, the next in the list becomes primary. */
    record Drop(NodeId author, int partition, long term, NodeId replica) implements Change {}

    /** Makes another replica the primary. */
    record MovePrimary(NodeId author, int partition, long term, NodeId replica) implements Change {}

    /**
     * Sets or (with null) unsets a setting.
     *
     * @param expectedVersion the version that the setting must have now, 0: that it is not set; {@link #ANY_VERSION}
     *     if it does not matter
     * @param nonce drawn at random by who wants it, so that a retry applies once; 0 if there is none
     * @param wallMillis when it was asked for, in milliseconds since 1970; for people only
     * @param by on whose behalf, as that says of itself; at most 128 characters
     */
    record SetSetting(
            NodeId author,
            String key,
            @Nullable String value,
            long expectedVersion,
            long nonce,
            long wallMillis,
            String by)
            implements Change {

        /** Says that a setting may have any version. */
        public static final long ANY_VERSION = -1;

        public SetSetting {
            if (expectedVersion < ANY_VERSION || wallMillis < 0 || by.length() > Settings.MAX_BY_LENGTH) {
                throw new IllegalArgumentException(
                        "a setting's version and time are not negative, and its author's name has at most "
                                + Settings.MAX_BY_LENGTH + " characters");
            }
        }

        /** Sets it, whatever it was. */
        public SetSetting(NodeId author, String key, @Nullable String value) {
            this(author, key, value, ANY_VERSION, 0, 0, "");
        }
    }

    /** An operator accepts the loss of a partition all of whose replicas are gone: {@code fresh} starts it empty. */
    record AcceptLoss(NodeId author, int partition, long term, NodeId fresh) implements Change {}
}
