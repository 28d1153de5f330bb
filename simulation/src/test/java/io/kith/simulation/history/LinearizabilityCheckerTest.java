package io.kith.simulation.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LinearizabilityCheckerTest {

    @Test
    void an_empty_history_is_linearizable() {
        assertThat(check(new RegisterModel(), history -> {}).isLinearizable()).isTrue();
    }

    @Test
    void a_read_that_overlaps_a_write_may_see_either_value() {
        for (Object seen : new Object[] {"old", "new"}) {
            CheckResult result = check(new RegisterModel(), history -> {
                history.invoke(1, new RegisterCall.Write("r", "old"), 0).ok(null, 10);
                var write = history.invoke(1, new RegisterCall.Write("r", "new"), 20);
                history.invoke(2, new RegisterCall.Read("r"), 25).ok(seen, 30);
                write.ok(null, 40);
            });
            assertThat(result.isLinearizable()).as("seen %s", seen).isTrue();
        }
    }

    @Test
    void a_read_that_starts_after_a_write_returned_must_not_see_the_value_before_it() {
        CheckResult result = check(new RegisterModel(), history -> {
            history.invoke(1, new RegisterCall.Write("r", "old"), 0).ok(null, 10);
            history.invoke(1, new RegisterCall.Write("r", "new"), 20).ok(null, 30);
            history.invoke(2, new RegisterCall.Read("r"), 31).ok("old", 40);
        });
        assertThat(result).isInstanceOf(CheckResult.NotLinearizable.class);
    }

    @Test
    void values_must_not_go_back_and_forth_between_two_readers() {
        CheckResult result = check(new RegisterModel(), history -> {
            var write = history.invoke(1, new RegisterCall.Write("r", "new"), 0);
            history.invoke(2, new RegisterCall.Read("r"), 10).ok("new", 20);
            history.invoke(3, new RegisterCall.Read("r"), 21).ok(null, 30);
            write.ok(null, 100);
        });
        assertThat(result).isInstanceOf(CheckResult.NotLinearizable.class);
    }

    @Test
    void events_at_the_same_instant_count_as_concurrent() {
        CheckResult result = check(new RegisterModel(), history -> {
            history.invoke(1, new RegisterCall.Write("r", "new"), 0).ok(null, 10);
            history.invoke(2, new RegisterCall.Read("r"), 10).ok(null, 20);
        });
        assertThat(result.isLinearizable()).isTrue();
    }

    @Test
    void a_write_of_unknown_outcome_may_take_effect_late_or_never_but_not_twice() {
        assertThat(check(new RegisterModel(), history -> {
                            history.invoke(1, new RegisterCall.AddAndGet("r", 1), 0)
                                    .unknown();
                            history.invoke(2, new RegisterCall.Read("r"), 10).ok(null, 20);
                            history.invoke(2, new RegisterCall.Read("r"), 1_000).ok(1L, 1_010);
                        })
                        .isLinearizable())
                .isTrue();
        assertThat(check(new RegisterModel(), history -> {
                    history.invoke(1, new RegisterCall.AddAndGet("r", 1), 0).unknown();
                    history.invoke(2, new RegisterCall.Read("r"), 1_000).ok(2L, 1_010);
                }))
                .isInstanceOf(CheckResult.NotLinearizable.class);
    }

    @Test
    void a_write_that_failed_must_have_no_effect() {
        assertThat(check(new RegisterModel(), history -> {
                    history.invoke(1, new RegisterCall.Write("r", "x"), 0).fail();
                    history.invoke(2, new RegisterCall.Read("r"), 10).ok("x", 20);
                }))
                .isInstanceOf(CheckResult.NotLinearizable.class);
    }

    @Test
    void an_operation_without_a_looked_at_result_still_must_take_effect() {
        assertThat(check(new RegisterModel(), history -> {
                    history.invoke(1, new RegisterCall.AddAndGet("r", 5), 0).done(10);
                    history.invoke(2, new RegisterCall.Read("r"), 20).ok(null, 30);
                }))
                .isInstanceOf(CheckResult.NotLinearizable.class);
    }

    @Test
    void two_put_if_absent_cannot_both_win() {
        CheckResult result = check(new MapModel(), history -> {
            var first = history.invoke(1, new MapCall.PutIfAbsent("m", "k", "a"), 0);
            var second = history.invoke(2, new MapCall.PutIfAbsent("m", "k", "b"), 0);
            first.ok(null, 10);
            second.ok(null, 10);
        });
        assertThat(result).isInstanceOf(CheckResult.NotLinearizable.class);
    }

    @Test
    void all_single_key_calls_of_a_map_do_what_a_concurrent_map_does() {
        CheckResult result = check(new MapModel(), history -> {
            sequentially(
                    history,
                    List.of(new MapCall.Put("m", "k", "a"), new MapCall.Get("m", "k"), new MapCall.Get("m", "other")),
                    null,
                    "a",
                    null);
            sequentially(
                    history,
                    List.of(
                            new MapCall.Replace("m", "k", "b"),
                            new MapCall.CompareAndSet("m", "k", "a", "c"),
                            new MapCall.CompareAndSet("m", "k", "b", "c"),
                            new MapCall.ContainsKey("m", "k")),
                    "a",
                    false,
                    true,
                    true);
            sequentially(
                    history,
                    List.of(
                            new MapCall.RemoveIf("m", "k", "b"),
                            new MapCall.RemoveIf("m", "k", "c"),
                            new MapCall.Replace("m", "k", "d"),
                            new MapCall.PutIfAbsent("m", "k", "e"),
                            new MapCall.Remove("m", "k")),
                    false,
                    true,
                    null,
                    null,
                    "e");
        });
        assertThat(result.isLinearizable()).isTrue();
    }

    @Test
    void an_element_can_be_removed_from_a_set_only_once() {
        CheckResult result = check(new SetModel(), history -> {
            sequentially(history, List.of(new SetCall.Add("s", 1), new SetCall.Contains("s", 1)), true, true);
            var first = history.invoke(
                    1, new SetCall.Remove("s", 1), history.history().size() * 100L);
            var second = history.invoke(
                    2, new SetCall.Remove("s", 1), history.history().size() * 100L);
            first.ok(true, 1_000);
            second.ok(true, 1_000);
        });
        assertThat(result).isInstanceOf(CheckResult.NotLinearizable.class);
    }

    @Test
    void a_list_is_checked_by_position() {
        assertThat(check(
                                new SequenceModel(),
                                history -> sequentially(
                                        history,
                                        List.of(
                                                new SequenceCall.AddLast("v", "a"),
                                                new SequenceCall.InsertAt("v", 0, "b"),
                                                new SequenceCall.InsertAt("v", 3, "x"),
                                                new SequenceCall.SetAt("v", 1, "c"),
                                                new SequenceCall.IndexOf("v", "c"),
                                                new SequenceCall.RemoveAt("v", 0),
                                                new SequenceCall.Get("v", 1),
                                                new SequenceCall.RemoveElement("v", "c"),
                                                new SequenceCall.Size("v")),
                                        null,
                                        null,
                                        SequenceCall.ABSENT,
                                        "a",
                                        1,
                                        "b",
                                        SequenceCall.ABSENT,
                                        true,
                                        0))
                        .isLinearizable())
                .isTrue();
    }

    @Test
    void elements_leave_a_deque_in_the_order_they_were_added() {
        CheckResult result = check(
                new SequenceModel(),
                history -> sequentially(
                        history,
                        List.of(
                                new SequenceCall.AddLast("d", 1),
                                new SequenceCall.AddLast("d", 2),
                                new SequenceCall.PollFirst("d"),
                                new SequenceCall.PollFirst("d")),
                        null,
                        null,
                        2,
                        1));
        assertThat(result).isInstanceOf(CheckResult.NotLinearizable.class);
    }

    @Test
    void an_element_taken_by_two_clients_is_found() {
        CheckResult result = check(new SequenceModel(), history -> {
            history.invoke(1, new SequenceCall.AddLast("d", 1), 0).ok(null, 1);
            var first = history.invoke(2, new SequenceCall.PollFirst("d"), 2);
            var second = history.invoke(3, new SequenceCall.PollLast("d"), 2);
            first.ok(1, 9);
            second.ok(1, 9);
        });
        assertThat(result).isInstanceOf(CheckResult.NotLinearizable.class);
    }

    @Test
    void the_explanation_names_the_contradiction_and_leaves_the_rest_out() {
        CheckResult result = check(new MapModel(), history -> {
            long time = 0;
            for (int i = 0; i < 50; i++) {
                history.invoke(1, new MapCall.Put("m", "k", i), time).ok(i == 0 ? null : i - 1, time + 5);
                history.invoke(2, new MapCall.Get("m", "k"), time + 6).ok(i == 30 ? 28 : i, time + 9);
                time += 10;
            }
        });
        assertThat(result).isInstanceOfSatisfying(CheckResult.NotLinearizable.class, violation -> {
            assertThat(violation.key()).isEqualTo(List.of("m", "k"));
            assertThat(violation.explanation()).contains("-> 28").contains("starting from Optional[30]");
            assertThat(violation.explanation().lines().count()).isLessThan(20);
            assertThat(violation.explanation()).doesNotContain("-> 35");
        });
    }

    @Test
    void a_search_that_runs_out_of_budget_says_so() {
        HistoryRecorder<RegisterCall> history = new HistoryRecorder<>();
        for (int i = 0; i < 40; i++) {
            history.invoke(i, new RegisterCall.AddAndGet("r", 1L << i), 0).done(100);
        }
        history.invoke(99, new RegisterCall.Read("r"), 200).ok(-7L, 300);
        assertThat(new LinearizabilityChecker(1_000).decide(history.history(), new RegisterModel()))
                .isEqualTo(new CheckResult.GaveUp("r", 1_000));
    }

    @Test
    void a_violation_counts_more_than_a_key_given_up_on() {
        HistoryRecorder<RegisterCall> history = new HistoryRecorder<>();
        for (int i = 0; i < 40; i++) {
            history.invoke(i, new RegisterCall.AddAndGet("r", 1L << i), 0).done(100);
        }
        history.invoke(99, new RegisterCall.Read("r"), 200).ok(-7L, 300);
        history.invoke(99, new RegisterCall.Read("q"), 200).ok("from nowhere", 300);
        assertThat(new LinearizabilityChecker(1_000).decide(history.history(), new RegisterModel()))
                .isInstanceOf(CheckResult.NotLinearizable.class);
    }

    @Test
    void long_histories_of_many_clients_take_few_steps() {
        HistoryRecorder<RegisterCall> history = new HistoryRecorder<>();
        int clients = 8;
        for (int round = 0; round < 5_000; round++) {
            long start = round * 100L;
            for (int i = 0; i < clients; i++) {
                history.invoke(i, new RegisterCall.AddAndGet("r", 1), start + i)
                        .ok((long) round * clients + i + 1, start + 60 + i);
            }
        }
        assertThat(LinearizabilityChecker.check(history.history(), new RegisterModel()))
                .isInstanceOfSatisfying(
                        CheckResult.Linearizable.class,
                        result -> assertThat(result.steps()).isLessThan(400_000));
    }

    @Test
    void writes_given_up_that_nobody_saw_are_tried_one_for_all() {
        HistoryRecorder<MapCall> recorder = new HistoryRecorder<>();
        recorder.invoke(0, new MapCall.Put("m", "k", "first"), 0).ok(null, 1);
        for (int i = 0; i < 40; i++) {
            recorder.invoke(1, new MapCall.Put("m", "k", "lost " + i), 10 * i).unknown();
            recorder.invoke(2, new MapCall.Remove("m", "k"), 10 * i + 1).unknown();
            recorder.invoke(3, new MapCall.ContainsKey("m", "k"), 10 * i + 2).ok(i % 3 > 0, 10 * i + 5);
        }
        recorder.invoke(0, new MapCall.Get("m", "k"), 1_000).ok("never written", 1_001);
        CheckResult result = new LinearizabilityChecker(50_000).decide(recorder.history(), new MapModel());
        assertThat(result).isInstanceOf(CheckResult.NotLinearizable.class);
    }

    @Test
    void an_operation_ends_only_once() {
        var invocation = new HistoryRecorder<RegisterCall>().invoke(1, new RegisterCall.Read("r"), 0);
        invocation.ok(null, 1);
        assertThatThrownBy(() -> invocation.ok(null, 2)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void threads_record_into_one_history() throws InterruptedException {
        ConcurrentHistoryRecorder<RegisterCall> recorder = new ConcurrentHistoryRecorder<>();
        Long[] value = {0L};
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            int process = i;
            threads[i] = new Thread(() -> {
                for (int n = 0; n < 200; n++) {
                    var pending = recorder.invoke(process, new RegisterCall.AddAndGet("r", 1));
                    Long sum;
                    synchronized (value) {
                        value[0] = value[0] + 1;
                        sum = value[0];
                    }
                    pending.ok(sum);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(recorder.history().size()).isEqualTo(800);
        assertThat(LinearizabilityChecker.check(recorder.history(), new RegisterModel())
                        .isLinearizable())
                .isTrue();
    }

    private static <C, S> CheckResult check(Model<C, S> model, Consumer<HistoryRecorder<C>> story) {
        HistoryRecorder<C> recorder = new HistoryRecorder<>();
        story.accept(recorder);
        return LinearizabilityChecker.check(recorder.history(), model);
    }

    private static <C> void sequentially(HistoryRecorder<C> recorder, List<? extends C> calls, Object... results) {
        for (int i = 0; i < calls.size(); i++) {
            long time = recorder.history().size() * 100L;
            recorder.invoke(1, calls.get(i), time).ok(results[i], time + 10);
        }
    }
}
