package io.kith.client.sequence;

import io.kith.client.grid.Call;
import io.kith.client.grid.Encoding;
import io.kith.client.grid.Steps;
import io.kith.collections.sequence.ItemId;
import io.kith.collections.sequence.SequenceItem;
import io.kith.collections.sequence.SequencePage;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks for an element, or removes it; results in where it is or was, -1 for nowhere. The cluster compares bytes. Where equal
 * values may have other bytes, as those of lists, sets, maps and users' objects may, the elements are brought page by page and
 * compared here, and the one that is found is removed by its very bytes.
 */
final class Seeking<E> extends Steps<Integer> {
    /** What is looked for, and where. */
    record Aim(Object element, int from, int to, boolean last, boolean removes) {}

    private final SequenceCore<E> core;
    private final Aim aim;
    private final Function<byte[], byte[]> operation;
    private final Function<byte[], Integer> reader;
    private final byte[] encoded;
    private final boolean byBytes;
    private byte @Nullable [] candidate;
    private @Nullable ItemId lastItem;
    private int at;
    private int found = -1;
    private boolean walked;
    private boolean done;

    /**
     * One search.
     *
     * @param operation looks for an encoded element, or removes it
     * @param reader makes an index of what that results in, -1 for none
     */
    Seeking(SequenceCore<E> core, Aim aim, Function<byte[], byte[]> operation, Function<byte[], Integer> reader) {
        this.core = core;
        this.aim = aim;
        this.operation = operation;
        this.reader = reader;
        this.encoded = core.encode(aim.element());
        this.byBytes = encoding().isEqualByBytes(aim.element());
        this.candidate = byBytes ? encoded : null;
        this.at = aim.from();
    }

    private Encoding encoding() {
        return core.grid().encoding();
    }

    @Override
    protected @Nullable Call<?> next() {
        if (done) {
            return null;
        }
        byte[] bytes = candidate;
        if (bytes != null && (byBytes || walked)) {
            candidate = null;
            return core.call(operation.apply(bytes), this::answered);
        }
        return core.callForElements(
                lastItem == null ? core.pageAt(at, aim.to()) : core.pageBeside(lastItem, false), this::look);
    }

    private @Nullable Void answered(byte[] payload) {
        found = reader.apply(payload);
        done = byBytes || found >= 0;
        if (!done) {
            // Somebody else was faster: there may be another one.
            walked = false;
            lastItem = null;
            at = aim.from();
        }
        return null;
    }

    private @Nullable Void look(byte[] payload) {
        SequencePage page = core.page(payload);
        if (page.lost()) {
            lastItem = null;
            return null;
        }
        List<SequenceItem> items = page.items();
        boolean ended = items.isEmpty() || !page.more();
        for (int i = 0; i < items.size() && !ended(i, page); i++) {
            SequenceItem item = items.get(i);
            lastItem = item.id();
            at = page.firstIndex() + i + 1;
            if (Arrays.equals(item.value(), encoded) || encoding().isEqual(aim.element(), item.value())) {
                found = page.firstIndex() + i;
                candidate = item.value();
                if (!aim.last()) {
                    ended = true;
                    break;
                }
            }
        }
        if (ended || at >= aim.to()) {
            walked = true;
            done = !aim.removes() || candidate == null;
        }
        return null;
    }

    private boolean ended(int place, SequencePage page) {
        return page.firstIndex() + place >= aim.to();
    }

    @Override
    protected Integer result() {
        return found;
    }
}
