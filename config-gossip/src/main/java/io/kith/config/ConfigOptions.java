package io.kith.config;

/**
 * How a {@link ConfigCore} runs.
 *
 * @param timing how long agreement waits for what
 * @param votes where promises and votes are kept
 * @param rules which rules are in force: all of them, save in tests
 * @param proof finds out whether those who ask for admission are reached at their addresses
 */
public record ConfigOptions(ConfigTiming timing, VoteStore votes, ConfigRules rules, AddressProof proof) {

    /** Options under which every address is taken as it is said. */
    public ConfigOptions(ConfigTiming timing, VoteStore votes, ConfigRules rules) {
        this(timing, votes, rules, AddressProof.none());
    }

    /** The usual timing, nothing kept, all rules. */
    public static ConfigOptions defaults() {
        return new ConfigOptions(ConfigTiming.defaults(), VoteStore.none(), ConfigRules.all());
    }
}
