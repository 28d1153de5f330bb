package io.kith.membership;

import io.kith.transport.Message;
import io.kith.transport.WireKind;

/** What nodes say to each other about who lives. */
public sealed interface MembershipMessage extends Message
        permits Heartbeat,
                HeartbeatAnswer,
                ProbeRequest,
                Probe,
                ProbeAck,
                ProbeAnswer,
                Accusation,
                Refutation,
                LinkGossip,
                PullLinks,
                LinkSurvey {

    /** The kinds of these messages, with their codes on the wire. */
    enum Kind implements WireKind {
        HEARTBEAT(1),
        HEARTBEAT_ANSWER(2),
        PROBE_REQUEST(3),
        PROBE(4),
        PROBE_ACK(5),
        PROBE_ANSWER(6),
        ACCUSATION(7),
        REFUTATION(8),
        LINK_GOSSIP(9),
        PULL_LINKS(10),
        LINK_SURVEY(11);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /** Which of them this is. */
    Kind kind();
}
