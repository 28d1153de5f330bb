package io.kith.client.sequence;

import io.kith.client.KithException;
import io.kith.client.grid.Call;
import io.kith.client.grid.Steps;
import io.kith.collections.sequence.SequenceItem;
import io.kith.collections.sequence.SequencePage;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sorts a range at one go; as often as it takes until nobody changes the list meanwhile. */
final class Sorting<E> extends Steps<@Nullable Void> {
    private static final int MAX_ATTEMPTS = 64;

    private final VecCore<E> core;
    private final int from;
    private final int to;
    private final @Nullable Comparator<? super E> comparator;
    private final List<E> elements = new ArrayList<>();
    private long version = -1;
    private int attempts;
    private boolean isRead;
    private boolean finished;

    Sorting(VecCore<E> core, int from, int to, @Nullable Comparator<? super E> comparator) {
        this.core = core;
        this.from = from;
        this.to = to;
        this.comparator = comparator;
    }

    @Override
    protected @Nullable Call<?> next() {
        if (isRead && !finished) {
            int[] order = SortOrder.of(elements, comparator);
            if (order.length >= 2) {
                return core.call(VecOperations.permute(core.name(), from, version, order), this::permuted);
            }
            finished = true;
        }
        return finished ? null : core.callForElements(core.pageAt(from + elements.size(), to), this::take);
    }

    private @Nullable Void take(byte[] payload) {
        SequencePage page = core.page(payload);
        if (version >= 0 && page.version() != version) {
            again();
            return null;
        }
        version = page.version();
        for (SequenceItem item : page.items()) {
            elements.add(core.decode(item.value()));
        }
        isRead = !page.more() || page.items().isEmpty();
        return null;
    }

    private @Nullable Void permuted(byte[] payload) {
        if (Results.bool(payload)) {
            finished = true;
        } else {
            again();
        }
        return null;
    }

    private void again() {
        if (++attempts == MAX_ATTEMPTS) {
            throw new KithException("the list was changed by others all the time while it was to be sorted");
        }
        elements.clear();
        version = -1;
        isRead = false;
    }

    @Override
    @SuppressWarnings("NullAway") // It does not see that what steps result in may be nullable.
    protected @Nullable Void result() {
        return null;
    }
}
