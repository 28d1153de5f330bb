package io.kith.client.sequence;

import io.kith.client.grid.Async;
import io.kith.client.grid.Call;
import io.kith.client.grid.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes elements and brings them, an answer at a time, until there are none or enough; results in those elements. What comes
 * is delivered: if one cannot be read, or a later request fails, those before it are the result, and those after it are
 * put back. Only if there are none before does it fail.
 */
final class Taking<E> extends Steps<List<E>> {

    /** What takes elements. */
    @FunctionalInterface
    interface Operation {
        /**
         * Encodes it.
         *
         * @param taken how many elements were taken by earlier ones
         */
        byte[] of(int taken);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Taking.class);

    private final SequenceCore<E> core;
    private final int wanted;
    private final Operation operation;
    private final Function<byte[], List<byte[]>> values;
    private final Function<List<byte[]>, Call<String>> back;
    private final List<E> taken = new ArrayList<>();
    private List<byte[]> rest = List.of();
    private boolean finished;
    private boolean cancelled;

    /**
     * Takes up to {@code wanted} elements.
     *
     * @param values the encoded elements of an answer
     * @param back puts encoded elements back, given in the order in which they were taken
     */
    Taking(
            SequenceCore<E> core,
            int wanted,
            Operation operation,
            Function<byte[], List<byte[]>> values,
            Function<List<byte[]>, Call<String>> back) {
        this.core = core;
        this.wanted = wanted;
        this.operation = operation;
        this.values = values;
        this.back = back;
    }

    @Override
    protected @Nullable Call<?> next() {
        if (!rest.isEmpty()) {
            List<byte[]> unread = rest;
            rest = List.of();
            return back.apply(unread);
        }
        if (finished || taken.size() >= wanted) {
            return null;
        }
        return core.callForElements(operation.of(taken.size()), this::take)
                .undoing(payload -> back.apply(values.apply(payload)).start())
                .handingOver(payload -> putBack(values.apply(payload)));
    }

    private synchronized @Nullable Void take(byte[] payload) {
        List<byte[]> part = values.apply(payload);
        if (cancelled) {
            putBack(part);
            return null;
        }
        finished = part.isEmpty();
        for (int i = 0; i < part.size(); i++) {
            try {
                taken.add(core.decode(part.get(i)));
            } catch (RuntimeException | Error e) {
                if (taken.isEmpty()) {
                    throw e;
                }
                // The next call meets it first, and says what is wrong.
                rest = part.subList(i, part.size());
                finished = true;
                return null;
            }
        }
        return null;
    }

    private void putBack(List<byte[]> elements) {
        if (!elements.isEmpty()) {
            Async.listen(back.apply(elements).start(), (words, failure) -> {
                if (failure != null) {
                    LOG.warn("{} elements that nobody waited for could not be put back", elements.size(), failure);
                }
            });
        }
    }

    @Override
    protected boolean isEnough(Throwable failure) {
        return !taken.isEmpty();
    }

    @Override
    protected synchronized void abandoned() {
        cancelled = true;
        List<byte[]> encoded = new ArrayList<>();
        for (E element : taken) {
            encoded.add(core.encode(element));
        }
        putBack(encoded);
    }

    @Override
    protected List<E> result() {
        return taken;
    }
}
