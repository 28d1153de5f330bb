package io.kith.collections.kind;

import org.jspecify.annotations.Nullable;

/**
 * A read that goes through so much that it is done in slices, with other work between them. It sees what was there when it
 * was asked for, whatever is written meanwhile, and takes a millisecond at most each time.
 */
public interface LongRead {

    /** Does the next slice; gives back the result if that was the last one, else null. */
    byte @Nullable [] next();
}
