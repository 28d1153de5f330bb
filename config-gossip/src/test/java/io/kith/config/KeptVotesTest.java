package io.kith.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.transport.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a voter binds itself to is told only once it is kept, by a store that takes its time and loses what it has not. */
class KeptVotesTest {
    private static final NodeId A = new NodeId(1, 1);
    private static final NodeId C = new NodeId(3, 3);
    private static final List<Change> ONE = List.of(new Change.SetSetting(A, "app.value", "one"));
    private static final List<Change> OTHER = List.of(new Change.SetSetting(C, "app.value", "other"));
    private static final Instance INSTANCE = new Instance(new NodeId(9, 9), 1, 5);

    /** A disk: what was not flushed is lost with the process. */
    private static final class SlowVotes implements VoteStore {
        private final Queue<Runnable> unflushed = new ArrayDeque<>();
        private @Nullable Vote kept;

        @Override
        public void save(Vote vote, Runnable then) {
            unflushed.add(() -> {
                kept = vote;
                then.run();
            });
        }

        @Override
        public @Nullable Vote load() {
            return kept;
        }

        void flush() {
            while (!unflushed.isEmpty()) {
                unflushed.remove().run();
            }
        }

        void crash() {
            unflushed.clear();
        }
    }

    /** A voter whose memory may be lost, with what it told. */
    private static final class Voter {
        final SlowVotes store = new SlowVotes();
        final ConfigRules rules;
        final List<String> told = new ArrayList<>();
        PaxosAcceptor acceptor;

        Voter(ConfigRules rules) {
            this.rules = rules;
            this.acceptor = new PaxosAcceptor(INSTANCE, store, null, rules);
        }

        void restart() {
            store.crash();
            acceptor = new PaxosAcceptor(INSTANCE, store, store.load(), rules);
        }

        boolean promises(Ballot ballot) {
            return acceptor.promise(ballot, () -> told.add("promised " + ballot.round()));
        }

        boolean accepts(Ballot ballot, List<Change> value) {
            return acceptor.accept(ballot, value, () -> told.add("accepted " + ballot.round()));
        }
    }

    @Test
    void nothingIsToldBeforeItIsKeptAndThenInOrder() {
        Voter voter = new Voter(ConfigRules.all());
        Ballot first = new Ballot(1, A);
        assertThat(voter.promises(first)).isTrue();
        // The same question again must not be answered out of the store's order.
        assertThat(voter.promises(first)).isTrue();
        assertThat(voter.accepts(first, ONE)).isTrue();
        assertThat(voter.promises(new Ballot(0, C)))
                .as("bound at once, whatever is kept")
                .isFalse();
        assertThat(voter.told).isEmpty();
        voter.store.flush();
        assertThat(voter.told).containsExactly("promised 1", "promised 1", "accepted 1");
        assertThat(voter.promises(first)).isTrue();
        assertThat(voter.told).as("kept already").hasSize(4);
    }

    @Test
    void whatWasToldOutlivesACrash() {
        Voter voter = new Voter(ConfigRules.all());
        voter.accepts(new Ballot(2, A), ONE);
        voter.store.flush();
        voter.promises(new Ballot(3, C));
        voter.restart();
        assertThat(voter.told).containsExactly("accepted 2");
        assertThat(voter.acceptor.accepted()).isEqualTo(new Ballot(2, A));
        assertThat(voter.acceptor.promised()).isEqualTo(new Ballot(2, A));
        assertThat(voter.promises(new Ballot(1, C))).isFalse();
    }

    /**
     * Of three voters one has A's vote, and one has C's. The third votes for A's value, crashes before that is kept, and
     * then for C's.
     */
    @Test
    void aVoterThatAnswersBeforeItsVoteIsKeptLetsTwoValuesBeDecided() {
        assertThat(valuesDecided(ConfigRulesWithout.rules(ConfigRule.VOTES_ARE_KEPT_FIRST)))
                .containsExactly("one", "other");
        assertThat(valuesDecided(ConfigRules.all())).containsExactly("other");
    }

    private static List<String> valuesDecided(ConfigRules rules) {
        List<String> decided = new ArrayList<>();
        Voter between = new Voter(rules);
        Ballot low = new Ballot(1, A);
        Ballot high = new Ballot(2, C);
        // A has its own vote already, and asks the one between.
        between.accepts(low, ONE);
        if (between.told.contains("accepted 1")) {
            decided.add("one");
        }
        between.restart();
        // C has its own promise and hears of no value; A is silent.
        between.promises(high);
        between.store.flush();
        if (between.told.contains("promised 2") && between.acceptor.accepted().equals(Ballot.NONE)) {
            between.accepts(high, OTHER);
            between.store.flush();
            if (between.told.contains("accepted 2")) {
                decided.add("other");
            }
        }
        return decided;
    }
}
