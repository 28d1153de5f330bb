package io.kith.transport;

/**
 * The last message before the other side closes the connection.
 *
 * @param refusal the kind of reason
 * @param reason the reason in words
 */
record Refused(Refusal refusal, String reason) implements HandshakeMessage {

    /** Reasons may quote hostile input, so they are cut. */
    private static final int MAX_REASON_LENGTH = 300;

    Refused {
        if (reason.length() > MAX_REASON_LENGTH) {
            reason = reason.substring(0, MAX_REASON_LENGTH);
        }
    }

    @Override
    public Kind wireKind() {
        return Kind.REFUSED;
    }
}
