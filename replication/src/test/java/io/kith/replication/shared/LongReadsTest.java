package io.kith.replication.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.collections.kind.LongRead;
import io.kith.collections.kind.RefusedException;
import io.kith.collections.wire.ResponseStatus;
import io.kith.replication.host.Responder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reads that take many turns of the loop, and what else is done between them. */
class LongReadsTest {
    private static final int SLICES = 10;

    private final ManualPort port = new ManualPort();
    private final LongReads reads = new LongReads(port);
    private final List<String> done = new ArrayList<>();
    private int slices;

    /** A client that asks for long reads. */
    private final class Asker {
        private final String name;
        private final List<ResponseStatus> statuses = new ArrayList<>();
        private boolean gone;

        Asker(String name) {
            this.name = name;
        }

        void ask() {
            reads.begin(
                    new Slices(),
                    new Responder() {
                        @Override
                        public void respond(ResponseStatus status, byte[] payload) {
                            statuses.add(status);
                            done.add(name);
                        }

                        @Override
                        public Object asker() {
                            return Asker.this;
                        }

                        @Override
                        public boolean isAwaited() {
                            return !gone;
                        }
                    },
                    this);
        }
    }

    private final class Slices implements LongRead {
        private int left = SLICES;

        @Override
        public byte[] next() {
            slices++;
            return --left == 0 ? new byte[] {1} : null;
        }
    }

    private Asker greedy;
    private Asker modest;

    @BeforeEach
    void begin() {
        greedy = new Asker("greedy");
        modest = new Asker("modest");
    }

    private int turnsUntil(int answers) {
        int turns = 0;
        while (done.size() < answers && turns < 100_000) {
            port.pass(1);
            turns++;
        }
        return turns;
    }

    @Test
    void one_slice_is_done_a_turn() {
        greedy.ask();
        assertThat(slices).as("before anything else of this turn").isZero();
        port.pass(1);
        assertThat(slices).isEqualTo(1);
        assertThat(turnsUntil(1)).isEqualTo(SLICES - 1);
        assertThat(greedy.statuses).containsExactly(ResponseStatus.OK);
        assertThat(reads.size()).isZero();
    }

    @Test
    void who_asks_for_one_waits_for_as_many_slices_of_others_as_of_its_own() {
        for (int i = 0; i < 300; i++) {
            greedy.ask();
        }
        port.pass(1);
        modest.ask();
        int turns = 0;
        while (modest.statuses.isEmpty() && turns < 1_000) {
            port.pass(1);
            turns++;
        }
        assertThat(turns).isLessThanOrEqualTo(2 * SLICES + 1);
        assertThat(greedy.statuses.size()).isLessThanOrEqualTo(2);
    }

    @Test
    void what_nobody_waits_for_any_more_is_not_done() {
        for (int i = 0; i < 300; i++) {
            greedy.ask();
        }
        modest.ask();
        port.pass(1);
        greedy.gone = true;
        int before = slices;
        turnsUntil(1);
        assertThat(slices - before).isLessThanOrEqualTo(SLICES);
        assertThat(reads.size()).isZero();
        assertThat(greedy.statuses).isEmpty();
        assertThat(modest.statuses).containsExactly(ResponseStatus.OK);
    }

    @Test
    void who_asks_for_more_than_may_wait_is_told_to_come_back_and_nobody_else() {
        for (int i = 0; i < LongReads.MOST_OF_ONE + 3; i++) {
            greedy.ask();
        }
        modest.ask();
        assertThat(greedy.statuses).containsExactly(ResponseStatus.RETRY, ResponseStatus.RETRY, ResponseStatus.RETRY);
        assertThat(modest.statuses).isEmpty();
        assertThat(reads.size()).isEqualTo(LongReads.MOST_OF_ONE + 1);
        for (int i = 0; i < LongReads.MOST; i++) {
            new Asker("one of many").ask();
        }
        assertThat(reads.size()).isEqualTo(LongReads.MOST);
    }

    @Test
    void a_read_that_fails_is_answered_and_the_next_one_goes_on() {
        List<ResponseStatus> failed = new ArrayList<>();
        reads.begin(
                () -> {
                    throw new IllegalStateException("the test");
                },
                (status, payload) -> failed.add(status),
                this);
        modest.ask();
        turnsUntil(1);
        assertThat(failed).containsExactly(ResponseStatus.FAILED);
        assertThat(modest.statuses).containsExactly(ResponseStatus.OK);
    }

    @Test
    void when_the_shard_ends_all_are_sent_elsewhere() {
        greedy.ask();
        modest.ask();
        reads.abandon();
        assertThat(greedy.statuses).containsExactly(ResponseStatus.NOT_HERE);
        assertThat(modest.statuses).containsExactly(ResponseStatus.NOT_HERE);
        port.pass(1);
        assertThat(slices).isZero();
    }

    /** A read of something that ends at no time. */
    private final class Endless implements LongRead {
        private boolean abandoned;

        @Override
        public byte[] next() {
            slices++;
            return null;
        }

        @Override
        public void abandon() {
            abandoned = true;
        }
    }

    private record Question(List<ResponseStatus> statuses, Object asker, Object question) implements Responder {
        @Override
        public void respond(ResponseStatus status, byte[] payload) {
            statuses.add(status);
        }
    }

    @Test
    void who_asks_again_waits_for_the_read_that_is_under_way() {
        List<ResponseStatus> earlier = new ArrayList<>();
        List<ResponseStatus> later = new ArrayList<>();
        reads.begin(new Slices(), new Question(earlier, "asker", 17), this);
        port.pass(1);
        Endless again = new Endless();
        reads.begin(again, new Question(later, "asker", 17), this);
        assertThat(again.abandoned).isTrue();
        assertThat(reads.size()).isEqualTo(1);
        for (int i = 1; i < SLICES; i++) {
            port.pass(1);
        }
        assertThat(earlier).isEmpty();
        assertThat(later).containsExactly(ResponseStatus.OK);
    }

    @Test
    void a_read_for_which_nobody_asks_again_for_half_a_minute_is_given_up() {
        List<ResponseStatus> patient = new ArrayList<>();
        List<ResponseStatus> gone = new ArrayList<>();
        Endless read = new Endless();
        reads.begin(read, new Question(gone, "asker", 1), this);
        reads.begin(new Endless(), new Question(patient, "other", 1), this);
        for (int second = 0; second < 29; second++) {
            port.pass(1_000);
        }
        reads.begin(new Endless(), new Question(patient, "other", 1), this);
        assertThat(reads.size()).isEqualTo(2);
        for (int second = 0; second < 5; second++) {
            port.pass(1_000);
        }
        assertThat(gone).containsExactly(ResponseStatus.RETRY);
        assertThat(read.abandoned).isTrue();
        assertThat(patient).isEmpty();
        assertThat(reads.size()).isEqualTo(1);
    }

    @Test
    void reads_of_what_is_held_no_more_are_sent_elsewhere_and_no_others() {
        Object held = new Object();
        List<ResponseStatus> statuses = new ArrayList<>();
        Endless read = new Endless();
        reads.begin(read, new Question(statuses, "asker", 1), held);
        reads.begin(new Slices(), new Question(new ArrayList<>(), "asker", 2), this);
        modest.ask();
        reads.abandon(held);
        assertThat(statuses).containsExactly(ResponseStatus.NOT_HERE);
        assertThat(read.abandoned).isTrue();
        assertThat(reads.size()).isEqualTo(2);
        turnsUntil(1);
        assertThat(modest.statuses).containsExactly(ResponseStatus.OK);
    }

    @Test
    void a_read_of_what_goes_meanwhile_is_refused() {
        List<ResponseStatus> statuses = new ArrayList<>();
        reads.begin(
                () -> {
                    throw new RefusedException(ResponseStatus.COLLECTION_DESTROYED, "");
                },
                new Question(statuses, "asker", 1),
                this);
        port.pass(1);
        assertThat(statuses).containsExactly(ResponseStatus.COLLECTION_DESTROYED);
        assertThat(reads.size()).isZero();
    }

    @Test
    void who_asks_for_the_next_when_it_is_answered_gets_that_too() {
        greedy.ask();
        List<ResponseStatus> next = new ArrayList<>();
        reads.begin(
                new Slices(),
                new Responder() {
                    @Override
                    public void respond(ResponseStatus status, byte[] payload) {
                        reads.begin(new Slices(), new Question(next, "asker", 2), LongReadsTest.this);
                    }

                    @Override
                    public Object asker() {
                        return "asker";
                    }
                },
                this);
        for (int i = 0; i < 4 * SLICES; i++) {
            port.pass(1);
        }
        assertThat(next).containsExactly(ResponseStatus.OK);
        assertThat(reads.size()).isZero();
    }
}
