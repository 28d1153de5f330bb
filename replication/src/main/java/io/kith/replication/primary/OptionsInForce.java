package io.kith.replication.primary;

import io.kith.collections.partition.PartitionState;
import io.kith.replication.shared.Holding;
import io.kith.replication.shared.KnownCluster;
import io.kith.replication.shared.PartitionConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the options of a partition's collections are those that the settings of the config make of them. A primary brings
 * them into force before it orders the next write: so who has seen a setting decided, and sends the config_id with each
 * request, finds it applied to what it writes.
 */
final class OptionsInForce {
    private static final int MOST_AT_ONCE = 1_024;

    private final Holding holding;
    private final KnownCluster cluster;
    private final CollectionSettings settings;
    private @Nullable Map<String, String> looked;
    private long lookedAt;
    private boolean settled;

    OptionsInForce(Holding holding, PartitionConfig here) {
        this.holding = holding;
        this.cluster = here.cluster();
        this.settings = new CollectionSettings(here);
    }

    /** Whether settings have come of which the partition's log knows nothing yet. A look at two references. */
    @SuppressWarnings("ReferenceEquality") // Configs share the table until a setting changes.
    boolean areNewer() {
        return looked != cluster.config().settings();
    }

    /** Whether some options may still not be in force: openings that were ordered under older settings are applied first. */
    boolean mayDiffer() {
        return areNewer() || !settled;
    }

    /** The commands that bring them into force, of collections whose opening is applied. */
    List<byte[]> changes() {
        if (areNewer()) {
            looked = cluster.config().settings();
            lookedAt = holding.log().last();
        }
        List<byte[]> changes = holding.state().optionChanges(settings, MOST_AT_ONCE);
        settled = changes.isEmpty() && holding.committed() >= lookedAt;
        return changes;
    }

    /** What must stand right behind {@code operation}, which is the log's last; null if nothing. */
    byte @Nullable [] behind(byte[] operation) {
        return PartitionState.optionsBehind(operation, holding.log().last(), settings);
    }
}
