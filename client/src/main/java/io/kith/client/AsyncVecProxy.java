package io.kith.client;

import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The asynchronous face of a list. */
final class AsyncVecProxy<E> implements AsyncVec<E> {
    private final NamedCollection named;
    private final VecCore<E> core;
    private final VecEdits<E> edits;

    AsyncVecProxy(NamedCollection named, VecCore<E> core) {
        this.named = named;
        this.core = core;
        this.edits = new VecEdits<>(core);
    }

    private CompletableFuture<E> elementAt(int index, byte[] operation) {
        return core.submit(operation, payload -> core.found(index, Results.optionalBytes(payload)));
    }

    private CompletableFuture<Integer> number(byte[] operation) {
        return core.submit(operation, payload -> Math.toIntExact(Results.number(payload)));
    }

    private static int checked(int index) {
        if (index < 0) {
            throw VecCore.outOfBounds(index);
        }
        return index;
    }

    @Override
    public CompletableFuture<E> get(int index) {
        return elementAt(index, VecOperations.get(core.id(), checked(index)));
    }

    @Override
    public CompletableFuture<E> set(int index, E element) {
        return elementAt(index, VecOperations.set(core.id(), checked(index), core.encode(element)));
    }

    @Override
    public CompletableFuture<Integer> add(E element) {
        return number(VecOperations.add(core.id(), core.encode(element)));
    }

    @Override
    public CompletableFuture<@Nullable Void> add(int index, E element) {
        byte[] operation = VecOperations.insert(core.id(), checked(index), core.encode(element));
        return core.submit(operation, payload -> {
            if (!Results.bool(payload)) {
                throw VecCore.outOfBounds(index);
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<@Nullable Void> addAll(Collection<? extends E> elements) {
        return addBatches(core.batches(elements).iterator());
    }

    /** One batch after the other, so that they come in their order. */
    private CompletableFuture<@Nullable Void> addBatches(Iterator<List<byte[]>> batches) {
        return batches.hasNext()
                ? Async.then(
                        core.submit(VecOperations.addAll(core.id(), batches.next())), payload -> addBatches(batches))
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<@Nullable Void> addAll(int index, Collection<? extends E> elements) {
        Iterator<List<byte[]>> batches = core.batches(elements).iterator();
        CompletableFuture<Integer> end = AsyncLoop.from(checked(index), at -> batches.hasNext(), at -> {
            List<byte[]> batch = batches.next();
            return core.submit(VecOperations.insertAll(core.id(), at, batch), payload -> {
                if (!Results.bool(payload)) {
                    throw VecCore.outOfBounds(at);
                }
                return at + batch.size();
            });
        });
        return Async.map(end, done -> null);
    }

    @Override
    public CompletableFuture<Boolean> removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter);
        return Async.map(SequenceWalk.removeIf(core, filter), removed -> removed > 0);
    }

    @Override
    public CompletableFuture<@Nullable Void> replaceAll(UnaryOperator<E> operator) {
        Objects.requireNonNull(operator);
        return edits.replaceAll(operator);
    }

    @Override
    public CompletableFuture<@Nullable Void> sort(@Nullable Comparator<? super E> comparator) {
        return edits.sort(comparator);
    }

    @Override
    public CompletableFuture<E> remove(int index) {
        return elementAt(index, VecOperations.remove(core.id(), checked(index)));
    }

    @Override
    public CompletableFuture<Boolean> removeElement(E element) {
        byte[] operation = VecOperations.removeValue(core.id(), core.encode(element), 0, Integer.MAX_VALUE, false);
        return core.submit(operation, payload -> VecOperations.index(payload) >= 0);
    }

    @Override
    public CompletableFuture<E> swapRemove(int index) {
        return elementAt(index, VecOperations.swapRemove(core.id(), checked(index)));
    }

    @Override
    public CompletableFuture<Integer> truncate(int newSize) {
        return number(VecOperations.truncate(core.id(), checked(newSize)));
    }

    @Override
    public CompletableFuture<List<E>> drain(int from, int to) {
        if (from < 0 || from > to) {
            throw new IndexOutOfBoundsException("no range from " + from + " to " + to);
        }
        return drain(from, to, new ArrayList<>());
    }

    private CompletableFuture<List<E>> drain(int from, int to, List<E> drained) {
        if (from >= to) {
            return CompletableFuture.completedFuture(drained);
        }
        byte[] operation = VecOperations.drain(core.id(), from, to, SequenceCore.PAGE_BYTES);
        return Async.then(core.submit(operation), payload -> {
            List<byte[]> part = VecOperations.values(payload);
            drained.addAll(core.decodeAll(part));
            return part.isEmpty() ? CompletableFuture.completedFuture(drained) : drain(from, to - part.size(), drained);
        });
    }

    @Override
    public CompletableFuture<Boolean> contains(E element) {
        return Async.map(indexOf(element), index -> index >= 0);
    }

    @Override
    public CompletableFuture<Integer> indexOf(E element) {
        byte[] operation = VecOperations.indexOf(core.id(), core.encode(element), 0, Integer.MAX_VALUE);
        return core.submit(operation, VecOperations::index);
    }

    @Override
    public CompletableFuture<Integer> lastIndexOf(E element) {
        byte[] operation = VecOperations.lastIndexOf(core.id(), core.encode(element), 0, Integer.MAX_VALUE);
        return core.submit(operation, VecOperations::index);
    }

    @Override
    public CompletableFuture<Integer> size() {
        return number(VecOperations.size(core.id()));
    }

    @Override
    public CompletableFuture<Boolean> isEmpty() {
        return Async.map(size(), size -> size == 0);
    }

    @Override
    public CompletableFuture<@Nullable Void> forEach(Consumer<? super E> action) {
        Objects.requireNonNull(action);
        return SequenceWalk.over(core, action);
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return core.submit(VecOperations.clear(core.id()), payload -> null);
    }

    @Override
    public CompletableFuture<@Nullable Void> destroy() {
        return named.destroy();
    }
}
