package io.kith.simulation.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reduces a history that is not linearizable to few operations that contradict each other. Only weaker histories are
 * tried, so what remains is a real contradiction of what clients saw: what came before a quiet moment is replaced by all
 * states it can have led to, reads are left out, and other operations are allowed to take effect at any time or never.
 * Each such step is kept if no order exists all the same.
 */
final class Explanation<C, S> {
    private static final long STEPS_PER_TRY = 20_000;
    private static final long STEPS_IN_ALL = 300_000;
    private static final int MAX_START_STATES = 16;
    private static final int MAX_CUTS = 50;
    private static final int MAX_LINES = 60;

    private final Model<C, S> model;
    private final @Nullable HistoryOperation<C> blocked;
    private Collection<S> starts;
    private long stepsLeft = STEPS_IN_ALL;

    Explanation(Model<C, S> model, @Nullable HistoryOperation<C> blocked) {
        this.model = model;
        this.blocked = blocked;
        starts = List.of(model.initial());
    }

    String of(List<HistoryOperation<C>> history) {
        List<HistoryOperation<C>> core = weaken(afterLastHarmlessCut(shortestPrefix(history)));
        StringBuilder text = new StringBuilder();
        if (blocked != null) {
            text.append("no order explains the history up to the return of ")
                    .append(blocked)
                    .append('\n');
        }
        text.append("  starting from ")
                .append(starts.size() == 1 ? starts.iterator().next() : "any of " + starts)
                .append('\n');
        int free = 0;
        int lines = 0;
        for (HistoryOperation<C> operation : core) {
            if (operation.invokedNanos() == Long.MIN_VALUE) {
                free++;
            } else if (lines++ < MAX_LINES) {
                text.append("  ").append(operation).append('\n');
            }
        }
        if (lines > MAX_LINES) {
            text.append("  ... and ").append(lines - MAX_LINES).append(" more\n");
        }
        text.append("these contradict each other");
        if (free > 0) {
            text.append(", even if each of ").append(free).append(" other writes took effect at any time or never");
        }
        return text.append("; ")
                .append(history.size())
                .append(" operations of this key were recorded")
                .toString();
    }

    private List<HistoryOperation<C>> shortestPrefix(List<HistoryOperation<C>> history) {
        if (blocked == null) {
            return history;
        }
        long endNanos = blocked.returnedNanos();
        List<HistoryOperation<C>> prefix = new ArrayList<>();
        for (HistoryOperation<C> operation : history) {
            if (operation.returnedNanos() <= endNanos) {
                prefix.add(operation);
            } else if (operation.invokedNanos() <= endNanos) {
                prefix.add(operation.withUnknownOutcome());
            }
        }
        return contradicts(prefix, STEPS_IN_ALL) ? prefix : history;
    }

    /** What follows the last quiet moment that still leaves a contradiction; fixes the states to start from. */
    private List<HistoryOperation<C>> afterLastHarmlessCut(List<HistoryOperation<C>> history) {
        List<Long> cuts = quietMoments(history);
        Collection<S> initial = starts;
        for (int i = cuts.size() - 1; i >= Math.max(0, cuts.size() - MAX_CUTS) && stepsLeft > 0; i--) {
            List<HistoryOperation<C>> before = new ArrayList<>();
            List<HistoryOperation<C>> after = new ArrayList<>();
            for (HistoryOperation<C> operation : history) {
                boolean early = operation.invokedNanos() < cuts.get(i);
                if (early) {
                    before.add(operation);
                }
                if (!early || operation.outcome() == Outcome.UNKNOWN) {
                    after.add(operation);
                }
            }
            Linearizations<C, S> search = new Linearizations<>(model, model.initial(), before, stepsLeft);
            Collection<S> ends = search.finalStates(MAX_START_STATES);
            stepsLeft -= search.steps();
            if (ends != null) {
                starts = ends;
                if (contradicts(after, STEPS_PER_TRY)) {
                    return after;
                }
            }
        }
        starts = initial;
        return history;
    }

    /** Invocations before which all certain operations had returned. */
    private List<Long> quietMoments(List<HistoryOperation<C>> history) {
        List<Long> moments = new ArrayList<>();
        long busyUntil = Long.MAX_VALUE;
        for (HistoryOperation<C> operation : history) {
            if (operation.outcome() == Outcome.UNKNOWN) {
                continue;
            }
            if (operation.invokedNanos() > busyUntil) {
                moments.add(operation.invokedNanos());
            }
            busyUntil = busyUntil == Long.MAX_VALUE
                    ? operation.returnedNanos()
                    : Math.max(busyUntil, operation.returnedNanos());
        }
        return moments;
    }

    private List<HistoryOperation<C>> weaken(List<HistoryOperation<C>> history) {
        List<HistoryOperation<C>> core = new ArrayList<>(history);
        core.removeIf(operation -> operation.outcome() == Outcome.UNKNOWN && model.isReadOnly(operation.call()));
        for (int i = core.size() - 1; i >= 0 && stepsLeft > 0; i--) {
            HistoryOperation<C> operation = core.get(i);
            List<HistoryOperation<C>> weaker = new ArrayList<>(core);
            if (model.isReadOnly(operation.call())) {
                weaker.remove(i);
            } else {
                weaker.set(i, operation.withoutConstraint());
            }
            if (contradicts(weaker, STEPS_PER_TRY)) {
                core = weaker;
            }
        }
        return core;
    }

    private boolean contradicts(List<HistoryOperation<C>> operations, long budget) {
        List<HistoryOperation<C>> sorted = new History<>(operations).operations();
        for (S start : starts) {
            Linearizations<C, S> search = new Linearizations<>(model, start, sorted, budget);
            Boolean found = search.search();
            stepsLeft -= search.steps();
            if (found == null || found) {
                return false;
            }
        }
        return true;
    }
}
