package io.kith.simulation.oracle;

import io.kith.simulation.SimulationFailure;
import io.kith.transport.NodeId;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The configs that were decided, as far as any node was seen to hold them. */
public final class ConfigChain {
    private final TreeMap<Long, TreeMap<Long, ConfigView>> byGeneration = new TreeMap<>();
    private final TreeMap<Integer, TreeMap<Long, List<NodeId>>> lastListOfTerm = new TreeMap<>();
    private @Nullable ConfigView newest;
    private long size;

    /** Takes note of a config that {@code holder} holds. */
    void add(ConfigView config, Object holder) {
        TreeMap<Long, ConfigView> generation =
                byGeneration.computeIfAbsent(config.generation(), number -> new TreeMap<>());
        ConfigView known = generation.get(config.configId());
        if (known != null) {
            if (known != config && !known.equals(config)) {
                throw new SimulationFailure("CONFIG two configs " + config.configId() + ": " + holder + " holds "
                        + config + ", others " + known);
            }
            return;
        }
        generation.put(config.configId(), config);
        size++;
        ConfigView before = newest;
        if (before == null || config.isNewerThan(before)) {
            newest = config;
            for (int p = 0; p < config.partitionCount(); p++) {
                lastListOfTerm.computeIfAbsent(p, partition -> new TreeMap<>()).put(config.term(p), config.replicas(p));
            }
        }
    }

    /** The newest config, null before there is any. */
    public @Nullable ConfigView newest() {
        return newest;
    }

    /** How many configs are known. */
    public long size() {
        return size;
    }

    /** The replicas that the newest config of that term lists. */
    List<NodeId> lastList(int partition, long term) {
        TreeMap<Long, List<NodeId>> lists = lastListOfTerm.get(partition);
        return lists == null ? List.of() : lists.getOrDefault(term, List.of());
    }
}
