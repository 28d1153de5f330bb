package io.kith.membership;

import io.kith.transport.NodeId;
import org.jspecify.annotations.Nullable;

/** Hears what the failure detector finds out. */
public interface MembershipListener {

    /**
     * A heartbeat of {@code peer} is about to be answered: promises that hang on the answer count from now.
     *
     * @param sentNanos when it was sent, on the peer's clock
     * @param peerConfigId the newest config that the peer held then
     */
    void answering(NodeId peer, long sentNanos, long peerConfigId);

    /**
     * {@code peer} answered a heartbeat: rights that hang on the answer count from when that was sent.
     *
     * @param sentNanos when it was sent, on this node's clock
     * @param peerConfigId the newest config that the peer held when it answered
     */
    void answered(NodeId peer, long sentNanos, long peerConfigId);

    /** {@code peer} is accused, by this node or others. */
    default void suspected(NodeId peer) {}

    /** {@code peer} is no longer accused, or no longer a member. */
    default void cleared(NodeId peer) {}

    /**
     * What goes to {@code peer} reaches it over {@code relay} from now on, and not directly.
     *
     * @param relay null if the direct link works again, or nobody else reaches it either
     */
    default void rerouted(NodeId peer, @Nullable NodeId relay) {}

    /** Enough observers agree that {@code peer} does not live; repeated every heartbeat as long as it holds. */
    void condemned(NodeId peer);
}
