package io.kith.collections.kind;

import org.jspecify.annotations.Nullable;

/**
 * A read that goes through so much that it is done in slices, with other work between them. What it answers was so at one moment
 * after it was asked for, whatever is written meanwhile, and a slice takes a millisecond at most.
 */
public interface LongRead {
    /**
     * So many elements of a sequence are looked through at a time, and a sixteenth of that of a map, whose entries lie apart: about
     * half a millisecond's work if nothing of them is in the caches.
     */
    int SLICE_ELEMENTS = 1 << 16;

    /**
     * Does the next slice; gives back the result if that was the last one, else null.
     *
     * @throws RefusedException if it cannot be answered any more
     */
    byte @Nullable [] next();

    /** Nobody waits for it any more; it is not asked for anything again. */
    default void abandon() {}
}
