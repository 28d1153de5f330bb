package io.kith.client.sequence;

import io.kith.client.grid.Call;
import io.kith.client.grid.Steps;
import io.kith.collections.sequence.ItemId;
import io.kith.collections.sequence.SequenceItem;
import io.kith.collections.sequence.SequencePage;
import io.kith.collections.wire.Results;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walks through a range of a list or deque, page by page, and removes elements; results in how many. */
final class SequenceWalk extends Steps<Integer> {
    private final SequenceCore<?> core;
    private final int from;
    private final int to;
    private final Function<List<SequenceItem>, List<ItemId>> visitor;
    private @Nullable ItemId last;
    private List<ItemId> doomed = List.of();
    private int seen;
    private int removed;
    private boolean lost;
    private boolean finished;

    /**
     * A walk through the elements of a range of indexes.
     *
     * @param to behind the last; {@link Integer#MAX_VALUE} for the end
     * @param visitor sees each page, and says which elements are to be removed
     */
    SequenceWalk(SequenceCore<?> core, int from, int to, Function<List<SequenceItem>, List<ItemId>> visitor) {
        this.core = core;
        this.from = from;
        this.to = to;
        this.visitor = visitor;
    }

    @Override
    protected @Nullable Call<?> next() {
        if (!doomed.isEmpty()) {
            List<ItemId> items = doomed;
            doomed = List.of();
            return core.call(core.removeItems(items), this::removed);
        }
        return finished ? null : core.callForElements(nextPage(), this::take);
    }

    private byte[] nextPage() {
        if (lost) {
            // Changed too much to find the place by the last element: about where it was must do.
            return core.pageAt(from + seen - removed, to - removed);
        }
        boolean wholeFromStart = from == 0 && to == Integer.MAX_VALUE;
        return last != null || wholeFromStart ? core.pageBeside(last, false) : core.pageAt(from, to);
    }

    private @Nullable Void take(byte[] payload) {
        SequencePage page = core.page(payload);
        List<SequenceItem> items = page.items();
        if (page.lost() && !lost) {
            lost = true;
            return null;
        }
        lost = false;
        int inRange = Math.min(items.size(), to - from - seen);
        if (inRange <= 0) {
            finished = true;
            return null;
        }
        doomed = visitor.apply(items.subList(0, inRange));
        seen += inRange;
        last = items.get(inRange - 1).id();
        finished = !page.more() || seen >= to - from;
        return null;
    }

    private @Nullable Void removed(byte[] payload) {
        removed += Math.toIntExact(Results.number(payload));
        return null;
    }

    @Override
    protected Integer result() {
        return removed;
    }
}
