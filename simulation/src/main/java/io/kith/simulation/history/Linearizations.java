package io.kith.simulation.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches for an order of the operations of one key: the depth-first search of Wing and Gong (1993) with the memory of
 * Lowe (2017), so that no set of applied operations is tried twice in the same state.
 *
 * <p>Three short cuts keep it fast without changing the answer. A read that may come next and fits is taken at once
 * and for good, as taking it later can never be better. An operation of unknown outcome is tried
 * last, and only where it changes the state. And where the same certain operations led to the same state by way of fewer
 * uncertain ones, nothing is gained by having used more: those not used can still take effect later, or never.
 */
final class Linearizations<C, S> {
    private static final int NONE = -1;

    private final Model<C, S> model;
    private final S initial;
    private final List<HistoryOperation<C>> certain = new ArrayList<>();
    private final List<HistoryOperation<C>> uncertain = new ArrayList<>();
    private final int certainCount;
    private final int certainHead;
    private final int uncertainHead;

    /** Events as a doubly linked list: calls of certain operations, their returns, calls of uncertain ones, two heads. */
    private final int[] next;

    private final int[] previous;
    private final AppliedSet applied;

    /** For each uncertain operation the one before it with an equal call. */
    private final int[] twins;

    private final Map<AppliedSet.Snapshot, List<BitSet>> tried = new HashMap<>();
    private final List<Taken<S>> taken = new ArrayList<>();
    private long stepsLeft;
    private long steps;
    private long furthestReturnNanos = Long.MIN_VALUE;
    private @Nullable HistoryOperation<C> furthestBlocked;

    private record Taken<S>(int node, S before, boolean forGood) {}

    /** Prepares a search from {@code initial}; {@code operations} are in the order of their invocations. */
    Linearizations(Model<C, S> model, S initial, List<HistoryOperation<C>> operations, long budget) {
        this.model = model;
        this.initial = initial;
        this.stepsLeft = budget;
        for (HistoryOperation<C> operation : operations) {
            if (operation.outcome() != Outcome.UNKNOWN) {
                certain.add(operation);
            } else if (!model.isReadOnly(operation.call())) {
                uncertain.add(operation);
            }
        }
        certainCount = certain.size();
        certainHead = 2 * certainCount + uncertain.size();
        uncertainHead = certainHead + 1;
        next = new int[certainHead + 2];
        previous = new int[certainHead + 2];
        applied = new AppliedSet(certainCount, uncertain.size());
        twins = new int[uncertain.size()];
        Map<C, Integer> latest = new HashMap<>();
        for (int i = 0; i < twins.length; i++) {
            Integer twin = latest.put(uncertain.get(i).call(), i);
            twins[i] = twin == null ? NONE : twin;
        }
        link();
    }

    private void link() {
        Integer[] events = new Integer[2 * certainCount];
        Arrays.setAll(events, i -> i);
        Arrays.sort(events, (a, b) -> {
            int byTime = Long.compare(timeOf(a), timeOf(b));
            return byTime != 0 ? byTime : Boolean.compare(a >= certainCount, b >= certainCount);
        });
        int tail = certainHead;
        for (int event : events) {
            next[tail] = event;
            previous[event] = tail;
            tail = event;
        }
        next[tail] = NONE;
        tail = uncertainHead;
        for (int i = 0; i < uncertain.size(); i++) {
            int event = 2 * certainCount + i;
            next[tail] = event;
            previous[event] = tail;
            tail = event;
        }
        next[tail] = NONE;
    }

    /** Whether there is an order, or null if the budget did not suffice. */
    @Nullable
    Boolean search() {
        Set<S> ends = new LinkedHashSet<>();
        return explore(ends, 1) ? Boolean.valueOf(!ends.isEmpty()) : null;
    }

    /** The states after all certain operations, over all orders; null if over {@code limit} or over the budget. */
    @Nullable
    Set<S> finalStates(int limit) {
        Set<S> ends = new LinkedHashSet<>();
        return explore(ends, limit + 1) && ends.size() <= limit ? ends : null;
    }

    /** Collects final states until there are {@code enough}; false if the budget did not suffice. */
    private boolean explore(Set<S> ends, int enough) {
        S state = initial;
        int applicable = certainCount;
        int after = certainHead;
        while (true) {
            int candidate = NONE;
            if (applicable > 0) {
                candidate = candidateAfter(after);
            } else {
                ends.add(state);
                if (ends.size() >= enough) {
                    return true;
                }
            }
            if (candidate == NONE) {
                if (applicable > 0) {
                    noteBlocked();
                }
                Taken<S> last;
                do {
                    if (taken.isEmpty()) {
                        return true;
                    }
                    last = taken.remove(taken.size() - 1);
                    undo(last.node());
                    state = last.before();
                    applicable += isCertain(last.node()) ? 1 : 0;
                } while (last.forGood());
                after = last.node();
                continue;
            }
            if (hasTwinBefore(candidate)) {
                after = candidate;
                continue;
            }
            if (stepsLeft-- == 0) {
                return false;
            }
            steps++;
            HistoryOperation<C> operation = operationOf(candidate);
            Model.Step<S> step = model.apply(state, operation.call());
            boolean fits = operation.outcome() != Outcome.OK || Objects.equals(step.result(), operation.result());
            boolean certainCandidate = isCertain(candidate);
            boolean forGood = certainCandidate && model.isReadOnly(operation.call());
            boolean useful = fits && (certainCandidate || !step.next().equals(state));
            if (!useful || (!forGood && !isNew(candidate, step.next()))) {
                after = candidate;
                continue;
            }
            if (forGood) {
                mark(candidate, true);
            }
            taken.add(new Taken<>(candidate, state, forGood));
            unlink(candidate);
            if (certainCandidate) {
                unlink(candidate + certainCount);
                applicable--;
            }
            state = step.next();
            after = certainHead;
        }
    }

    /** Steps taken so far. */
    long steps() {
        return steps;
    }

    /** The operation whose return no attempt got past, latest in time; null if there was no dead end. */
    @Nullable
    HistoryOperation<C> furthestBlocked() {
        return furthestBlocked;
    }

    private boolean isNew(int candidate, S state) {
        mark(candidate, true);
        List<BitSet> before = tried.computeIfAbsent(applied.snapshot(state), unused -> new ArrayList<>(1));
        BitSet uncertainApplied = applied.uncertain();
        for (BitSet fewer : before) {
            if (isSubset(fewer, uncertainApplied)) {
                mark(candidate, false);
                return false;
            }
        }
        before.removeIf(more -> isSubset(uncertainApplied, more));
        before.add(uncertainApplied);
        return true;
    }

    private static boolean isSubset(BitSet inner, BitSet outer) {
        for (int bit = inner.nextSetBit(0); bit >= 0; bit = inner.nextSetBit(bit + 1)) {
            if (!outer.get(bit)) {
                return false;
            }
        }
        return true;
    }

    /** Whether an equal call of unknown outcome, made earlier, could as well be taken. */
    private boolean hasTwinBefore(int candidate) {
        if (isCertain(candidate)) {
            return false;
        }
        int twin = twins[candidate - 2 * certainCount];
        return twin != NONE && !applied.isUncertainApplied(twin);
    }

    private void mark(int node, boolean isApplied) {
        if (isCertain(node)) {
            applied.setCertain(node, isApplied);
        } else {
            applied.setUncertain(node - 2 * certainCount, isApplied);
        }
    }

    private void undo(int node) {
        mark(node, false);
        if (isCertain(node)) {
            relink(node + certainCount);
        }
        relink(node);
    }

    /** The next operation after {@code node} that may come first of those not applied. */
    private int candidateAfter(int node) {
        boolean amongCertain = node < certainCount || node == certainHead;
        if (amongCertain && next[node] < certainCount && next[node] != NONE) {
            return next[node];
        }
        int candidate = amongCertain ? next[uncertainHead] : next[node];
        return candidate != NONE && timeOf(candidate) <= timeOf(firstReturn()) ? candidate : NONE;
    }

    private int firstReturn() {
        int event = next[certainHead];
        while (event < certainCount) {
            event = next[event];
        }
        return event;
    }

    private void noteBlocked() {
        int blocking = firstReturn();
        if (timeOf(blocking) > furthestReturnNanos || furthestBlocked == null) {
            furthestReturnNanos = timeOf(blocking);
            furthestBlocked = certain.get(blocking - certainCount);
        }
    }

    private boolean isCertain(int node) {
        return node < certainCount;
    }

    private HistoryOperation<C> operationOf(int node) {
        return isCertain(node) ? certain.get(node) : uncertain.get(node - 2 * certainCount);
    }

    private long timeOf(int event) {
        if (event < certainCount) {
            return certain.get(event).invokedNanos();
        }
        return event < 2 * certainCount
                ? certain.get(event - certainCount).returnedNanos()
                : uncertain.get(event - 2 * certainCount).invokedNanos();
    }

    private void unlink(int event) {
        next[previous[event]] = next[event];
        if (next[event] != NONE) {
            previous[next[event]] = previous[event];
        }
    }

    private void relink(int event) {
        next[previous[event]] = event;
        if (next[event] != NONE) {
            previous[next[event]] = event;
        }
    }
}
