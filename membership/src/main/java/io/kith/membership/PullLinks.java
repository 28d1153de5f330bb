package io.kith.membership;

/** "What do you know of the links between nodes?" Asked by clients. */
public record PullLinks() implements MembershipMessage {}
