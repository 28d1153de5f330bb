package io.kith.membership;

/**
 * "I was accused, but I live."
 *
 * @param incarnation voids all accusations of the sender that name a lower one
 */
public record Refutation(long incarnation) implements MembershipMessage {

    public Refutation {
        MessageRanges.incarnation(incarnation);
    }

    @Override
    public Kind kind() {
        return Kind.REFUTATION;
    }
}
