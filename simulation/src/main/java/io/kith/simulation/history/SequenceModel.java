package io.kith.simulation.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A list or a deque. A list may be called as a deque and the other way round. */
public final class SequenceModel implements Model<SequenceCall, List<Object>> {

    @Override
    public List<Object> initial() {
        return List.of();
    }

    @Override
    public Step<List<Object>> apply(List<Object> state, SequenceCall call) {
        int last = state.size() - 1;
        if (call instanceof SequenceCall.SetAt set) {
            return at(state, set.index(), last, copy -> copy.set(set.index(), set.element()));
        }
        if (call instanceof SequenceCall.InsertAt insert) {
            return at(state, insert.index(), last + 1, copy -> {
                copy.add(insert.index(), insert.element());
                return null;
            });
        }
        if (call instanceof SequenceCall.RemoveAt remove) {
            return at(state, remove.index(), last, copy -> copy.remove(remove.index()));
        }
        if (call instanceof SequenceCall.RemoveElement remove) {
            return state.contains(remove.element())
                    ? changed(state, copy -> copy.remove(remove.element()))
                    : new Step<>(state, false);
        }
        if (call instanceof SequenceCall.ReverseFirst reverse) {
            return reverse.count() > state.size()
                    ? new Step<>(state, false)
                    : changed(state, copy -> {
                        Collections.reverse(copy.subList(0, reverse.count()));
                        return true;
                    });
        }
        if (call instanceof SequenceCall.AddFirst add) {
            return at(state, 0, 0, copy -> {
                copy.add(0, add.element());
                return null;
            });
        }
        if (call instanceof SequenceCall.AddLast add) {
            return at(state, 0, 0, copy -> {
                copy.add(add.element());
                return null;
            });
        }
        if (call instanceof SequenceCall.PollFirst) {
            return state.isEmpty() ? new Step<>(state, null) : changed(state, copy -> copy.remove(0));
        }
        if (call instanceof SequenceCall.PollLast) {
            return state.isEmpty() ? new Step<>(state, null) : changed(state, copy -> copy.remove(last));
        }
        return new Step<>(state, look(state, call));
    }

    private static @Nullable Object look(List<Object> state, SequenceCall call) {
        if (call instanceof SequenceCall.Get get) {
            return get.index() >= 0 && get.index() < state.size() ? state.get(get.index()) : SequenceCall.ABSENT;
        }
        if (call instanceof SequenceCall.Contains contains) {
            return state.contains(contains.element());
        }
        if (call instanceof SequenceCall.IndexOf indexOf) {
            return state.indexOf(indexOf.element());
        }
        if (call instanceof SequenceCall.PeekFirst) {
            return state.isEmpty() ? null : state.get(0);
        }
        if (call instanceof SequenceCall.PeekLast) {
            return state.isEmpty() ? null : state.get(state.size() - 1);
        }
        return state.size();
    }

    private static Step<List<Object>> at(
            List<Object> state, int index, int highest, Function<List<Object>, @Nullable Object> change) {
        return index < 0 || index > highest ? new Step<>(state, SequenceCall.ABSENT) : changed(state, change);
    }

    private static Step<List<Object>> changed(List<Object> state, Function<List<Object>, @Nullable Object> change) {
        List<Object> copy = new ArrayList<>(state);
        Object result = change.apply(copy);
        return new Step<>(copy, result);
    }

    @Override
    public Object keyOf(SequenceCall call) {
        return call.sequence();
    }

    @Override
    public boolean isReadOnly(SequenceCall call) {
        return call instanceof SequenceCall.Size
                || call instanceof SequenceCall.Get
                || call instanceof SequenceCall.Contains
                || call instanceof SequenceCall.IndexOf
                || call instanceof SequenceCall.PeekFirst
                || call instanceof SequenceCall.PeekLast;
    }
}
