package io.kith.collections.lock;

import org.jspecify.annotations.Nullable;

/**
 * How a lock stands.
 *
 * @param fence the fencing token of who holds it, or held it last; 0 if nobody ever did
 * @param holder who holds it; null: nobody
 * @param holds how often
 */
public record LockView(long fence, @Nullable LockToken holder, int holds) {}
