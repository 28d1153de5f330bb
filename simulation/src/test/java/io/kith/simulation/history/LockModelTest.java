package io.kith.simulation.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LockModelTest {
    private static final LockCall ANN_LOCKS = new LockCall.Lock("l", "ann");
    private static final LockCall BEN_LOCKS = new LockCall.Lock("l", "ben");
    private static final LockCall ANN_UNLOCKS = new LockCall.Unlock("l", "ann");
    private static final LockCall ANN_ENDS = new LockCall.End("l", "ann");
    private static final LockCall LOOK = new LockCall.Look("l");

    @Test
    void who_holds_a_lock_takes_it_again_and_gives_it_back_as_often() {
        assertThat(isLinearizable(history -> {
                    history.invoke(1, ANN_LOCKS, 0).ok(1L, 1);
                    history.invoke(1, ANN_LOCKS, 2).ok(1L, 3);
                    history.invoke(2, BEN_LOCKS, 4).ok(null, 5);
                    history.invoke(1, LOOK, 6).ok(new LockModel.Standing(1, "ann", 2), 7);
                    history.invoke(1, ANN_UNLOCKS, 8).ok(1, 9);
                    history.invoke(1, ANN_UNLOCKS, 10).ok(0, 11);
                    history.invoke(1, ANN_UNLOCKS, 12).ok(-1, 13);
                    history.invoke(2, BEN_LOCKS, 14).ok(2L, 15);
                    history.invoke(1, new LockCall.Extend("l", "ann"), 16).ok(false, 17);
                }))
                .isTrue();
    }

    @Test
    void two_do_not_hold_a_lock_at_a_time() {
        assertThat(isLinearizable(history -> {
                    history.invoke(1, ANN_LOCKS, 0).ok(1L, 1);
                    history.invoke(2, BEN_LOCKS, 2).ok(2L, 3);
                }))
                .isFalse();
    }

    @Test
    void a_lease_may_end_at_any_time_and_only_once() {
        assertThat(isLinearizable(history -> {
                    history.invoke(1, ANN_LOCKS, 0).ok(1L, 1);
                    history.invoke(1, ANN_ENDS, 0).unknown();
                    history.invoke(2, BEN_LOCKS, 2).ok(2L, 3);
                }))
                .isTrue();
        assertThat(isLinearizable(history -> {
                    history.invoke(1, ANN_LOCKS, 0).ok(1L, 1);
                    history.invoke(1, ANN_ENDS, 0).unknown();
                    history.invoke(2, BEN_LOCKS, 2).ok(2L, 3);
                    history.invoke(2, new LockCall.Unlock("l", "ben"), 4).ok(0, 5);
                    history.invoke(1, ANN_LOCKS, 6).ok(3L, 7);
                    history.invoke(2, BEN_LOCKS, 8).ok(4L, 9);
                }))
                .isFalse();
    }

    @Test
    void a_fencing_token_does_not_come_again() {
        assertThat(isLinearizable(history -> {
                    history.invoke(1, ANN_LOCKS, 0).ok(1L, 1);
                    history.invoke(1, ANN_UNLOCKS, 2).ok(0, 3);
                    history.invoke(2, BEN_LOCKS, 4).ok(1L, 5);
                }))
                .isFalse();
    }

    @Test
    void a_waiter_whose_outcome_is_unknown_may_hold_the_lock() {
        assertThat(isLinearizable(history -> {
                    history.invoke(1, ANN_LOCKS, 0).ok(1L, 1);
                    history.invoke(2, BEN_LOCKS, 2).unknown();
                    history.invoke(1, ANN_UNLOCKS, 4).ok(0, 5);
                    history.invoke(1, ANN_LOCKS, 6).ok(null, 7);
                    history.invoke(1, LOOK, 8).ok(new LockModel.Standing(2, "ben", 1), 9);
                }))
                .isTrue();
    }

    private static boolean isLinearizable(Consumer<HistoryRecorder<LockCall>> events) {
        HistoryRecorder<LockCall> recorder = new HistoryRecorder<>();
        events.accept(recorder);
        return LinearizabilityChecker.check(recorder.history(), new LockModel()).isLinearizable();
    }
}
