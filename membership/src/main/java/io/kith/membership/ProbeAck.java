package io.kith.membership;

/**
 * "I live." Answers a {@link Probe}.
 *
 * @param nonce the probe's
 * @param incarnation how often the sender has refuted an accusation
 */
public record ProbeAck(long nonce, long incarnation) implements MembershipMessage {

    public ProbeAck {
        MessageRanges.incarnation(incarnation);
    }

    @Override
    public Kind kind() {
        return Kind.PROBE_ACK;
    }
}
