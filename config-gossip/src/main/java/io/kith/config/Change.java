package io.kith.config;

import io.kith.transport.ForeignText;
import io.kith.transport.NodeId;
import io.kith.transport.WireKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step from a config to the next. A value that an instance decides is a list of changes; each has an author, and is
 * bound to the instance it was written for. {@link ConfigTransition} says what is legal.
 */
public sealed interface Change {

    /** The kinds of changes, with their codes on the wire and how long they may wait for company. */
    enum Kind implements WireKind {
        ADMIT(1, Pace.ADMISSION),
        LEAVE(2, Pace.ADMISSION),
        REMOVE(3, Pace.AT_ONCE),
        SET_VOTERS(4, Pace.AT_ONCE),
        PROMOTE(5, Pace.PLACEMENT),
        DROP(6, Pace.PLACEMENT_IF_ALIVE),
        MOVE_PRIMARY(7, Pace.MOVE),
        SET_SETTING(8, Pace.MOVE),
        ACCEPT_LOSS(9, Pace.AT_ONCE),
        MARK_FULL(10, Pace.MOVE);

        private final int code;
        private final Pace pace;

        Kind(int code, Pace pace) {
            this.code = code;
            this.pace = pace;
        }

        @Override
        public int code() {
            return code;
        }

        Pace pace() {
            return pace;
        }
    }

    /** How long a change may wait for others to share its version; {@link ConfigTiming} has the times. */
    enum Pace {
        /** For nobody: something does not work until it is made. */
        AT_ONCE,
        /** As changes of primaries and settings may. */
        MOVE,
        /** As changes of replicas may. */
        PLACEMENT,
        /** As changes of replicas may, unless the node has fallen silent that it takes a role from. */
        PLACEMENT_IF_ALIVE,
        /** As admissions may. */
        ADMISSION
    }

    /** What a change takes in a message that names nodes and numbers only, in bytes. */
    int LIGHT_BYTES = 64;

    /** Which kind it is of. */
    Kind kind();

    /** The node that wants the change. */
    NodeId author();

    /** The nodes that it names besides its author. */
    List<NodeId> nodes();

    /** Whether {@code config} is already as this change wants it, whoever saw to it. */
    boolean isSatisfiedBy(ClusterConfig config);

    /**
     * The same, written by {@code by} because a client asked for it; null if no client may ask for it.
     *
     * @param askedWallMillis when it was asked for, in milliseconds since 1970
     */
    default @Nullable Change onBehalf(NodeId by, long askedWallMillis) {
        return null;
    }

    /** Who loses a role by it, its author perhaps; null if nobody does. */
    default @Nullable NodeId deposed(ClusterConfig config) {
        return null;
    }

    /** How many bytes it takes in a message, at most. */
    default int weightBytes() {
        return LIGHT_BYTES;
    }

    /** A change of a partition's replicas, in one term. */
    sealed interface OfPartition extends Change {

        /** The partition's number. */
        int partition();

        /** The term in which it counts. */
        long term();

        /** The node whose part in the partition changes. */
        NodeId subject();

        @Override
        default List<NodeId> nodes() {
            return List.of(subject());
        }

        /** Whether {@code config} has such a partition. */
        default boolean isIn(ClusterConfig config) {
            return config.hasPartition(partition());
        }
    }

    /** Makes a node a member. */
    record Admit(NodeId author, Member member) implements Change {
        @Override
        public Kind kind() {
            return Kind.ADMIT;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of(member.id());
        }

        @Override
        public boolean isSatisfiedBy(ClusterConfig config) {
            return config.isMember(member.id());
        }

        @Override
        public int weightBytes() {
            return 8 * LIGHT_BYTES;
        }
    }

    /** Marks a member as leaving: the ring moves its partitions elsewhere. */
    record Leave(NodeId author, NodeId node) implements Change {
        @Override
        public Kind kind() {
            return Kind.LEAVE;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of(node);
        }

        @Override
        public boolean isSatisfiedBy(ClusterConfig config) {
            Member member = config.member(node);
            return member == null || member.state() == MemberState.LEAVING;
        }

        @Override
        public @Nullable Change onBehalf(NodeId by, long askedWallMillis) {
            return new Leave(by, node);
        }
    }

    /** Says that its author has no memory left for more data, or has room again. */
    record MarkFull(NodeId author, boolean full) implements Change {
        @Override
        public Kind kind() {
            return Kind.MARK_FULL;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of();
        }

        @Override
        public boolean isSatisfiedBy(ClusterConfig config) {
            Member member = config.member(author);
            return member == null || member.full() == full;
        }
    }

    /** Strikes a member off, with all its roles, save where it is a partition's last replica. */
    record Remove(NodeId author, NodeId node) implements Change {
        @Override
        public Kind kind() {
            return Kind.REMOVE;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of(node);
        }

        @Override
        public boolean isSatisfiedBy(ClusterConfig config) {
            return !config.isMember(node);
        }

        @Override
        public @Nullable Change onBehalf(NodeId by, long askedWallMillis) {
            return new Remove(by, node);
        }

        @Override
        public @Nullable NodeId deposed(ClusterConfig config) {
            return node;
        }
    }

    /** Names the voters; differs from the old ones in one voter at most. */
    record SetVoters(NodeId author, List<NodeId> voters) implements Change {
        public SetVoters {
            voters = List.copyOf(voters);
        }

        @Override
        public Kind kind() {
            return Kind.SET_VOTERS;
        }

        @Override
        public List<NodeId> nodes() {
            return voters;
        }

        @Override
        public boolean isSatisfiedBy(ClusterConfig config) {
            return config.voters().size() == voters.size() && config.voters().containsAll(voters);
        }
    }

    /** Makes a joiner a replica; only the partition's primary of that term may. */
    record Promote(NodeId author, int partition, long term, NodeId joiner) implements OfPartition {
        @Override
        public Kind kind() {
            return Kind.PROMOTE;
        }

        @Override
        public NodeId subject() {
            return joiner;
        }

        @Override
        public boolean isSatisfiedBy(ClusterConfig config) {
            return isIn(config) && config.partition(partition).lists(joiner);
        }
    }

    /** Strikes a replica off a partition's list. If it was the primary, the next in the list becomes primary. */
    record Drop(NodeId author, int partition, long term, NodeId replica) implements OfPartition {
        @Override
        public Kind kind() {
            return Kind.DROP;
        }

        @Override
        public NodeId subject() {
            return replica;
        }

        @Override
        public boolean isSatisfiedBy(ClusterConfig config) {
            return isIn(config) && !config.partition(partition).lists(replica);
        }

        @Override
        public @Nullable NodeId deposed(ClusterConfig config) {
            return replica;
        }
    }

    /** Makes another replica the primary. */
    record MovePrimary(NodeId author, int partition, long term, NodeId replica) implements OfPartition {
        @Override
        public Kind kind() {
            return Kind.MOVE_PRIMARY;
        }

        @Override
        public NodeId subject() {
            return replica;
        }

        @Override
        public boolean isSatisfiedBy(ClusterConfig config) {
            return isIn(config) && config.partition(partition).primary().equals(replica);
        }

        @Override
        public @Nullable NodeId deposed(ClusterConfig config) {
            return isIn(config) ? config.partition(partition).primary() : null;
        }
    }

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
            ForeignText.requireWellFormed("a setting's key", key);
            ForeignText.requireWellFormed("a setting's value", value == null ? "" : value);
            ForeignText.requireWellFormed("an author's name", by);
        }

        /** Sets it, whatever it was. */
        public SetSetting(NodeId author, String key, @Nullable String value) {
            this(author, key, value, ANY_VERSION, 0, 0, "");
        }

        @Override
        public Kind kind() {
            return Kind.SET_SETTING;
        }

        @Override
        public List<NodeId> nodes() {
            return List.of();
        }

        @Override
        public boolean isSatisfiedBy(ClusterConfig config) {
            return config.settingsTable().hasNonce(nonce)
                    || (expectedVersion == ANY_VERSION
                            && Objects.equals(config.settings().get(key), value));
        }

        @Override
        public @Nullable Change onBehalf(NodeId node, long askedWallMillis) {
            return new SetSetting(node, key, value, expectedVersion, nonce, Math.max(0, askedWallMillis), by);
        }

        @Override
        public int weightBytes() {
            int characters = key.length() + by.length() + (value == null ? 0 : value.length());
            return LIGHT_BYTES + LIGHT_BYTES / 2 + 3 * characters;
        }
    }

    /** An operator accepts the loss of a partition all of whose replicas are gone: {@code fresh} starts it empty. */
    record AcceptLoss(NodeId author, int partition, long term, NodeId fresh) implements OfPartition {
        @Override
        public Kind kind() {
            return Kind.ACCEPT_LOSS;
        }

        @Override
        public NodeId subject() {
            return fresh;
        }

        @Override
        public boolean isSatisfiedBy(ClusterConfig config) {
            return isIn(config) && config.partition(partition).lists(fresh);
        }

        @Override
        public @Nullable Change onBehalf(NodeId by, long askedWallMillis) {
            return new AcceptLoss(by, partition, term, fresh);
        }
    }
}
