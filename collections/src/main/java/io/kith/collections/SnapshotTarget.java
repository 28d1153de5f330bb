package io.kith.collections;

import io.kith.transport.CorruptFrameException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A vec or deque that is being copied here, as it was when its copy began, and the commands on it since then: they are
 * applied when it is whole, as most of them cannot be applied to a part.
 */
final class SnapshotTarget {
    /** More than this is not kept; the copy must then begin anew. */
    static final long MAX_BUFFERED_BYTES = 256L << 20;

    private final SequenceState state;
    private final List<CopyTarget.Buffered> buffer = new ArrayList<>();
    private long bufferedBytes;

    SnapshotTarget(SequenceState state) {
        this.state = state;
    }

    SequenceState state() {
        return state;
    }

    List<CopyTarget.Buffered> buffer() {
        return buffer;
    }

    boolean isOverrun() {
        return bufferedBytes > MAX_BUFFERED_BYTES;
    }

    void buffer(CopyTarget.Buffered buffered) {
        LogCommand command = buffered.command();
        bufferedBytes += 100 + (command == null ? 0 : command.operation().length);
        if (isOverrun()) {
            buffer.clear();
        } else {
            buffer.add(buffered);
        }
    }

    void installTable(PayloadReader in) {
        long epoch = in.readCount();
        long spacing = in.readCount();
        long[] labels = new long[in.readCount(1)];
        long last = 0;
        for (int i = 0; i < labels.length; i++) {
            last += in.readSignedVarLong();
            labels[i] = last;
        }
        state.sequence().labels().installTable(epoch, spacing, labels);
    }

    void installItems(PayloadReader in) {
        long label = 0;
        while (in.readBoolean()) {
            label += in.readSignedVarLong();
            state.sequence().install(label, in.readBytes());
        }
    }

    void installExtra(PayloadReader in) {
        state.installExtra(new PayloadReader(in.readBytes()));
    }

    static SnapshotTarget require(@Nullable SnapshotTarget target) {
        if (target == null) {
            throw new CorruptFrameException("a part of a collection whose copy has not begun");
        }
        return target;
    }
}
