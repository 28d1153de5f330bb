package io.kith.membership;

import io.kith.transport.NodeId;

/**
 * What a third node found out. That it answers at all shows the asking node that it is not itself cut off.
 *
 * @param round the request's; 0 if nobody asked, but an accusation showed that somebody should know
 * @param target whom it tried
 * @param reached whether {@code target} answered
 */
public record ProbeAnswer(long round, NodeId target, boolean reached) implements MembershipMessage {
    @Override
    public Kind kind() {
        return Kind.PROBE_ANSWER;
    }
}
