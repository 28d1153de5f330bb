package io.kith.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a voter's promises and votes across restarts. A node without one is a new node at every start, so it never
 * votes twice and needs to keep nothing.
 */
public interface VoteStore {

    /** Keeps {@code vote} instead of the one before; returns only when it would survive a crash. */
    void save(Vote vote);

    /** The vote that was kept last; null if there is none. */
    @Nullable
    Vote load();

    /** Keeps nothing. */
    static VoteStore none() {
        return new VoteStore() {
            @Override
            public void save(Vote vote) {}

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
