package io.kith.cluster.large;

import java.util.List;

/**
 * What was seen of a large cluster; times in milliseconds of virtual time.
 *
 * @param nodes how many nodes it had
 * @param formationMillis from the first start until all held one config that lists them all
 * @param formationConfigs how many configs that took
 * @param placementMillis how long it took, without copying, until all partitions were where the ring wants them
 * @param peersMean how many other nodes a node heartbeats
 * @param peersMax the most that any node heartbeats
 * @param sentMean messages a node sends a second in a calm cluster
 * @param sentMax the most that any node sends
 * @param receivedMax the most that any node receives
 * @param bytesMean bytes a node sends a second in a calm cluster, frame headers included
 * @param bytesMax the most that any node sends
 * @param disseminationP50Millis from a decision until half the nodes held it
 * @param disseminationP99Millis until 99 of 100 held it
 * @param disseminationMaxMillis until the last one held it
 * @param crashes how many nodes crashed at once
 * @param crashMillis from their silence until all others held one config without them
 * @param crashConfigs how many configs that took
 * @param flappingConfigs how many configs a node with a flapping link caused in 10 s
 * @param flappingEvicted how many other nodes that cost their membership
 * @param deafEvicted how many other nodes one that hears nobody cost their membership
 * @param muteEvicted how many other nodes one that nobody hears cost their membership
 * @param steps that all nodes took
 * @param problems what did not come to pass in time; empty if all did
 */
public record LargeClusterReport(
        int nodes,
        long formationMillis,
        long formationConfigs,
        long placementMillis,
        double peersMean,
        long peersMax,
        double sentMean,
        double sentMax,
        double receivedMax,
        double bytesMean,
        double bytesMax,
        double disseminationP50Millis,
        double disseminationP99Millis,
        double disseminationMaxMillis,
        int crashes,
        long crashMillis,
        long crashConfigs,
        long flappingConfigs,
        long flappingEvicted,
        long deafEvicted,
        long muteEvicted,
        long steps,
        List<String> problems) {

    /** The report as a table for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        line(text, "nodes", String.format("%,d", nodes));
        line(text, "formation", String.format("%,d ms, %d configs", formationMillis, formationConfigs));
        line(text, "partitions home (nothing copied)", String.format("%,d ms", placementMillis));
        line(text, "peers heartbeated by a node", String.format("%.1f on average, %d at most", peersMean, peersMax));
        line(text, "messages sent by a node", String.format("%.0f/s on average, %.0f/s at most", sentMean, sentMax));
        line(text, "messages received by a node", String.format("%.0f/s at most", receivedMax));
        line(text, "bytes sent by a node", String.format("%,.0f/s on average, %,.0f/s at most", bytesMean, bytesMax));
        line(
                text,
                "a decision reaches the nodes",
                String.format(
                        "p50 %.1f ms, p99 %.1f ms, all %.1f ms",
                        disseminationP50Millis, disseminationP99Millis, disseminationMaxMillis));
        line(
                text,
                crashes + " crash at once, one config after",
                String.format("%,d ms, %d configs", crashMillis, crashConfigs));
        line(
                text,
                "a flapping node",
                String.format("%d configs in 10 s, %d others evicted", flappingConfigs, flappingEvicted));
        line(text, "a node that hears nobody", String.format("%d others evicted", deafEvicted));
        line(text, "a node that nobody hears", String.format("%d others evicted", muteEvicted));
        line(text, "steps", String.format("%,d", steps));
        problems.forEach(problem -> line(text, "PROBLEM", problem));
        return text.toString();
    }

    private static void line(StringBuilder text, String what, String seen) {
        text.append(String.format("%-37s", what)).append(seen).append(System.lineSeparator());
    }
}
