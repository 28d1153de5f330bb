package io.kith.transport;

/**
 * A message that takes one hop over a third process, because the direct link between its ends is down. It stays its
 * origin's: the destination treats it as if it had come from there. Whoever receives one for another passes it on to
 * that one and nobody else, so it never takes a second hop.
 *
 * @param origin who sends {@code message}
 * @param destination whom it is for
 * @param principal on whose behalf it is sent, as the relay knows him: it vouches for him; at most
 *     {@value #MAX_PRINCIPAL_CHARS} characters, empty as long as no relay has seen it, and for nodes
 * @param message what is said; neither relayed itself nor a part of a handshake
 */
public record Relayed(NodeId origin, NodeId destination, String principal, Message message) implements Message {
    /** The longest name of a principal. */
    public static final int MAX_PRINCIPAL_CHARS = 300;

    public Relayed {
        if (principal.length() > MAX_PRINCIPAL_CHARS) {
            throw new IllegalArgumentException(
                    "a principal has at most " + MAX_PRINCIPAL_CHARS + " characters, not " + principal.length());
        }
        if (origin.equals(destination)) {
            throw new IllegalArgumentException("nobody needs a relay to reach himself");
        }
        if (message instanceof Relayed || message instanceof HandshakeMessage) {
            throw new IllegalArgumentException("a " + message.getClass().getSimpleName() + " cannot be relayed");
        }
    }

    /** What {@code origin} hands to a relay. */
    public Relayed(NodeId origin, NodeId destination, Message message) {
        this(origin, destination, "", message);
    }

    /** The same on behalf of {@code vouchedFor}. */
    public Relayed by(String vouchedFor) {
        return new Relayed(origin, destination, vouchedFor, message);
    }
}
