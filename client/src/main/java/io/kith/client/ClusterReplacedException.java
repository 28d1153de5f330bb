package io.kith.client;

/**
 * The cluster that a client was connected to is gone: none of its nodes answers, and where they were there is another one by
 * now, whose data are others. The message says whether the outcome is unknown. {@link Kith#reconnect} connects to that one.
 */
public final class ClusterReplacedException extends KithException {
    private static final long serialVersionUID = 1L;

    /** Says in {@code message} what happened. */
    public ClusterReplacedException(String message) {
        super(message);
    }
}
