package io.kith.replication.shared;

import java.util.Objects;

/** Carries an exception of what all partitions share past the code of the one that used it: the fault is not that one's. */
public final class SharedFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SharedFailure(RuntimeException cause) {
        super(cause);
    }

    /** What failed. */
    public RuntimeException failure() {
        return (RuntimeException) Objects.requireNonNull(getCause());
    }
}
