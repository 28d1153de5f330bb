package io.kith.membership;

import io.kith.transport.NodeId;

/**
 * "I watch {@code accused}, and neither I nor a relay reaches it." Sent to the other observers, the voters and the
 * accused, again and again as long as it holds.
 *
 * @param accused who does not answer
 * @param incarnation of the accused, as far as the sender knows; a later one refutes this
 * @param refused whether its address refuses connections: it crashed, rather than hangs
 */
public record Accusation(NodeId accused, long incarnation, boolean refused) implements MembershipMessage {

    public Accusation {
        MessageRanges.incarnation(incarnation);
    }

    @Override
    public Kind kind() {
        return Kind.ACCUSATION;
    }
}
