package io.kith.client.sequence;

import io.kith.client.KithException;
import io.kith.client.grid.Call;
import io.kith.client.grid.Steps;
import io.kith.collections.sequence.SequenceItem;
import io.kith.collections.sequence.SequencePage;
import io.kith.collections.sequence.VecOperations;
import io.kith.collections.wire.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Replaces a range's elements by what a function makes of them, each page at one go. */
final class Replacing<E> extends Steps<@Nullable Void> {
    private static final int MAX_ATTEMPTS = 64;

    private final VecCore<E> core;
    private final int to;
    private final UnaryOperator<E> operator;
    private int at;
    private long version;
    private List<byte[]> replacements = List.of();
    private int attempts;
    private boolean finished;

    Replacing(VecCore<E> core, int from, int to, UnaryOperator<E> operator) {
        this.core = core;
        this.at = from;
        this.to = to;
        this.operator = operator;
    }

    @Override
    protected @Nullable Call<?> next() {
        if (!replacements.isEmpty()) {
            return core.call(VecOperations.replaceRange(core.name(), at, version, replacements), this::replaced);
        }
        return finished || at >= to ? null : core.callForElements(core.pageAt(at, to), this::take);
    }

    private @Nullable Void take(byte[] payload) {
        SequencePage page = core.page(payload);
        finished = page.items().isEmpty();
        version = page.version();
        List<byte[]> encoded = new ArrayList<>();
        for (SequenceItem item : page.items()) {
            encoded.add(core.encode(operator.apply(core.decode(item.value()))));
        }
        replacements = encoded;
        return null;
    }

    /** If the list was changed meanwhile, the page is read and replaced anew. */
    private @Nullable Void replaced(byte[] payload) {
        if (Results.bool(payload)) {
            at += replacements.size();
            attempts = 0;
        } else if (++attempts == MAX_ATTEMPTS) {
            throw new KithException("the list was changed by others, or by the function itself, all the time while its"
                    + " elements from index " + at + " on were to be replaced; those before were");
        }
        replacements = List.of();
        return null;
    }

    @Override
    @SuppressWarnings("NullAway") // It does not see that what steps result in may be nullable.
    protected @Nullable Void result() {
        return null;
    }
}
