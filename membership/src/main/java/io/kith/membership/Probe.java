package io.kith.membership;

/**
 * "Somebody asks whether you live."
 *
 * @param nonce tells the relaying node's probes apart
 */
public record Probe(long nonce) implements MembershipMessage {
    @Override
    public Kind kind() {
        return Kind.PROBE;
    }
}
