package io.kith.client.sequence;

import io.kith.client.KithException;
import io.kith.client.grid.Call;
import io.kith.client.grid.Steps;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.Results;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Puts a whole list into another order that does not depend on its elements, at one go and without fetching them; as often as
 * it takes until nobody changes the list meanwhile.
 */
final class Permuting<E> extends Steps<@Nullable Void> {
    private static final int MAX_ATTEMPTS = 64;
    private static final int UNKNOWN = -1;

    private final VecCore<E> core;
    private final IntFunction<int[]> orderOf;
    private long version = UNKNOWN;
    private int size = UNKNOWN;
    private int attempts;
    private boolean finished;

    /**
     * Permutes {@code core}'s list.
     *
     * @param orderOf for so many elements the index of the one that is to be first, and so on; called once for each attempt
     */
    Permuting(VecCore<E> core, IntFunction<int[]> orderOf) {
        this.core = core;
        this.orderOf = orderOf;
    }

    @Override
    protected @Nullable Call<?> next() {
        if (finished) {
            return null;
        }
        if (version == UNKNOWN) {
            // Asked for before the size: if the list changes in between, its version is another one by then.
            return core.call(core.pageAt(0, 1), this::readVersion);
        }
        if (size == UNKNOWN) {
            return core.call(VecOperations.size(core.name()), this::readSize);
        }
        if (size < 2) {
            return null;
        }
        return core.call(VecOperations.permute(core.name(), 0, version, orderOf.apply(size)), this::permuted);
    }

    private @Nullable Void readVersion(byte[] payload) {
        version = core.page(payload).version();
        return null;
    }

    private @Nullable Void readSize(byte[] payload) {
        size = Math.toIntExact(Results.number(payload));
        return null;
    }

    private @Nullable Void permuted(byte[] payload) {
        finished = Results.bool(payload);
        if (!finished && ++attempts == MAX_ATTEMPTS) {
            throw new KithException(
                    "the list was changed by others all the time while it was to be put into another order");
        }
        version = UNKNOWN;
        size = UNKNOWN;
        return null;
    }

    @Override
    @SuppressWarnings("NullAway") // It does not see that what steps result in may be nullable.
    protected @Nullable Void result() {
        return null;
    }
}
