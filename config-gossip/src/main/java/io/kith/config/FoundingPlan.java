package io.kith.config;

import java.util.concurrent.TimeUnit;

/**
 * How nodes that were told of each other, and of no cluster, make one.
 *
 * @param parameters of the cluster
 * @param replicationFactor how many replicas each partition should have, 1 to 7
 * @param expect how many nodes have to hear each other first; more than half of all that are ever started without a
 *     cluster to join
 * @param pledgeNanos how long a pledge runs, and so how long a node that may have forgotten one gives none
 * @param roundNanos how often a node that waits says so
 * @param attemptNanos after how long a node that cannot finish gives up what it is bound to itself
 */
public record FoundingPlan(
        ClusterParameters parameters,
        int replicationFactor,
        int expect,
        long pledgeNanos,
        long roundNanos,
        long attemptNanos) {

    public FoundingPlan {
        if (expect < 1 || expect > BootstrapMessage.MAX_EXPECTED) {
            throw new IllegalArgumentException(
                    "1 to " + BootstrapMessage.MAX_EXPECTED + " nodes can be expected, not " + expect);
        }
        String refusal = Settings.refusal(ClusterConfig.REPLICATION_FACTOR, Integer.toString(replicationFactor));
        if (refusal != null) {
            throw new IllegalArgumentException(refusal);
        }
        if (roundNanos <= 0 || pledgeNanos < 2 * roundNanos || attemptNanos < pledgeNanos) {
            throw new IllegalArgumentException("a pledge outlasts two rounds, and an attempt a pledge");
        }
    }

    /** The usual times: pledges of a second, eight rounds in each, attempts of three. */
    public static FoundingPlan of(ClusterParameters parameters, int replicationFactor, int expect) {
        return new FoundingPlan(
                parameters,
                replicationFactor,
                expect,
                TimeUnit.SECONDS.toNanos(1),
                TimeUnit.MILLISECONDS.toNanos(125),
                TimeUnit.SECONDS.toNanos(3));
    }

    /** How long a pledge given here binds, so that it does not end before it does by another's clock. */
    long boundNanos() {
        return parameters.stretchNanos(pledgeNanos);
    }
}
