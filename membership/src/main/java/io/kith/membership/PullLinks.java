package io.kith.membership;

/** "What do you know of the links between nodes?" Asked by clients. */
public record PullLinks() implements MembershipMessage {
    @Override
    public Kind kind() {
        return Kind.PULL_LINKS;
    }
}
