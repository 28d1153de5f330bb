package io.kith.config;

/**
 * How a {@link ConfigCore} runs.
 *
 * @param timing how long agreement waits for what
 * @param votes where promises and votes are kept
 * @param rules which rules are in force: all of them, save in tests
 */
public record ConfigOptions(ConfigTiming timing, VoteStore votes, ConfigRules rules) {

    /** The usual timing, nothing kept, all rules. */
    public static ConfigOptions defaults() {
        return new ConfigOptions(ConfigTiming.defaults(), VoteStore.none(), ConfigRules.all());
    }
}
