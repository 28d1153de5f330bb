package io.kith.simulation;

import org.jspecify.annotations.Nullable;

/** Something that must never happen did. The message starts with one word that names the kind. */
public final class SimulationFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SimulationFailure(String message) {
        this(message, null);
    }

    public SimulationFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
