package io.kith.client;

/**
 * Thrown by a write that adds data when a node that holds its partition has no memory left for more. Nothing was changed,
 * nor will be by this call. Reads, removals and writes that make something smaller go on; remove data, add nodes, or raise
 * the setting {@code limits.memory.percent}.
 */
public final class ClusterFullException extends KithException {
    private static final long serialVersionUID = 1L;

    /** Says in {@code message} what happened. */
    public ClusterFullException(String message) {
        super(message);
    }
}
