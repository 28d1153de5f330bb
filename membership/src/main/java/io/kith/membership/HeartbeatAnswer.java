package io.kith.membership;

/**
 * "I hear you." Answers one {@link Heartbeat}.
 *
 * @param sequence the heartbeat's
 * @param echoSentNanos the heartbeat's, on its sender's clock
 * @param configId the heartbeat's
 * @param answererConfigId the newest config that the answering node holds; 0 for none
 * @param incarnation how often the answering node has refuted an accusation
 * @param queueHint how much work waits at the answering node, from 0 (idle) to 255
 * @param localHealth the answering node's opinion of itself, from 0 (well) up
 */
public record HeartbeatAnswer(
        long sequence,
        long echoSentNanos,
        long configId,
        long answererConfigId,
        long incarnation,
        int queueHint,
        int localHealth)
        implements MembershipMessage {

    /** The largest hint of a queue. */
    public static final int MAX_QUEUE_HINT = 255;

    public HeartbeatAnswer {
        MessageRanges.notNegative("sequence", sequence);
        MessageRanges.notNegative("config_id", configId);
        MessageRanges.notNegative("config_id", answererConfigId);
        MessageRanges.incarnation(incarnation);
        MessageRanges.notNegative("local health", localHealth);
        if (queueHint < 0 || queueHint > MAX_QUEUE_HINT) {
            throw new IllegalArgumentException("a queue hint is 0 to " + MAX_QUEUE_HINT + ", not " + queueHint);
        }
    }

    @Override
    public Kind kind() {
        return Kind.HEARTBEAT_ANSWER;
    }

    @Override
    public boolean mayTakeDetour() {
        return true;
    }
}
