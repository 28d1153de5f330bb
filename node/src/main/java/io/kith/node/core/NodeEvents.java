package io.kith.node.core;

import io.kith.config.Change;
import io.kith.config.ClusterConfig;
import io.kith.config.Member;
import io.kith.transport.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Told by a node's core what happens to it. All methods are called on its control loop. */
public interface NodeEvents {

    /** The node holds {@code next} now; {@code changes} led to it if it came one version after the previous. */
    default void configChanged(@Nullable ClusterConfig previous, ClusterConfig next, List<Change> changes) {}

    /** The node suspects {@code peer} to be dead. */
    default void suspected(NodeId peer) {}

    /** The node no longer suspects {@code peer}. */
    default void cleared(NodeId peer) {}

    /**
     * The direct link to {@code peer} is down, and what goes there takes the way over {@code relay}.
     *
     * @param relay null if the link works again, or nobody else reaches {@code peer} either
     */
    default void rerouted(NodeId peer, @Nullable NodeId relay) {}

    /**
     * The cluster's links have become thin somewhere, or somewhere else than was told before.
     *
     * @param warnings a line each, for people; empty if all is well again
     */
    default void linksThin(List<String> warnings) {}

    /** The node asks to be admitted, and is not yet: why. */
    default void joinDelayed(String reason) {}

    /**
     * The node, a member, was asked by {@code joiner} for admission and refused: why.
     *
     * @param isUnreachable whether the joiner is not reached at its address
     */
    default void admissionRefused(Member joiner, String reason, boolean isUnreachable) {}

    /**
     * Something failed in the code of a partition, so that it is stopped on this node; or more is known of what becomes of
     * it.
     *
     * @param whatNow what becomes of it and what to do, for people
     * @param cause what failed
     */
    default void partitionStopped(int partition, String whatNow, Throwable cause) {}

    /** The node has no room for the copies of so many partitions, which stay where they are; 0: it has again. */
    default void copiesRefused(int partitions) {}

    /** A partition that was stopped is copied here anew, or is of no concern to this node any more. */
    default void partitionGoesOn(int partition) {}

    /** What this node, as a partition's primary, logged of its own accord was refused, and had no effect. */
    default void ownCommandRefused(int partition, String reason) {}
}
