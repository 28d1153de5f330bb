package io.kith.simulation.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decides whether a history is linearizable (Herlihy and Wing 1990), key by key. */
public final class LinearizabilityChecker {
    /** Steps of search per key if nothing else was asked: some seconds. */
    public static final long DEFAULT_BUDGET = 5_000_000;

    private final long budget;

    /** Searches at most {@link #DEFAULT_BUDGET} steps per key. */
    public LinearizabilityChecker() {
        this(DEFAULT_BUDGET);
    }

    /** Searches at most {@code budget} steps per key before it gives up on that key. */
    public LinearizabilityChecker(long budget) {
        if (budget < 1) {
            throw new IllegalArgumentException("the budget is at least one step, not " + budget);
        }
        this.budget = budget;
    }

    /** Checks with the default budget. */
    public static <C, S> CheckResult check(History<C> history, Model<C, S> model) {
        return new LinearizabilityChecker().decide(history, model);
    }

    /**
     * Checks all keys. A violation in any key counts more than having given up on another.
     *
     * @return the first violation found, else the first key given up on, else the steps it took
     */
    public <C, S> CheckResult decide(History<C> history, Model<C, S> model) {
        Map<Object, List<HistoryOperation<C>>> byKey = new LinkedHashMap<>();
        for (HistoryOperation<C> operation : history.operations()) {
            byKey.computeIfAbsent(model.keyOf(operation.call()), key -> new ArrayList<>())
                    .add(operation);
        }
        CheckResult gaveUp = null;
        long steps = 0;
        for (Map.Entry<Object, List<HistoryOperation<C>>> entry : byKey.entrySet()) {
            Linearizations<C, S> search =
                    new Linearizations<>(model, model.initial(), model.simplified(entry.getValue()), budget);
            Boolean found = search.search();
            steps += search.steps();
            if (found == null) {
                gaveUp = gaveUp == null ? new CheckResult.GaveUp(entry.getKey(), search.steps()) : gaveUp;
            } else if (!found) {
                String explanation = new Explanation<>(model, search.furthestBlocked()).of(entry.getValue());
                return new CheckResult.NotLinearizable(entry.getKey(), explanation);
            }
        }
        return gaveUp == null ? new CheckResult.Linearizable(steps) : gaveUp;
    }
}
