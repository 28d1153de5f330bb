package io.kith.membership;

import io.kith.transport.NodeId;

/**
 * "I do not hear {@code target}: do you?" Asks a third node to try.
 *
 * @param round tells the asking node's rounds apart
 * @param target whom to try
 */
public record ProbeRequest(long round, NodeId target) implements MembershipMessage {
    @Override
    public Kind kind() {
        return Kind.PROBE_REQUEST;
    }
}
