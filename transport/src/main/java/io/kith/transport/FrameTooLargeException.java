package io.kith.transport;

/** Thrown to the sender of a message that does not fit into a frame; nothing was sent and the connection is intact. */
public final class FrameTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FrameTooLargeException(String message) {
        super(message);
    }

    static FrameTooLargeException overLimit(int maxFrameBytes) {
        return new FrameTooLargeException("a message is larger than the limit of " + maxFrameBytes
                + " bytes for one frame: store smaller values, or raise the limit on all nodes");
    }
}
