package io.kith.config;

import io.kith.transport.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears what becomes of the config. */
public interface ConfigListener {

    /**
     * A newer config is held. Called after everything else was brought up to date; may call {@link ConfigCore#propose}.
     *
     * @param previous the config held before; null if there was none
     * @param changes what was decided; empty if {@code next} does not directly follow {@code previous} or nothing was
     */
    void configChanged(@Nullable ClusterConfig previous, ClusterConfig next, List<Change> changes);

    /** A node that was asked for admission says why not yet. It is asked again all the same. */
    default void joinDelayed(NodeId by, String reason) {}

    /**
     * This member does not ask for the admission of {@code member}, which is told so, and why. It may ask again.
     *
     * @param isUnreachable whether it is not reached at its address, and so may not hear what it is told
     */
    default void admissionRefused(Member member, String reason, boolean isUnreachable) {}
}
