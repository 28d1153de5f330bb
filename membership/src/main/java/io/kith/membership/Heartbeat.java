package io.kith.membership;

/**
 * "Do you hear me?"
 *
 * @param sequence numbers the sender's heartbeats to this peer: 1, 2, 3, …
 * @param sentNanos the sender's monotonic clock; means something to the sender only
 * @param configId the newest config that the sender holds; 0 for none
 * @param incarnation how often the sender has refuted an accusation
 */
public record Heartbeat(long sequence, long sentNanos, long configId, long incarnation) implements MembershipMessage {

    public Heartbeat {
        MessageRanges.notNegative("sequence", sequence);
        MessageRanges.notNegative("config_id", configId);
        MessageRanges.incarnation(incarnation);
    }

    @Override
    public Kind kind() {
        return Kind.HEARTBEAT;
    }

    @Override
    public boolean mayTakeDetour() {
        return true;
    }
}
