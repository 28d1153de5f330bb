package io.kith.config;

import io.kith.transport.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes on to newer configs, with all that it takes. */
interface Adoption {

    /**
     * Goes on to {@code next}.
     *
     * @param value what led there from the config held; null if that is not known
     */
    void adopt(ClusterConfig next, @Nullable List<Change> value);

    /**
     * Forces a config, see {@link ConfigCore#force}.
     *
     * @throws IllegalArgumentException if no survivor is named or one is not a member
     */
    void force(List<NodeId> survivors);
}
