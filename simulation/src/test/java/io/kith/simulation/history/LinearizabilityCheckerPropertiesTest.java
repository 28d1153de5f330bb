package io.kith.simulation.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LinearizabilityCheckerPropertiesTest {

    @Property(tries = 150)
    void what_one_map_did_is_linearizable(@ForAll long seed) {
        assertThat(LinearizabilityChecker.check(new History<>(mapOperations(seed, 200)), new MapModel())
                        .isLinearizable())
                .isTrue();
    }

    @Property(tries = 100)
    void what_one_set_did_is_linearizable(@ForAll long seed) {
        Random random = new Random(seed);
        List<SetCall> calls = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            int element = random.nextInt(3);
            calls.add(
                    switch (random.nextInt(3)) {
                        case 0 -> new SetCall.Add("s", element);
                        case 1 -> new SetCall.Remove("s", element);
                        default -> new SetCall.Contains("s", element);
                    });
        }
        assertThat(LinearizabilityChecker.check(
                                new History<>(new OneCopy<>(new SetModel(), random, 3).perform(calls)), new SetModel())
                        .isLinearizable())
                .isTrue();
    }

    @Property(tries = 150)
    void what_one_deque_did_is_linearizable(@ForAll long seed) {
        // One in some thousand takes more steps to decide than a search may: that it gives up then is no finding.
        assertThat(LinearizabilityChecker.check(new History<>(dequeOperations(seed, 150)), new SequenceModel()))
                .isNotInstanceOf(CheckResult.NotLinearizable.class);
    }

    @Property(tries = 150)
    void a_stale_read_is_found(@ForAll long seed) {
        Random random = new Random(seed);
        List<HistoryOperation<MapCall>> operations = new ArrayList<>(mapOperations(seed, 120));
        // After everything: two writes one after the other, then a read of the first.
        operations.add(after(operations, new MapCall.Put("m", 0, "first"), Outcome.DONE, null));
        operations.add(after(operations, new MapCall.Put("m", 0, "second"), Outcome.DONE, null));
        operations.add(after(operations, new MapCall.Get("m", 0), Outcome.OK, "first"));
        appendReads(operations, random);
        assertThat(LinearizabilityChecker.check(new History<>(operations), new MapModel()))
                .isInstanceOf(CheckResult.NotLinearizable.class);
    }

    @Property(tries = 150)
    void a_lost_write_is_found(@ForAll long seed) {
        List<HistoryOperation<SequenceCall>> operations = new ArrayList<>(dequeOperations(seed, 40));
        operations.add(after(operations, new SequenceCall.AddLast("d", "lost"), Outcome.OK, null));
        operations.add(after(operations, new SequenceCall.Contains("d", "lost"), Outcome.OK, false));
        boolean pollsAreCertain = operations.stream()
                .noneMatch(operation -> operation.outcome() == Outcome.UNKNOWN
                        && (operation.call() instanceof SequenceCall.PollFirst
                                || operation.call() instanceof SequenceCall.PollLast));
        CheckResult result = LinearizabilityChecker.check(new History<>(operations), new SequenceModel());
        if (pollsAreCertain) {
            assertThat(result).isInstanceOf(CheckResult.NotLinearizable.class);
        }
    }

    @Property(tries = 150)
    void a_double_application_is_found(@ForAll long seed) {
        List<HistoryOperation<SequenceCall>> operations = new ArrayList<>(dequeOperations(seed, 40));
        operations.add(after(operations, new SequenceCall.AddLast("d", "once"), Outcome.OK, null));
        operations.add(after(operations, new SequenceCall.PollLast("d"), Outcome.OK, "once"));
        operations.add(after(operations, new SequenceCall.PollLast("d"), Outcome.OK, "once"));
        assertThat(LinearizabilityChecker.check(new History<>(operations), new SequenceModel()))
                .isInstanceOf(CheckResult.NotLinearizable.class);
    }

    @Property(tries = 3_000)
    void the_checker_agrees_with_trying_all_orders(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int count) {
        Random random = new Random(seed);
        List<HistoryOperation<RegisterCall>> operations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long invoked = random.nextInt(20);
            long returned = invoked + random.nextInt(10);
            Object value = random.nextInt(3) == 0 ? null : (long) random.nextInt(2);
            RegisterCall call = switch (random.nextInt(4)) {
                case 0 -> new RegisterCall.Write("r", value);
                case 1 -> new RegisterCall.CompareAndSet("r", value, (long) random.nextInt(2));
                case 2 -> new RegisterCall.AddAndGet("r", 1);
                default -> new RegisterCall.Read("r");
            };
            Object result = call instanceof RegisterCall.CompareAndSet
                    ? (Object) random.nextBoolean()
                    : call instanceof RegisterCall.Write ? null : value;
            Outcome outcome = switch (random.nextInt(6)) {
                case 0 -> Outcome.DONE;
                case 1, 2 -> Outcome.UNKNOWN;
                default -> Outcome.OK;
            };
            operations.add(new HistoryOperation<>(
                    i, call, outcome, outcome == Outcome.DONE ? null : result, invoked, returned));
        }
        boolean expected = anyOrder(new RegisterModel(), operations, new boolean[count], null);
        CheckResult result = LinearizabilityChecker.check(new History<>(operations), new RegisterModel());
        assertThat(result.isLinearizable()).as("%s", operations).isEqualTo(expected);
    }

    /** The definition, read literally: some order of some operations, all certain ones among them. */
    private static <C, S> boolean anyOrder(
            Model<C, S> model, List<HistoryOperation<C>> operations, boolean[] applied, S reached) {
        S state = reached == null ? model.initial() : reached;
        boolean complete = true;
        long firstReturn = Long.MAX_VALUE;
        for (int i = 0; i < applied.length; i++) {
            if (!applied[i]) {
                complete &= operations.get(i).outcome() == Outcome.UNKNOWN;
                firstReturn = Math.min(firstReturn, operations.get(i).returnedNanos());
            }
        }
        if (complete) {
            return true;
        }
        for (int i = 0; i < applied.length; i++) {
            HistoryOperation<C> operation = operations.get(i);
            if (applied[i] || operation.invokedNanos() > firstReturn) {
                continue;
            }
            Model.Step<S> step = model.apply(state, operation.call());
            if (operation.outcome() == Outcome.OK && !Objects.equals(step.result(), operation.result())) {
                continue;
            }
            applied[i] = true;
            boolean found = anyOrder(model, operations, applied, step.next());
            applied[i] = false;
            if (found) {
                return true;
            }
        }
        return false;
    }

    private static List<HistoryOperation<MapCall>> mapOperations(long seed, int count) {
        Random random = new Random(seed);
        List<MapCall> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int key = random.nextInt(2);
            Object value = random.nextInt(4);
            Object expected = random.nextInt(4);
            calls.add(
                    switch (random.nextInt(8)) {
                        case 0 -> new MapCall.Put("m", key, value);
                        case 1 -> new MapCall.PutIfAbsent("m", key, value);
                        case 2 -> new MapCall.Remove("m", key);
                        case 3 -> new MapCall.RemoveIf("m", key, expected);
                        case 4 -> new MapCall.Replace("m", key, value);
                        case 5 -> new MapCall.CompareAndSet("m", key, expected, value);
                        case 6 -> new MapCall.ContainsKey("m", key);
                        default -> new MapCall.Get("m", key);
                    });
        }
        return new OneCopy<>(new MapModel(), random, 8).perform(calls);
    }

    private static List<HistoryOperation<SequenceCall>> dequeOperations(long seed, int count) {
        Random random = new Random(seed);
        List<SequenceCall> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(
                    switch (random.nextInt(8)) {
                        case 0, 1 -> new SequenceCall.AddLast("d", i);
                        case 2 -> new SequenceCall.AddFirst("d", i);
                        case 3, 4 -> new SequenceCall.PollFirst("d");
                        case 5 -> new SequenceCall.PollLast("d");
                        case 6 -> new SequenceCall.PeekFirst("d");
                        default -> new SequenceCall.Size("d");
                    });
        }
        return new OneCopy<>(new SequenceModel(), random, 2).perform(calls);
    }

    private static <C> HistoryOperation<C> after(
            List<HistoryOperation<C>> operations, C call, Outcome outcome, Object result) {
        long end = operations.stream()
                .filter(operation -> operation.outcome() != Outcome.UNKNOWN)
                .mapToLong(HistoryOperation::returnedNanos)
                .max()
                .orElse(0);
        return new HistoryOperation<>(77, call, outcome, result, end + 1, end + 5);
    }

    private static void appendReads(List<HistoryOperation<MapCall>> operations, Random random) {
        for (int i = random.nextInt(5); i > 0; i--) {
            operations.add(after(operations, new MapCall.Get("m", 1), Outcome.UNKNOWN, null));
        }
    }

    /** Performs calls one at a time on one copy, and blurs when each was asked and answered. */
    private static final class OneCopy<C, S> {
        private final Model<C, S> model;
        private final Random random;
        private final int unknownPerHundred;

        private OneCopy(Model<C, S> model, Random random, int unknownPerHundred) {
            this.model = model;
            this.random = random;
            this.unknownPerHundred = unknownPerHundred;
        }

        private List<HistoryOperation<C>> perform(List<C> calls) {
            Map<Object, S> states = new HashMap<>();
            List<HistoryOperation<C>> operations = new ArrayList<>();
            long time = 1_000;
            for (C call : calls) {
                time += random.nextInt(20);
                S state = states.getOrDefault(model.keyOf(call), model.initial());
                boolean unknown = random.nextInt(100) < unknownPerHundred;
                long invoked = time - random.nextInt(15);
                if (unknown) {
                    operations.add(new HistoryOperation<>(0, call, Outcome.UNKNOWN, null, invoked, invoked));
                    if (random.nextBoolean()) {
                        continue;
                    }
                }
                Model.Step<S> step = model.apply(state, call);
                states.put(model.keyOf(call), step.next());
                if (!unknown) {
                    operations.add(new HistoryOperation<>(
                            0, call, Outcome.OK, step.result(), invoked, time + random.nextInt(15)));
                }
            }
            return operations;
        }
    }
}
