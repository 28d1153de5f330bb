package io.kith.transport;

/** Input that ends a connection, with what to tell the peer. */
final class RefusedInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RefusedInputException(Refusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    RefusedInputException(Refusal refusal, CorruptFrameException cause) {
        super(cause.getMessage(), cause);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
