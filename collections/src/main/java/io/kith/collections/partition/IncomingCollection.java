package io.kith.collections.partition;

import io.kith.collections.kind.CopiedBySnapshot;
import io.kith.collections.kind.LogCommand;
import io.kith.collections.kind.RequestKey;
import io.kith.transport.CorruptFrameException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A collection that is being copied here, as it was when its copy began, and the commands on it since then: they are
 * applied when it is whole, as most of them cannot be applied to a part.
 */
final class IncomingCollection {
    /** More than this is not kept; the copy must then begin anew. */
    static final long MAX_BUFFERED_BYTES = 256L << 20;

    private final CopiedBySnapshot state;
    private final List<Buffered> buffer = new ArrayList<>();
    private long bufferedBytes;

    /**
     * Something that happened to a collection while it was copied.
     *
     * @param command null if a request that waits there was cancelled
     */
    record Buffered(long collectionId, @Nullable LogCommand command, RequestKey request) {}

    IncomingCollection(CopiedBySnapshot state) {
        this.state = state;
    }

    CopiedBySnapshot state() {
        return state;
    }

    List<Buffered> buffer() {
        return buffer;
    }

    boolean isOverrun() {
        return bufferedBytes > MAX_BUFFERED_BYTES;
    }

    void buffer(Buffered buffered) {
        LogCommand command = buffered.command();
        bufferedBytes += 100 + (command == null ? 0 : command.operation().length);
        if (isOverrun()) {
            buffer.clear();
        } else {
            buffer.add(buffered);
        }
    }

    static IncomingCollection require(@Nullable IncomingCollection target) {
        if (target == null) {
            throw new CorruptFrameException("a part of a collection whose copy has not begun");
        }
        return target;
    }
}
