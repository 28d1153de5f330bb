package io.kith.client.sequence;

import io.kith.collections.sequence.ItemId;
import io.kith.collections.sequence.SequenceItem;
import io.kith.collections.sequence.SequencePage;
import io.kith.collections.wire.Results;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks through a deque in one direction, a page at a time. */
final class SequenceIterator<E> implements Iterator<E> {
    private final SequenceCore<E> core;
    private final boolean backward;
    private Iterator<SequenceItem> page = Collections.emptyIterator();
    private @Nullable ItemId lastFetched;
    private @Nullable ItemId lastReturned;
    private boolean more = true;
    private int seen;

    SequenceIterator(SequenceCore<E> core, boolean backward) {
        this.core = core;
        this.backward = backward;
    }

    @Override
    public boolean hasNext() {
        while (!page.hasNext() && more) {
            SequencePage fetched = core.fetch(core.pageBeside(lastFetched, backward));
            if (fetched.lost()) {
                fetched = fetchByIndex(fetched.size());
            }
            List<SequenceItem> items = fetched.items();
            if (!items.isEmpty()) {
                lastFetched = items.get(items.size() - 1).id();
            }
            more = fetched.more() && !items.isEmpty();
            page = items.iterator();
        }
        return page.hasNext();
    }

    /** The deque has changed too much to find the place by the last item: about where it was must do. */
    private SequencePage fetchByIndex(int size) {
        if (!backward) {
            return core.fetch(core.pageAt(seen, Integer.MAX_VALUE));
        }
        int end = Math.max(0, size - seen);
        SequencePage rising = core.fetch(core.pageAt(Math.max(0, end - SequenceCore.PAGE_ELEMENTS), end));
        List<SequenceItem> falling = new java.util.ArrayList<>(rising.items());
        Collections.reverse(falling);
        return new SequencePage(rising.size(), rising.version(), rising.firstIndex(), falling, end > 0, false);
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more elements");
        }
        SequenceItem item = page.next();
        lastReturned = item.id();
        seen++;
        return core.decode(item.value());
    }

    @Override
    public void remove() {
        ItemId item = lastReturned;
        if (item == null) {
            throw new IllegalStateException("nothing to remove: next() was not called since the last removal");
        }
        lastReturned = null;
        if (core.call(core.removeItem(item), Results::optionalBytes).await() != null) {
            seen--;
        }
    }
}
