package io.kith.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one voter in the current instance: what it promised and what it accepted. Earlier instances are
 * decided and need none. What it binds itself to is kept before anybody can hear of it, this node's own proposer included.
 */
final class PaxosAcceptor {
    private final Instance instance;
    private final VoteStore store;
    private final ConfigRules rules;
    private int unkept;
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

    /**
     * Promises to accept nothing below {@code ballot}; false, and nothing happens, if a higher promise stands against it.
     *
     * @param then run once the promise is kept, and so may be told
     */
    boolean promise(Ballot ballot, Runnable then) {
        if (isOutbid(ballot)) {
            return false;
        }
        boolean news = ballot.compareTo(promised) > 0;
        promised = news ? ballot : promised;
        keep(news, then);
        return true;
    }

    /**
     * Accepts {@code proposal}; false, and nothing happens, if a higher promise stands against it.
     *
     * @param then run once the vote is kept, and so may be told
     */
    boolean accept(Ballot ballot, List<Change> proposal, Runnable then) {
        if (isOutbid(ballot)) {
            return false;
        }
        boolean news = rules.isHigher(ballot, accepted);
        if (news) {
            promised = ballot;
            accepted = ballot;
            value = proposal;
        }
        keep(news, then);
        return true;
    }

    /** Whether a promise stands against {@code ballot}. */
    boolean isOutbid(Ballot ballot) {
        return rules.isOutbid(ballot, promised);
    }

    private void keep(boolean news, Runnable then) {
        if (!news && unkept == 0) {
            then.run();
            return;
        }
        // What was promised a moment ago may still be on its way to the store: the same again comes behind it.
        unkept++;
        rules.keep(store, new VoteStore.Vote(instance, promised, accepted, value), () -> {
            unkept--;
            then.run();
        });
    }
}
