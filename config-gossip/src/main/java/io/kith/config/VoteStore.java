package io.kith.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a voter keeps what it binds itself to: "persist, then go on". Nothing waits for it but what is to be said of that
 * promise or vote; the node goes on meanwhile.
 *
 * <p>Keeps a voter's promises and votes across restarts. A node without one is a new node at every start, so it never
 * votes twice and needs to keep nothing.
 */
public interface VoteStore {

    /**
     * Begins to keep {@code vote} instead of the one before, and returns at once.
     *
     * @param then to be run by the loop that called, in the order of calls, when the vote would survive a crash; never if
     *     that cannot be had. May be run before this returns.
     */
    void save(Vote vote, Runnable then);

    /** The vote that was kept last; null if there is none. */
    @Nullable
    Vote load();

    /** Keeps nothing. */
    static VoteStore none() {
        return new VoteStore() {
            @Override
            public void save(Vote vote, Runnable then) {
                then.run();
            }

            @Override
            public @Nullable Vote load() {
                return null;
            }
        };
    }

    /**
     * What a voter has bound itself to in one instance.
     *
     * @param promised it accepts nothing below this ballot
     * @param accepted the ballot under which it last accepted a value; {@link Ballot#NONE} if it did not
     * @param value that value; empty if there is none
     */
    record Vote(Instance instance, Ballot promised, Ballot accepted, List<Change> value) {
        public Vote {
            value = List.copyOf(value);
        }
    }
}
