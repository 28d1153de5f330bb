package io.kith.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The newest config, and the decisions of late that led to it, for those who are behind. Bounded. */
final class ConfigHistory {
    private static final int MAX_STEPS = 1_024;
    private static final int MAX_COST = 1 << 18;

    private ClusterConfig config;

    /** The decisions that led to {@link #config}, oldest first, and what each costs to send, roughly in bytes. */
    private final ArrayDeque<List<Change>> steps = new ArrayDeque<>();

    private long cost;

    ConfigHistory(ClusterConfig config) {
        this.config = config;
    }

    ClusterConfig config() {
        return config;
    }

    /** Goes on to the config that {@code value} leads to. */
    void advance(ClusterConfig next, List<Change> value) {
        if (next.configId() != config.configId() + 1) {
            throw new IllegalArgumentException(next + " does not follow " + config);
        }
        config = next;
        steps.addLast(value);
        cost += cost(value);
        while (steps.size() > MAX_STEPS || (cost > MAX_COST && steps.size() > 1)) {
            cost -= cost(steps.removeFirst());
        }
    }

    /** Goes on to a config whose way there is not known. */
    void jump(ClusterConfig next) {
        if (next.configId() <= config.configId()) {
            throw new IllegalArgumentException("a config id never goes down, from " + config + " to " + next);
        }
        config = next;
        steps.clear();
        cost = 0;
    }

    /**
     * What a node or client lacks that holds version {@code configId} of {@code generation}: the decisions since, or
     * the whole config if they are not kept or would be longer. Null if it lacks nothing.
     */
    ConfigMessage.@Nullable ConfigUpdate since(long generation, long configId) {
        if (configId >= config.configId() && generation >= config.generation()) {
            return null;
        }
        long missing = config.configId() - configId;
        if (generation != config.generation() || configId < 1 || missing > steps.size()) {
            return new ConfigMessage.FullConfig(config);
        }
        List<List<Change>> wanted = new ArrayList<>();
        long wantedCost = 0;
        int skip = steps.size() - (int) missing;
        for (List<Change> step : steps) {
            if (skip > 0) {
                skip--;
            } else {
                wanted.add(step);
                wantedCost += cost(step);
            }
        }
        return wantedCost > fullCost()
                ? new ConfigMessage.FullConfig(config)
                : new ConfigMessage.ConfigSteps(
                        new Instance(config.clusterId(), config.generation(), configId), wanted);
    }

    private long fullCost() {
        return 64L
                + 48L * config.members().size()
                + 6L * config.partitionCount()
                + config.settingsTable().encodedLength()
                + 40L * config.journal().events().size();
    }

    private static long cost(List<Change> value) {
        long cost = 32;
        for (Change change : value) {
            cost += 16
                    + switch (change.kind()) {
                        case ADMIT -> 48;
                        case SET_SETTING -> cost((Change.SetSetting) change);
                        case LEAVE, REMOVE, SET_VOTERS, PROMOTE, DROP, MOVE_PRIMARY, ACCEPT_LOSS, MARK_FULL -> 0;
                    };
        }
        return cost;
    }

    private static long cost(Change.SetSetting set) {
        String text = set.value();
        return 24L + set.key().length() + set.by().length() + (text == null ? 0 : text.length());
    }
}
