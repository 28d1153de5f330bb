package io.kith.config;

import io.kith.transport.NodeId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts the {@link Coverage} of configs, each once. */
final class Coverages {
    private Coverages() {}

    /** How many partitions of {@code config} lack replicas. */
    static Coverage known(ClusterConfig config) {
        Coverage known = config.coverage();
        if (known == null) {
            known = of(config);
            config.remember(known);
        }
        return known;
    }

    /** As {@link #known}; takes less where an older config differs in little. */
    static Coverage knownAfter(@Nullable ClusterConfig previous, ClusterConfig next) {
        if (next.coverage() == null && previous != null) {
            next.remember(after(previous, next));
        }
        return known(next);
    }

    static Coverage of(ClusterConfig config) {
        long wanted = wantedReplicas(config);
        Coverage sum = Coverage.NONE;
        for (int p = 0; p < config.partitionCount(); p++) {
            sum = sum.plus(of(config, p, wanted), 1);
        }
        return sum;
    }

    /**
     * As {@link #of}: looks only at the partitions that {@code next} changes where that is enough, as most configs change a
     * few of a thousand.
     */
    static Coverage after(ClusterConfig previous, ClusterConfig next) {
        if (previous.partitionCount() != next.partitionCount()
                || !previous.members().equals(next.members())
                || previous.replicationFactor() != next.replicationFactor()) {
            return of(next);
        }
        long wanted = wantedReplicas(next);
        Coverage sum = known(previous);
        for (int p = 0; p < next.partitionCount(); p++) {
            // Configs that follow each other share what does not change, which is seen at once.
            if (!Objects.equals(next.partition(p), previous.partition(p))) {
                sum = sum.plus(of(previous, p, wanted), -1).plus(of(next, p, wanted), 1);
            }
        }
        return sum;
    }

    private static long wantedReplicas(ClusterConfig config) {
        long dataNodes = config.members().values().stream()
                .filter(Member::takesPartitions)
                .count();
        return Math.min(config.replicationFactor(), dataNodes);
    }

    private static Coverage of(ClusterConfig config, int partition, long wanted) {
        int alive = 0;
        for (NodeId replica : config.partition(partition).replicas()) {
            alive += config.isMember(replica) ? 1 : 0;
        }
        boolean strangers = alive < config.partition(partition).replicas().size();
        return new Coverage(alive == 0 ? 1 : 0, alive < wanted ? 1 : 0, strangers ? 1 : 0);
    }
}
