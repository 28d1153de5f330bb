package io.kith.client.view;

import java.time.Duration;

/**
 * A link between two processes of the cluster, as its near end measured it.
 *
 * @param from the near end's id: a node's, or this client's
 * @param to the far end's id
 * @param isDown whether nothing comes back over it
 * @param roundTrip smoothed round-trip time
 * @param tail 99th percentile of the round-trip time, estimated
 * @param lossPerMille heartbeats without an answer
 */
public record MeasuredLink(
        String from, String to, boolean isDown, Duration roundTrip, Duration tail, int lossPerMille) {}
