package io.kith.client.sequence;

import io.kith.client.AsyncVec;
import io.kith.client.grid.Async;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The asynchronous face of a list. */
final class AsyncVecProxy<E> implements AsyncVec<E> {
    private final VecCore<E> core;

    AsyncVecProxy(VecCore<E> core) {
        this.core = core;
    }

    @Override
    public CompletableFuture<E> get(int index) {
        return core.get(index).start();
    }

    @Override
    public CompletableFuture<E> set(int index, E element) {
        return core.set(index, element).start();
    }

    @Override
    public CompletableFuture<Integer> add(E element) {
        return core.add(element).start();
    }

    @Override
    public CompletableFuture<@Nullable Void> add(int index, E element) {
        return core.insert(index, element).start();
    }

    @Override
    public CompletableFuture<@Nullable Void> addAll(Collection<? extends E> elements) {
        return Async.map(core.addAll(elements).start(), added -> null);
    }

    @Override
    public CompletableFuture<@Nullable Void> addAll(int index, Collection<? extends E> elements) {
        return Async.map(core.insertAll(index, elements).start(), added -> null);
    }

    @Override
    public CompletableFuture<E> remove(int index) {
        return core.remove(index).start();
    }

    @Override
    public CompletableFuture<Boolean> removeElement(E element) {
        return Async.map(core.removeValue(element, 0, Integer.MAX_VALUE).start(), index -> index >= 0);
    }

    @Override
    public CompletableFuture<E> swapRemove(int index) {
        return core.swapRemove(index).start();
    }

    @Override
    public CompletableFuture<Integer> truncate(int newSize) {
        return core.truncate(newSize).start();
    }

    @Override
    public CompletableFuture<List<E>> drain(int from, int to) {
        return core.drain(from, to).start();
    }

    @Override
    public CompletableFuture<Boolean> removeIf(Predicate<? super E> filter) {
        Objects.requireNonNull(filter);
        return Async.map(core.removeIf(filter).start(), removed -> removed > 0);
    }

    @Override
    public CompletableFuture<@Nullable Void> replaceAll(UnaryOperator<E> operator) {
        Objects.requireNonNull(operator);
        return core.replaceAll(0, Integer.MAX_VALUE, operator).start();
    }

    @Override
    public CompletableFuture<@Nullable Void> sort(@Nullable Comparator<? super E> comparator) {
        return core.sort(0, Integer.MAX_VALUE, comparator).start();
    }

    @Override
    public CompletableFuture<@Nullable Void> shuffle(RandomGenerator random) {
        return core.shuffle(Objects.requireNonNull(random)).start();
    }

    @Override
    public CompletableFuture<@Nullable Void> reverse() {
        return core.reverse().start();
    }

    @Override
    public CompletableFuture<Boolean> contains(E element) {
        return Async.map(indexOf(element), index -> index >= 0);
    }

    @Override
    public CompletableFuture<Integer> indexOf(E element) {
        return core.indexOf(element, 0, Integer.MAX_VALUE).start();
    }

    @Override
    public CompletableFuture<Integer> lastIndexOf(E element) {
        return core.lastIndexOf(element, 0, Integer.MAX_VALUE).start();
    }

    @Override
    public CompletableFuture<Integer> size() {
        return core.size().start();
    }

    @Override
    public CompletableFuture<Boolean> isEmpty() {
        return Async.map(size(), size -> size == 0);
    }

    @Override
    public CompletableFuture<@Nullable Void> forEach(Consumer<? super E> action) {
        Objects.requireNonNull(action);
        return Async.map(core.forEach(action).start(), done -> null);
    }

    @Override
    public CompletableFuture<@Nullable Void> clear() {
        return core.clear().start();
    }

    @Override
    public CompletableFuture<@Nullable Void> destroy() {
        return core.named().destroy();
    }
}
