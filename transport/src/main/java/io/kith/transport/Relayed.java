package io.kith.transport;

/**
 * A message that takes one hop over a third process, because the direct link between its ends is down. It stays its
 * origin's: the destination treats it as if it had come from there. Whoever receives one for another passes it on to
 * that one and nobody else, so it never takes a second hop.
 *
 * @param origin who sends {@code message}
 * @param destination whom it is for
 * @param message what is said; neither relayed itself nor a part of a handshake
 */
public record Relayed(NodeId origin, NodeId destination, Message message) implements Message {

    public Relayed {
        if (origin.equals(destination)) {
            throw new IllegalArgumentException("nobody needs a relay to reach himself");
        }
        if (message instanceof Relayed || message instanceof HandshakeMessage) {
            throw new IllegalArgumentException("a " + message.getClass().getSimpleName() + " cannot be relayed");
        }
    }
}
