package io.kith.membership;

import io.kith.transport.Message;

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
                LinkSurvey {}
