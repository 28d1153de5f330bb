package io.kith.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the newest config for one who only follows: a client. Not thread-safe. */
public final class ConfigFollower {
    private final ConfigRules rules;
    private @Nullable ClusterConfig config;

    /** Follows from the first config that it is given. */
    public ConfigFollower() {
        this(ConfigRules.all());
    }

    /** The same under other rules, for tests. */
    public ConfigFollower(ConfigRules rules) {
        this.rules = rules;
    }

    /** What became of an update. */
    public enum Outcome {
        /** The config is newer now. */
        ADVANCED,
        /** It was nothing new, or of another cluster or an older generation; nothing changed. */
        IGNORED,
        /** It does not connect to the config held: ask for what was decided since that one. */
        GAP
    }

    /** The newest config; null before the first. */
    public @Nullable ClusterConfig config() {
        return config;
    }

    /** The version of the newest config; 0 before the first. */
    public long configId() {
        return config == null ? 0 : config.configId();
    }

    /** The message that asks a node for what is missing here. */
    public ConfigMessage.PullConfig pull() {
        return config == null
                ? new ConfigMessage.PullConfig(0, 0)
                : new ConfigMessage.PullConfig(config.generation(), config.configId());
    }

    /** Takes in an update. The version never goes down, and another cluster's config is never adopted. */
    public Outcome apply(ConfigMessage.ConfigUpdate update) {
        ClusterConfig held = config;
        if (held != null && !Instance.of(held).isBehind(update.leadsTo())) {
            return Outcome.IGNORED;
        }
        if (update instanceof ConfigMessage.FullConfig full) {
            config = full.config();
            return Outcome.ADVANCED;
        }
        ConfigMessage.ConfigSteps steps = (ConfigMessage.ConfigSteps) update;
        if (held == null
                || held.generation() != steps.from().generation()
                || steps.from().configId() > held.configId()) {
            return Outcome.GAP;
        }
        int known = (int) (held.configId() - steps.from().configId());
        for (List<Change> value : steps.steps().subList(known, steps.steps().size())) {
            held = ConfigTransition.apply(held, value, rules);
        }
        config = held;
        return Outcome.ADVANCED;
    }
}
