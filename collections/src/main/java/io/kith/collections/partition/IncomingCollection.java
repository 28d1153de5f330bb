package io.kith.collections.partition;

import io.kith.collections.kind.CopiedBySnapshot;
import io.kith.transport.CorruptFrameException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A collection that is being copied here, as it was when its copy began, and what happened to it since then: that is done
 * when it is whole, as most of it cannot be done to a part.
 */
final class IncomingCollection {
    /** More than this is not kept; the copy must then begin anew. */
    static final long MAX_BUFFERED_BYTES = 256L << 20;

    /** What keeping something takes besides the operation itself, about. */
    private static final int OVERHEAD_BYTES = 100;

    private final CopiedBySnapshot state;
    private final List<Runnable> buffer = new ArrayList<>();
    private long bufferedBytes;

    IncomingCollection(CopiedBySnapshot state) {
        this.state = state;
    }

    CopiedBySnapshot state() {
        return state;
    }

    List<Runnable> buffer() {
        return buffer;
    }

    boolean isOverrun() {
        return bufferedBytes > MAX_BUFFERED_BYTES;
    }

    /** What is kept takes of memory, about. */
    long bufferedBytes() {
        return isOverrun() ? 0 : bufferedBytes;
    }

    /** Keeps something to be done later that holds on to so many bytes. */
    void buffer(Runnable happening, int bytes) {
        bufferedBytes += OVERHEAD_BYTES + bytes;
        if (isOverrun()) {
            buffer.clear();
        } else {
            buffer.add(happening);
        }
    }

    static IncomingCollection require(@Nullable IncomingCollection target) {
        if (target == null) {
            throw new CorruptFrameException("a part of a collection whose copy has not begun");
        }
        return target;
    }
}
