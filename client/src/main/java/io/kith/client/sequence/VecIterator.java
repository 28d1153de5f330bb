package io.kith.client.sequence;

import io.kith.collections.sequence.ItemId;
import io.kith.collections.sequence.SequenceItem;
import io.kith.collections.sequence.SequencePage;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ListIterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Walks through a list in both directions, a page at a time. It is where its neighbours are, not at an index: what others
 * insert or remove elsewhere does not move it.
 */
final class VecIterator<E> implements ListIterator<E> {
    private static final int MAX_BUFFERED = 2 * SequenceCore.PAGE_ELEMENTS;

    private final VecCore<E> vec;

    /** Neighbouring items as they were fetched; the iterator is before {@code items.get(position)}. */
    private final List<SequenceItem> items = new ArrayList<>();

    private int position;
    private int index;

    /** The index in {@code items} of what was returned last, or -1 if it may not be set or removed. */
    private int last = -1;

    VecIterator(VecCore<E> vec, int startIndex) {
        this.vec = vec;
        this.index = startIndex;
        if (startIndex > 0) {
            // The neighbour before it is what keeps the iterator in its place.
            SequencePage page = vec.fetch(vec.pageAt(startIndex - 1, Integer.MAX_VALUE));
            if (page.items().isEmpty()) {
                throw VecCore.outOfBounds(startIndex);
            }
            items.addAll(page.items());
            position = 1;
        }
    }

    @Override
    public boolean hasNext() {
        return position < items.size() || fetchForward();
    }

    @Override
    public boolean hasPrevious() {
        return position > 0 || fetchBackward();
    }

    private boolean fetchForward() {
        SequencePage page;
        if (items.isEmpty()) {
            page = vec.fetch(index == 0 ? vec.pageBeside(null, false) : vec.pageAt(index, Integer.MAX_VALUE));
        } else {
            page = vec.fetch(vec.pageBeside(items.get(items.size() - 1).id(), false));
            if (page.lost()) {
                page = vec.fetch(vec.pageAt(index, Integer.MAX_VALUE));
            }
        }
        items.addAll(page.items());
        int surplus = Math.min(position - 1, items.size() - MAX_BUFFERED);
        if (surplus > 0) {
            items.subList(0, surplus).clear();
            position -= surplus;
            last = last >= surplus ? last - surplus : -1;
        }
        return position < items.size();
    }

    private boolean fetchBackward() {
        if (index == 0) {
            return false;
        }
        SequencePage page;
        ItemId first = items.isEmpty() ? null : items.get(0).id();
        page = vec.fetch(vec.pageBeside(first, true));
        if (page.lost()) {
            int from = Math.max(0, index - SequenceCore.PAGE_ELEMENTS / 2);
            items.addAll(0, vec.fetch(vec.pageAt(from, index)).items());
        } else {
            List<SequenceItem> rising = new ArrayList<>(page.items());
            Collections.reverse(rising);
            items.addAll(0, rising);
            position += rising.size();
            last = last < 0 ? -1 : last + rising.size();
        }
        int surplus = Math.min(items.size() - position - 1, items.size() - MAX_BUFFERED);
        if (surplus > 0) {
            items.subList(items.size() - surplus, items.size()).clear();
            last = last < items.size() ? last : -1;
        }
        return position > 0;
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException("this is the end of the list");
        }
        last = position++;
        index++;
        return vec.decode(items.get(last).value());
    }

    @Override
    public E previous() {
        if (!hasPrevious()) {
            throw new NoSuchElementException("this is the beginning of the list");
        }
        last = --position;
        index = Math.max(0, index - 1);
        return vec.decode(items.get(last).value());
    }

    @Override
    public int nextIndex() {
        return index;
    }

    @Override
    public int previousIndex() {
        return index - 1;
    }

    private ItemId lastItem(String what) {
        if (last < 0) {
            throw new IllegalStateException(
                    "nothing to " + what + ": neither next() nor previous() was called since the last change");
        }
        return items.get(last).id();
    }

    @Override
    public void remove() {
        ItemId item = lastItem("remove");
        // If somebody else removed it first, it is gone all the same.
        vec.call(vec.removeItem(item), Results::optionalBytes).await();
        items.remove(last);
        if (last < position) {
            position--;
            index--;
        }
        last = -1;
    }

    @Override
    public void set(E element) {
        ItemId item = lastItem("set");
        byte[] encoded = vec.encode(element);
        // Nothing is set if somebody else removed it.
        vec.setItem(item, encoded).await();
        items.set(last, new SequenceItem(item, encoded));
    }

    @Override
    public void add(E element) {
        byte[] encoded = vec.encode(element);
        ItemId added = null;
        if (position > 0) {
            added = insertBeside(items.get(position - 1).id(), false, encoded);
        } else if (!items.isEmpty()) {
            added = insertBeside(items.get(0).id(), true, encoded);
        }
        if (added == null) {
            vec.insert(index, element).await();
            items.clear();
            items.addAll(vec.fetch(vec.pageAt(index, index + 1)).items());
            position = items.size();
        } else {
            items.add(position, new SequenceItem(added, encoded));
            position++;
        }
        index++;
        last = -1;
    }

    private @Nullable ItemId insertBeside(ItemId item, boolean before, byte[] encoded) {
        return vec.insertBeside(item, before, encoded).await();
    }
}
