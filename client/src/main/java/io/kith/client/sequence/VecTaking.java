package io.kith.client.sequence;

import io.kith.client.KithException;
import io.kith.client.grid.Async;
import io.kith.client.grid.Care;
import io.kith.client.grid.Undo;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.Results;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How elements are taken from a list, or replaced in it, so that each is delivered or stays. Carefully, an element is read first, and
 * removed or replaced only if it is still there. Otherwise that is done at once, and taken back if it cannot be read.
 */
final class VecTaking<E> {
    private final VecCore<E> vec;
    private final Care care = new Care();

    VecTaking(VecCore<E> vec) {
        this.vec = vec;
    }

    Care care() {
        return care;
    }

    // ---- carefully

    E remove(int index) {
        while (true) {
            byte[] found = present(index);
            E element = read(found);
            byte[] operation = VecOperations.removeValue(vec.name(), found, index, index + 1, false);
            if (vec.call(operation, VecOperations::index).await() >= 0) {
                return element;
            }
        }
    }

    E set(int index, byte[] replacement) {
        while (true) {
            byte[] found = present(index);
            E element = read(found);
            byte[] operation = VecOperations.compareAndSet(vec.name(), index, found, replacement);
            if (vec.call(operation, Results::bool).await()) {
                return element;
            }
        }
    }

    /** There is no conditional form of it: if the element is another one by then, and cannot be read, it is put back. */
    E swapRemove(int index) {
        byte[] found = present(index);
        E element = read(found);
        byte[] taken = vec.call(VecOperations.swapRemove(vec.name(), index), Results::optionalBytes)
                .await();
        if (taken == null) {
            throw VecCore.outOfBounds(index);
        }
        if (Arrays.equals(taken, found)) {
            return element;
        }
        try {
            return vec.decode(taken);
        } catch (RuntimeException e) {
            e.addSuppressed(new KithException(insert(index, List.of(taken)).join()));
            throw e;
        }
    }

    private byte[] present(int index) {
        byte[] found = vec.call(VecOperations.get(vec.name(), index), Results::optionalBytes)
                .await();
        if (found == null) {
            throw VecCore.outOfBounds(index);
        }
        return found;
    }

    private E read(byte[] bytes) {
        try {
            return vec.decode(bytes);
        } catch (RuntimeException | Error e) {
            care.failed();
            e.addSuppressed(new KithException("nothing was changed, as the element cannot be read here"));
            throw e;
        }
    }

    // ---- taking back

    /** Inserts what was removed at an index there again. */
    Undo reinserting(int index) {
        return payload -> {
            byte[] element = Results.optionalBytes(payload);
            if (element == null) {
                return Undo.nothing();
            }
            care.failed();
            return insert(index, List.of(element));
        };
    }

    /** Inserts encoded elements at an index again, or at the end if the list is shorter by now. */
    CompletableFuture<String> insert(int index, List<byte[]> elements) {
        return Async.then(
                vec.call(VecOperations.insertAll(vec.name(), index, elements), Results::bool)
                        .start(),
                inserted -> inserted
                        ? CompletableFuture.completedFuture("what was removed was inserted again")
                        : Async.map(
                                vec.call(VecOperations.addAll(vec.name(), elements))
                                        .start(),
                                done -> "what was removed was added at the end, as the list is shorter by now"));
    }

    /** Sets what was replaced by {@code replacement} again, wherever that is by now. */
    Undo resetting(int index, byte[] replacement) {
        return payload -> {
            byte[] before = Results.optionalBytes(payload);
            if (before == null) {
                return Undo.nothing();
            }
            care.failed();
            return Async.then(
                    reset(index, replacement, before), done -> done ? said(true) : found(replacement, before));
        };
    }

    private CompletableFuture<Boolean> reset(int index, byte[] replacement, byte[] before) {
        return vec.call(VecOperations.compareAndSet(vec.name(), index, replacement, before), Results::bool)
                .start();
    }

    private CompletableFuture<String> found(byte[] replacement, byte[] before) {
        return Async.then(
                vec.call(VecOperations.indexOf(vec.name(), replacement, 0, Integer.MAX_VALUE), VecOperations::index)
                        .start(),
                index -> index < 0 ? said(false) : Async.then(reset(index, replacement, before), VecTaking::said));
    }

    private static CompletableFuture<String> said(boolean reset) {
        return CompletableFuture.completedFuture(
                reset
                        ? "the element that cannot be read was set again"
                        : "the element was replaced, or removed, by somebody else at once, so that nothing was set again");
    }
}
