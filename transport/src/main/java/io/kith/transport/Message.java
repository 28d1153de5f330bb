package io.kith.transport;

/**
 * Something one process says to another. Each module seals its own messages under a sub-interface and provides their
 * {@link MessageCodec}; messages are immutable records without behaviour.
 */
public interface Message {

    /** What a message weighs that holds nothing large, in bytes. */
    int LIGHT_BYTES = 64;

    /**
     * Whether it may take a detour over a third process while the direct link is down: only what keeps a cluster going,
     * no bulk.
     */
    default boolean mayTakeDetour() {
        return false;
    }

    /** About how many bytes it has on the wire; what detours carry is bounded by it. */
    default long weightBytes() {
        return LIGHT_BYTES;
    }
}
