package io.kith.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one voter in the current instance: what it promised and what it accepted. Earlier instances are
 * decided and need none. What it binds itself to is kept before anybody can hear of it.
 */
final class PaxosAcceptor {
    private final Instance instance;
    private final VoteStore store;
    private final ConfigRules rules;
    private Ballot promised = Ballot.NONE;
    private Ballot accepted = Ballot.NONE;
    private List<Change> value = List.of();

    /** @param kept what the store kept of an earlier run, perhaps of another instance; null if nothing */
    PaxosAcceptor(Instance instance, VoteStore store, VoteStore.@Nullable Vote kept, ConfigRules rules) {
        this.rules = rules;
        this.instance = instance;
        this.store = store;
        if (kept != null && kept.instance().equals(instance)) {
            promised = kept.promised();
            accepted = kept.accepted();
            value = kept.value();
        }
    }

    /** The highest ballot promised. */
    Ballot promised() {
        return promised;
    }

    /** The ballot under which a value was accepted last; {@link Ballot#NONE} if none was. */
    Ballot accepted() {
        return accepted;
    }

    /** The value accepted last; empty if none was. */
    List<Change> value() {
        return value;
    }

    /** Promises to accept nothing below {@code ballot}; false if a higher promise stands against it. */
    boolean promise(Ballot ballot) {
        int order = ballot.compareTo(promised);
        if (order > 0) {
            promised = ballot;
            save();
        }
        return order >= 0 || !rules.on(ConfigRule.PROMISES_BIND);
    }

    /** Accepts {@code proposal}; false if a higher promise stands against it. */
    boolean accept(Ballot ballot, List<Change> proposal) {
        if (isOutbid(ballot)) {
            return false;
        }
        if (ballot.compareTo(accepted) > 0 || !rules.on(ConfigRule.PROMISES_BIND)) {
            promised = ballot;
            accepted = ballot;
            value = proposal;
            save();
        }
        return true;
    }

    /** Whether a promise stands against {@code ballot}. */
    boolean isOutbid(Ballot ballot) {
        return ballot.compareTo(promised) < 0 && rules.on(ConfigRule.PROMISES_BIND);
    }

    private void save() {
        store.save(new VoteStore.Vote(instance, promised, accepted, value));
    }
}
